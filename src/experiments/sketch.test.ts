import { describe, expect, it } from 'vitest';
import { OPENING_PRESET, PRESETS } from '../config/presets';
import { pairOf } from '../testing/config';
import { drawingOf, svgOf } from './drawing';
import { MOST_COLUMNS, readSketch, sketchOf } from './sketch';

const PAIR = pairOf([
  { blocks: 1, width: 4, stride: 1 },
  { blocks: 2, width: 8, stride: 2 },
]);

describe('sketch', () => {
  it('has a column for each block, as large as its feature maps', () => {
    expect(sketchOf(PAIR)).toStrictEqual([
      { colour: 0, sides: [1, 0.5, 0.5], gains: [1, 1, 1] },
      { colour: 1, sides: [1, 0.5, 0.5], gains: [0, 0, 0] },
    ]);
  });

  it('shows skips as they stand after what was recorded', () => {
    const timeline = [
      { step: 3, lane: 'plain', block: 'all', gain: 1 },
      { step: 5, lane: 'plain', block: 1, gain: 0.25 },
    ] as const;
    expect(sketchOf({ ...PAIR, timeline }).map(({ gains }) => gains)).toStrictEqual([
      [1, 1, 1],
      [1, 0.25, 1],
    ]);
  });

  it('draws deep networks with fewer columns, and any with lines in the picture', () => {
    for (const { config } of [OPENING_PRESET, ...PRESETS]) {
      const sketch = sketchOf(config);
      expect(readSketch(JSON.parse(JSON.stringify(sketch)))).toStrictEqual(sketch);
      for (const { sides, gains } of sketch) {
        expect(sides.length).toBeGreaterThan(0);
        expect(sides.length).toBeLessThanOrEqual(MOST_COLUMNS);
        expect([0, sides.length]).toContain(gains.length);
      }
      expect(drawingOf(sketch)).toHaveLength(config.lanes.length);
      expect(svgOf(sketch)).not.toContain('NaN');
    }
  });

  it('draws what is switched off apart from what is on', () => {
    const [residual, plain] = drawingOf(sketchOf(PAIR));
    const arcs = (path: string | undefined): number => path?.split('M').length ?? 0;
    expect([residual?.skips, residual?.missing].map(arcs)).toStrictEqual([4, 1]);
    expect([plain?.skips, plain?.missing].map(arcs)).toStrictEqual([1, 4]);
  });

  it('is read only where it is one', () => {
    expect(readSketch([{ colour: 0, sides: [1], gains: [] }])).not.toBeNull();
    for (const value of [
      null,
      {},
      [null],
      [{ colour: 0.5, sides: [], gains: [] }],
      [{ colour: 0, sides: ['"/>'], gains: [] }],
    ])
      expect(readSketch(value)).toBeNull();
    expect(readSketch([{ colour: 0, sides: Array.from({ length: 1_000 }, () => 1), gains: [] }])).toBeNull();
  });
});
