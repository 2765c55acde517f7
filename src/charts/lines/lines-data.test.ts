/** Lines of chosen layers: which there are, and that nothing measured is lost between steps and pixels. */
import { expect, test } from 'vitest';
import { planNetwork } from '../../architecture/plan';
import { DEFAULTS } from '../../config/defaults';
import { gradientOf } from '../../contract/metrics';
import { ABSENT } from '../../state/layer-series';
import { MetricsStore } from '../../state/metrics';
import { LaneAxes } from '../geometry/layer-axes';
import { LinesData, linesOf, defaultLayers } from './lines-data';

const planOf = (blocks: number) =>
  planNetwork(
    { ...DEFAULTS.network, stemWidth: 4, stages: [{ blocks, width: 4, stride: 1 }] },
    { height: 6, width: 6, channels: 1 },
    3,
  );
const axes = new LaneAxes([planOf(1), planOf(3)]);

test('a layer that a network lacks is stood for by the one at the same share of the way', () => {
  expect(defaultLayers(axes)).toEqual(['conv1', 'layer1.2.conv2']);
  // conv1, two convolutions, fc; and conv1, six of them, fc.
  expect(linesOf(['conv1', 'layer1.2.conv2', 'fc'], axes)).toEqual([
    { lane: 0, slot: 0, row: 0 },
    // 6 of 7 of the way is 2.57 of 3.
    { lane: 0, slot: 1, row: 3 },
    { lane: 0, slot: 2, row: 3 },
    { lane: 1, slot: 0, row: 0 },
    { lane: 1, slot: 1, row: 6 },
    { lane: 1, slot: 2, row: 7 },
  ]);
  expect(linesOf(['of another network'], axes)).toEqual([]);
});

function filled(values: readonly number[]): MetricsStore {
  const store = new MetricsStore(100);
  store.reset({ lanes: [{ id: 'a', columns: [gradientOf('conv1'), gradientOf('fc')] }] });
  values.forEach((value, step) => store.append(new Float64Array([step, value, 2])));
  return store;
}

const LINES = [
  { lane: 0, slot: 0, row: 0 },
  { lane: 0, slot: 1, row: 1 },
];

test('every value has a place: extremes of a column, bands for what no logarithm has, nothing where nothing was measured', () => {
  const store = filled([ABSENT, ABSENT, ABSENT, 1e-3, 4, 0, 1e-40, 7, 8, Number.NaN]);
  const data = new LinesData();
  data.update(store, LINES, [[0, 1]], { start: 0, span: 10 }, 5);
  expect(Array.from({ length: 5 }, (_, column) => data.of(0, column))).toEqual([
    null,
    [1e-3, 1e-3],
    [0, 4],
    [1e-40, 7],
    [8, Number.NaN],
  ]);
  expect(data.bands).toEqual({ above: ['non-finite'], below: ['zero', 'underflow'] });
  expect(data.decadesWith(null)).toEqual({ low: -3.5, high: 1 });
  expect(data.decadesWith([1e-6, 2])).toEqual({ low: -6.5, high: 1 });
});

test('follows new steps, a step that is sent again, other lines, and a run that begins anew', () => {
  const store = filled([1, 2]);
  const data = new LinesData();
  const update = (lines = LINES): void => data.update(store, lines, [[0, 1]], { start: 0, span: 50 }, 50);
  update();
  store.append(new Float64Array([1, 3, 2]));
  store.append(new Float64Array([2, 5, 2]));
  update();
  expect([0, 1, 2, 3].map((column) => data.of(0, column)?.[1])).toEqual([1, 3, 5, undefined]);
  update(LINES.slice(1));
  expect(data.of(0, 2)).toEqual([2, 2]);
  store.reset(store.layout);
  store.append(new Float64Array([0, 6, 9]));
  update(LINES.slice(1));
  expect([data.of(0, 0), data.of(0, 1)]).toEqual([[9, 9], null]);
});
