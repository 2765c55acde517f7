/** Which histograms are shown of those that were measured, and where a bin begins and ends. */
import { interpolateViridis, rgb } from 'd3';
import { expect, test, afterEach } from 'vitest';
import { HISTOGRAM_BINS, HISTOGRAM_KINDS, binOf, histogramColumn } from '../../architecture/instruments';
import { InstrumentStore } from '../../state/instruments';
import { chooseSpan, clearSpan } from '../../state/span';
import { filterSheet, historySheet, mapSheet, type TileSheet, binRange, histogramHistory } from './sheets';

const pixel = ({ width, pixels }: TileSheet, x: number, y: number): number[] => [
  ...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];
const viridis = (share: number): number[] => {
  const { r, g, b } = rgb(interpolateViridis(share));
  return [r, g, b, 255];
};

test('maps lie side by side with a gap, every value at its place', () => {
  // Two rows, one column, three channels.
  const sheet = mapSheet(Float32Array.from([0, 1, 2, 3, 4, 5]), [2, 1, 3], 2);
  expect([sheet.width, sheet.height, sheet.low, sheet.high]).toEqual([3, 5, 0, 5]);
  expect(pixel(sheet, 0, 1)).toEqual(viridis(3 / 5));
  expect(pixel(sheet, 2, 0)).toEqual(viridis(1 / 5));
  expect(pixel(sheet, 0, 4)).toEqual(viridis(1));
  expect(pixel(sheet, 1, 0)[3]).toBe(0);
});

test('filters have a column per output and a row per input, with 0 in the middle of the colours', () => {
  const sheet = filterSheet(Float32Array.from([0, -2, 1, 0]), [1, 2, 2]);
  expect([sheet.width, sheet.height, sheet.low, sheet.high]).toEqual([2, 2, -2, 2]);
  expect(pixel(sheet, 0, 0)).toEqual(pixel(sheet, 1, 1));
  const [red = 0, , blue = 0] = pixel(sheet, 1, 0);
  expect(red).toBeGreaterThan(blue);
  const [r = 0, , b = 0] = pixel(sheet, 0, 1);
  expect(b).toBeGreaterThan(r);
});

test('what is not finite is told from every number', () => {
  expect(pixel(mapSheet(Float32Array.from([Number.NaN, 1]), [1, 2, 1], 1), 0, 0)).toEqual([230, 0, 126, 255]);
});

test('histograms have the largest values on top, and nothing where there is none', () => {
  const sheet = historySheet([Float32Array.from([0.25, 0, 0.75]), null], 3);
  expect([sheet.width, sheet.height]).toEqual([2, 3]);
  expect(pixel(sheet, 0, 0)).toEqual(viridis(Math.sqrt(0.75)));
  expect(pixel(sheet, 0, 2)).toEqual(viridis(0.5));
  expect(pixel(sheet, 0, 1)[3]).toBe(0);
  expect(pixel(sheet, 1, 0)[3]).toBe(0);
});

afterEach(clearSpan);

const columns = HISTOGRAM_KINDS.flatMap((kind) =>
  Array.from({ length: HISTOGRAM_BINS }, (_, bin) => histogramColumn(kind, bin, 'conv1')),
);

/** Rows at these steps, whose first bin of the activations holds the step. */
function filled(steps: readonly number[], every = 1): InstrumentStore {
  const store = new InstrumentStore(5_000);
  store.reset({ lanes: [{ id: 'a', columns }], every });
  for (const step of steps)
    store.append(new Float64Array([step, ...columns.map((_, i) => (i === 0 ? step : 0))]));
  return store;
}

const shown = (store: InstrumentStore) => {
  const { steps, shares } = histogramHistory(store, 0, 'activations', 'conv1');
  return { steps, first: shares.map((each) => each?.[0] ?? null) };
};

test('every step has its column, between two measurements that of the last one, and none where nothing was measured', () => {
  expect(shown(filled([3, 4, 5]))).toEqual({ steps: [3, 4, 5], first: [3, 4, 5] });
  expect(shown(filled([0, 2], 2)).steps).toEqual([0, 0, 2]);
  const store = filled([0, 1]);
  store.adopt({ lanes: [{ id: 'a', columns: ['other'] }], every: 1 });
  store.append(new Float64Array([2, 7]));
  store.adopt({ lanes: [{ id: 'a', columns }], every: 1 });
  store.append(new Float64Array([3, ...columns.map((_, i) => (i === 0 ? 3 : 0))]));
  expect(shown(store)).toEqual({ steps: [0, 1, -1, 3], first: [0, 1, null, 3] });
});

test('a span shows its own steps, and many steps share columns that show the newest of them', () => {
  const store = filled(Array.from({ length: 1_000 }, (_, step) => step));
  const all = shown(store);
  expect([all.steps.length, all.steps[0], all.steps.at(-1)]).toEqual([200, 4, 999]);
  chooseSpan(10, 14);
  expect(shown(store).steps).toEqual([10, 11, 12, 13, 14]);
});

test('a layer that was not measured has no columns', () => {
  expect(histogramHistory(filled([1]), 0, 'activations', 'fc')).toEqual({ steps: [], shares: [] });
});

test('the range of a bin holds the values that fall into it', () => {
  for (const value of [0, 1e-7, 2e-6, 0.5, -0.5, -3e-4, 1e5, -1e5]) {
    const { sign, low, high } = binRange(binOf(value));
    expect(Math.abs(value) >= low && Math.abs(value) < high).toBe(true);
    expect(sign === 0 || sign === Math.sign(value)).toBe(true);
  }
});
