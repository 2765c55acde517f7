import { expect, it } from 'vitest';
import { MetricsStore } from '../../state/metrics';
import { metricsLayout } from '../../contract/metrics';
import { clippingOf } from './clipping-data';

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
