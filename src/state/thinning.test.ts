/** Runs that are too long to be held whole, against what is to be held of them. */
import { describe, expect, test } from 'vitest';
import { InstrumentStore } from './instruments';
import { MetricsStore } from './metrics';
import { placeOf, Thinning } from './thinning';
import { gradientOf } from '../contract/metrics';

const CAPACITY = 5_000;

/** Steps of changes and of tests: odd, so that no stride would keep them by itself. */
const CHANGES = [1, 333, 4_001, 11_111, 77_777];
const TESTS = [55, 2_345, 8_889];

/** Rows whose values name their step. */
function metricsOf(steps: number, capacity = CAPACITY): MetricsStore {
  const store = new MetricsStore(capacity);
  store.reset({ lanes: [{ id: 'a', columns: ['loss', gradientOf('x')] }] });
  for (const step of CHANGES) store.keep(step, 'change');
  for (const step of TESTS) store.keep(step, 'test');
  for (let step = 0; step < steps; step++) store.append(Float64Array.of(step, step + 0.25, 2 * step));
  return store;
}

const stepsOf = (store: { readonly length: number; stepAt: (row: number) => number | undefined }): number[] =>
  Array.from({ length: store.length }, (_, row) => store.stepAt(row) ?? -1);

describe.each([4_999, 5_000, 5_001, 12_000, 100_000])('a run of %i steps', (count) => {
  const store = metricsOf(count);
  const steps = stepsOf(store);

  test('is held from step 0 to its newest, in order, and never more than there is room for', () => {
    expect([steps[0], steps.at(-1), store.firstStep, store.endStep]).toEqual([0, count - 1, 0, count]);
    expect(steps.every((step, row) => row === 0 || step > (steps[row - 1] ?? Infinity))).toBe(true);
    expect(steps.length).toBeLessThanOrEqual(CAPACITY);
  });

  test('is held whole in its newest half of the room, and evenly before', () => {
    const half = Math.min(count, CAPACITY / 2);
    expect(steps.slice(-half)).toEqual(Array.from({ length: half }, (_, i) => count - half + i));
    const { stride, denseFrom } = store;
    const marked = new Set([...CHANGES, ...TESTS]);
    const expected = Array.from({ length: count }, (_, step) => step).filter(
      (step) => step >= denseFrom || step % stride === 0 || marked.has(step),
    );
    expect(steps).toEqual(expected);
    expect(stride).toBe({ 12_000: 8, 100_000: 128 }[count] ?? (count > CAPACITY ? 2 : 1));
  });

  test('has the rows of its steps, and none of those that are gone', () => {
    for (const step of steps) {
      expect(store.value(0, 0, step)).toBe(step + 0.25);
      expect(store.row(0, step)[1]).toBe(2 * step);
    }
    const gone = Array.from({ length: Math.min(count, 3_000) }, (_, step) => step).filter(
      (s) => !steps.includes(s),
    );
    for (const step of gone) expect([store.has(step), store.value(0, 0, step)]).toEqual([false, Number.NaN]);
    expect(gone.length > 0).toBe(count > CAPACITY);
  });
});

test('a step costs the same however long the run: rows are thinned out once in an eighth of the room', () => {
  const capacity = 800;
  const store = metricsOf(0, capacity);
  const before = store.thinnings;
  for (let step = 0; step < 100_000; step++) store.append(Float64Array.of(step, 0, 0));
  expect(store.thinnings - before).toBeLessThanOrEqual(100_000 / (capacity / 8));
  expect(store.thinnings - before).toBeGreaterThan(100);
});

test('marks take an eighth of the room at most, and tests give way to changes', () => {
  const store = new MetricsStore(800);
  store.reset({ lanes: [{ id: 'a', columns: ['loss'] }] });
  const changes = Array.from({ length: 90 }, (_, i) => 11 * i + 1);
  for (const step of changes) store.keep(step, 'change');
  for (let step = 0; step < 20_000; step++) {
    store.keep(step, 'test');
    store.append(Float64Array.of(step, 0));
    expect(store.length).toBeLessThanOrEqual(800);
  }
  expect(changes.filter((step) => !store.has(step))).toEqual([]);
  expect(() => new Thinning(7)).toThrow(RangeError);
});

test('a row of a step that was thinned out is not taken in again, one of a step that is held replaces it', () => {
  const store = metricsOf(12_000);
  const { length } = store;
  store.append(Float64Array.of(3, 9, 9, 8, 7, 7));
  expect([store.length, store.has(3), store.value(0, 0, 8)]).toEqual([length, false, 7]);
});

test('another run begins with all of its steps, and without the marks of the one before', () => {
  const store = metricsOf(12_000);
  store.reset(store.layout);
  expect([store.length, store.endStep, store.stride, store.value(0, 0, 0)]).toEqual([0, 0, 1, Number.NaN]);
  for (let step = 0; step < 6_000; step++) store.append(Float64Array.of(step, 1, 1));
  expect([0, 1, 333, 4_001].map((step) => store.has(step))).toEqual([true, false, false, true]);
});

test('instruments that are measured now and then are thinned out as well, and stand until the next row', () => {
  const store = new InstrumentStore(400);
  store.reset({ lanes: [{ id: 'a', columns: ['x'] }], every: 5 });
  store.keep(105, 'change');
  for (let step = 0; step < 20_000; step += 5) {
    // Nothing was measured for a while.
    if (step < 1_000 || step >= 9_000) store.append(Float64Array.of(step, step + 0.5));
    expect(store.length).toBeLessThanOrEqual(400);
  }
  const steps = stepsOf(store);
  expect(steps.slice(0, 1)).toEqual([0]);
  expect(steps).toContain(105);
  expect(steps.slice(-200)).toEqual(Array.from({ length: 200 }, (_, i) => 19_000 + 5 * i));
  expect(steps.every((step, row) => row === 0 || step > (steps[row - 1] ?? Infinity))).toBe(true);
  steps.forEach((step, row) => expect(store.value(row, 0)).toBe(step + 0.5));
  for (const step of [3, 200, 450, 12_345, 19_999]) {
    const row = store.standing(step);
    expect(store.stepAt(row)).toBeLessThanOrEqual(step);
    expect(store.stepAt(row + 1) ?? Infinity).toBeGreaterThan(step);
  }
  expect(store.standing(5_000)).toBe(-1);
});

test('the last step that is not after another is found among any', () => {
  const steps = [0, 2, 4, 5, 6, 7, 90];
  const found = [-1, 0, 1, 4, 5, 8, 90, 91, Infinity].map((step) => placeOf(step, steps, 7));
  expect(found).toEqual([-1, 0, 0, 2, 3, 5, 6, 6, 6]);
  expect(placeOf(90, steps, 3)).toBe(2);
  expect(placeOf(0, steps, 0)).toBe(-1);
});
