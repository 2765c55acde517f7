/** What the measuring program says: its tables, and when it refuses to measure. */
import { describe, expect, it } from 'vitest';
import { judgeAdapter } from './adapter';
import { layersToTime, titleOf } from './layers';
import type { LayerTiming } from './page';
import { choiceSentence, layersTable, markdown } from './report';

describe('tables', () => {
  it('are Markdown, with numbers to the right', () => {
    expect(markdown(['name', 'ms'], [['a', '1.25']])).toBe(
      ['| name |   ms |', '| ---- | ---: |', '| a    | 1.25 |'].join('\n'),
    );
  });

  const layer = { batch: 32, side: 8, inputs: 64, outputs: 64, kernel: 3, stride: 2 };
  const timing: LayerTiming = {
    pass: 'forward',
    directMicroseconds: 30,
    tiledMicroseconds: 10,
    chosen: 'direct',
    difference: 0,
  };

  it('of layers show which choices are wrong', () => {
    const strided: LayerTiming = { ...timing, pass: 'input gradient', tiledMicroseconds: null };
    const near: LayerTiming = { ...timing, pass: 'filter gradient', tiledMicroseconds: 29 };
    const results = [{ layer, timings: [timing, strided, near] }];
    const rows = layersTable(results).split('\n').slice(2);
    expect(
      rows.map((row) =>
        row
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      ),
    ).toEqual([
      ['32×8×8×64, 3×3 to 64, stride 2', 'forward', '**direct**', '30.0', '10.0', '3.00'],
      ['32×8×8×64, 3×3 to 64, stride 2', 'input gradient', 'direct', '30.0', '', ''],
      ['32×8×8×64, 3×3 to 64, stride 2', 'filter gradient', 'direct', '30.0', '29.0', '1.03'],
    ]);
    expect(choiceSentence(results)).toContain('1 of 2 passes');
  });

  it('of layers praise a table of choices that is right', () => {
    expect(choiceSentence([{ layer, timings: [{ ...timing, chosen: 'tiled' }] }])).toContain(
      'quicker one for every',
    );
  });
});

describe('layers that are timed', () => {
  it('are those of the cases and wide ones, each once, with channels in fours', () => {
    const layers = layersToTime(false);
    expect(new Set(layers.map(titleOf)).size).toBe(layers.length);
    expect(layers.every(({ inputs, outputs }) => inputs % 4 === 0 && outputs % 4 === 0)).toBe(true);
    expect(layers).toContainEqual({ batch: 32, side: 14, inputs: 8, outputs: 16, kernel: 3, stride: 2 });
    expect(layers).toContainEqual({ batch: 32, side: 7, inputs: 512, outputs: 512, kernel: 3, stride: 1 });
  });
});

describe('the adapter', () => {
  const real = { software: false, detail: 'nvidia lovelace' };
  const slow = { software: true, detail: 'SwiftShader' };

  it('is measured where it is real, or where one in software was asked for', () => {
    expect(judgeAdapter(real, false)).toEqual({ note: 'Adapter: nvidia lovelace.' });
    expect(judgeAdapter(slow, true)).toMatchObject({
      note: expect.stringMatching(/adapter in software \(SwiftShader\), not of a GPU/) as string,
    });
  });

  it('is refused in a sentence elsewhere', () => {
    expect(judgeAdapter(slow, false)).toMatchObject({
      refusal: expect.stringContaining('tells nothing of a GPU') as string,
    });
    expect(judgeAdapter('none', false)).toMatchObject({
      refusal: expect.stringContaining('--software') as string,
    });
    expect(judgeAdapter('none', true)).toMatchObject({
      refusal: expect.stringMatching(/no WebGPU adapter/) as string,
    });
    expect(judgeAdapter('silent', false)).toMatchObject({
      refusal: expect.stringContaining('no answer') as string,
    });
  });
});
