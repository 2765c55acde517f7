import { expect, test, it } from 'vitest';
import { gradientOf, metricsLayout } from '../../contract/metrics';
import { MetricsStore } from '../../state/metrics';
import { profileStep } from '../../state/span';
import { ProfileRange } from '../core/profile-range';
import { ColumnIndex } from '../core/series';
import { clippingOf } from './clipping';
import { InitialNorms, placedNorms } from './gradient-chart';

function store(): MetricsStore {
  const metrics = new MetricsStore(10);
  metrics.reset({
    lanes: ['a', 'b'].map((id) => ({ id, columns: ['loss', gradientOf('x'), gradientOf('y')] })),
  });
  return metrics;
}

/** A row with these norms of lane a (x, y) and lane b (x, y). */
function row(step: number, ...norms: [number, number, number, number]): Float64Array {
  return new Float64Array([step, 1, norms[0], norms[1], 1, norms[2], norms[3]]);
}

/** What the profile of two lanes with the layers x and y keeps between frames. */
function state() {
  const columns = new ColumnIndex([0, 1].map(() => ['x', 'y']));
  const range = new ProfileRange();
  const initial = new InitialNorms();
  const read = (series: MetricsStore) => {
    const step = profileStep(series);
    const norms = columns.at(series, step);
    initial.follow(series, columns);
    range.follow({ generation: series.generation, lanes: [], step, norms });
    return norms;
  };
  return { range, initial, read };
}

test('before the first gradient nothing is measured, which is not NaN', () => {
  const gradients = state();
  expect(gradients.read(store())).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  expect(gradients.range.animate(16)).toBe(false);
});

test('the trace of step 0 is that of the row that step 1 followed', () => {
  const [metrics, gradients] = [store(), state()];
  metrics.append(row(0, 1, 2, 3, 4));
  gradients.read(metrics);
  metrics.append(row(0, 5, 6, 7, 8));
  gradients.read(metrics);
  metrics.append(row(1, 9, 9, 9, 9));
  expect(gradients.read(metrics)[0]).toEqual([9, 9]);
  expect(gradients.initial.norms).toEqual([
    [5, 6],
    [7, 8],
  ]);
});

test('bands appear with the first value that needs them, stay for the run and go with it', () => {
  const [metrics, gradients] = [store(), state()];
  metrics.append(row(0, 0, 1, 1e-40, 1));
  gradients.read(metrics);
  expect(gradients.range.bands).toEqual({ above: [], below: ['zero', 'underflow'] });
  metrics.append(row(1, 1, Infinity, 1, 1));
  gradients.read(metrics);
  metrics.append(row(2, 1, 1, 1, 1));
  gradients.read(metrics);
  expect(gradients.range.bands).toEqual({ above: ['non-finite'], below: ['zero', 'underflow'] });
  metrics.reset(metrics.layout);
  gradients.read(metrics);
  expect(gradients.range.bands).toEqual({ above: [], below: [] });
  expect(gradients.initial.norms).toEqual([]);
});

test('the range holds the newest norms of all lanes and comes to rest', () => {
  const [metrics, gradients] = [store(), state()];
  metrics.append(row(0, 1e-3, 0.5, 20, 0));
  gradients.read(metrics);
  expect(gradients.range.animate(16)).toBe(false);
  expect(gradients.range.decades).toEqual({ low: -3.5, high: 1.5 });
  metrics.append(row(1, 1e-6, 0.5, 20, Number.NaN));
  gradients.read(metrics);
  expect(gradients.range.animate(16)).toBe(true);
  for (let i = 0; i < 200; i++) gradients.range.animate(16);
  expect(gradients.range.decades).toEqual({ low: -6.5, high: 1.5 });
});

/** A range with its profile at a step, of a run with these norms of step 0. */
function growing(facts: { fits: boolean; asked: number }) {
  const range = new ProfileRange(() => facts);
  const at = (step: number, norms: readonly number[], initial: readonly number[] = [], generation = 1) => {
    range.follow({ generation, lanes: ['a'], step, norms: [norms], initial });
    range.animate(Infinity);
    return range.decades;
  };
  return at;
}

test('the axis holds the norms of step 0, and only grows', () => {
  const at = growing({ fits: false, asked: 0 });
  expect(at(5, [1, 2], [900, 1])).toEqual({ low: -0.5, high: 3.5 });
  for (let step = 6; step < 100; step++) expect(at(step, [1, 2], [900, 1])).toEqual({ low: -0.5, high: 3.5 });
  expect(at(100, [1e-6, 2], [900, 1])).toEqual({ low: -6.5, high: 3.5 });
  expect(at(101, [1, 2], [900, 1])).toEqual({ low: -6.5, high: 3.5 });
  expect(at(0, [1, 2], [1, 2], 2)).toEqual({ low: -0.5, high: 0.5 });
});

test('the axis fits the newest norms where that is asked for, once or on and on', () => {
  const facts = { fits: false, asked: 0 };
  const at = growing(facts);
  at(5, [1, 2], [900, 1]);
  facts.asked = 1;
  expect(at(5, [1, 2], [900, 1])).toEqual({ low: -0.5, high: 0.5 });
  expect(at(6, [1, 2000], [900, 1])).toEqual({ low: -0.5, high: 3.5 });
  facts.fits = true;
  for (let step = 7; step < 40; step++) at(step, [1, 2], [900, 1]);
  expect(at(40, [1, 2], [900, 1])).toEqual({ low: -0.5, high: 0.5 });
});

/** Two lanes without layers: the first is clipped at steps 1, 2 and 5, by 1 / (2 + step), the second at step 2. */
function storeOf(clips: boolean, capacity = 100): MetricsStore {
  const store = new MetricsStore(capacity);
  store.reset(
    metricsLayout(
      ['a', 'b'].map((id) => ({ id, layers: [] })),
      clips,
    ),
  );
  for (let step = 0; step < 6; step++) {
    const factors = [[1, 2, 5].includes(step) ? 1 / (2 + step) : 1, step === 2 ? 0.5 : 1];
    store.append(Float64Array.from([step, ...factors.flatMap((own) => [2, 0.1, ...(clips ? [own] : [])])]));
  }
  return store;
}

it('is the share of steps that were clipped, and the factor of the last one', () => {
  expect(clippingOf(storeOf(true), null)).toEqual([
    { share: 3 / 6, factor: 1 / 7 },
    { share: 1 / 6, factor: 1 },
  ]);
});

it('is of the steps of a span, as far as they are held', () => {
  expect(clippingOf(storeOf(true), { from: 1, to: 3 })).toEqual([
    { share: 2 / 3, factor: 1 },
    { share: 1 / 3, factor: 1 },
  ]);
  expect(clippingOf(storeOf(true), { from: 4, to: 99 })[0]).toEqual({ share: 1 / 2, factor: 1 / 7 });
});

it('counts a step that is held for those after it that are thinned out', () => {
  const store = new MetricsStore(80);
  store.reset(metricsLayout([{ id: 'a', layers: [] }], true));
  // The first half of the run is clipped.
  for (let step = 0; step < 1_000; step++) store.append(Float64Array.of(step, 2, 0.1, step < 512 ? 0.5 : 1));
  expect(clippingOf(store, null)).toEqual([{ share: 512 / 1_000, factor: 1 }]);
  expect(clippingOf(store, { from: 0, to: 511 })).toEqual([{ share: 1, factor: 0.5 }]);
});

it('is nothing before the first step, and where nothing is clipped', () => {
  const empty = new MetricsStore();
  empty.reset(metricsLayout([{ id: 'a', layers: [] }], true));
  expect(clippingOf(empty, null)).toEqual([null]);
  expect(clippingOf(storeOf(false), null)).toEqual([null, null]);
});

test('norms of a network of equal depth stand at their layers, projections left out', () => {
  const layers = ['conv1', 'layer1.0.conv1', 'layer1.0.conv2', 'layer1.0.downsample.0', 'fc'];
  const placed = placedNorms({ layers, gradients: [1, 2, 'NaN', 9, 4] }, 4);
  expect(placed.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
  expect(placed.map(({ norm }) => norm)).toEqual([1, 2, Number.NaN, 4]);
});

test('a shallower network is spread over the whole axis', () => {
  const placed = placedNorms({ layers: ['conv1', 'conv', 'fc'], gradients: [1, 2, 3] }, 9);
  expect(placed.map(({ position }) => position)).toEqual([0, 4, 8]);
});
