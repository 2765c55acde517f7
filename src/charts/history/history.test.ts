import { expect, it, test } from 'vitest';
import { planExperiment } from '../../architecture/plan-experiment';
import { decode } from '../../config/codec/url';
import { LaneAxes } from '../geometry/layer-axes';
import { cellColour } from './colour-scale';
import { mapHeight, rowLabels } from './history-layout';

const planOf = (link: string) => planExperiment(decode(link).config);

it('names nothing of a lane without layers, as one that is not planned yet', () => {
  expect(rowLabels(new LaneAxes([]).of(0))).toEqual([]);
  expect(rowLabels(new LaneAxes([planOf('#v=1&blocks=1,1,1')]).of(1))).toEqual([]);
});

it('names ends and stages within the map, however few the layers', () => {
  for (const blocks of ['0,0,0', '1,0,0', '1,1,1', '30,30,30']) {
    const plan = planOf(`#v=1&blocks=${blocks}`);
    const names = plan.layers.map(({ name }) => name);
    // All layers, and every single one.
    for (const name of [null, ...names]) {
      const axis = new LaneAxes([plan], name === null ? null : { first: name, last: name }).of(0);
      const labels = rowLabels(axis);
      expect(labels.length).toBeGreaterThanOrEqual(2);
      for (const { at } of labels) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(mapHeight(axis.layers.length));
      }
    }
  }
});

/** Red, green, blue as ImageData holds them in memory. */
function bytes(value: number, column = 0, row = 0): number[] {
  const packed = new Uint32Array([cellColour(value, { low: -4, high: 2 }, column, row)]);
  return [...new Uint8Array(packed.buffer)];
}

test('the ends of the range have the published ends of viridis, opaque', () => {
  expect(bytes(1e-4)).toEqual([0x44, 0x01, 0x54, 255]);
  expect(bytes(100)).toEqual([0xfd, 0xe7, 0x25, 255]);
});

test('norms outside of the range keep the colour of its end', () => {
  expect(bytes(1e-9)).toEqual(bytes(1e-4));
  expect(bytes(1e9)).toEqual(bytes(100));
});

test('zero, underflow and non-finite values differ from each other, and their cells alternate', () => {
  const tones = [0, 1e-40, Number.NaN].map((value) =>
    [bytes(value, 0).join(), bytes(value, 1).join()].toSorted(),
  );
  for (const [first, second] of tones) expect(first).not.toBe(second);
  expect(new Set(tones.map((pair) => pair.join(' ')))).toHaveProperty('size', 3);
  expect(bytes(Infinity)).toEqual(bytes(Number.NaN));
});
