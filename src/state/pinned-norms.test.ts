/** Norms of kept runs: what comes back is what was kept, and it is small. */
import { expect, test } from 'vitest';
import { MetricsStore } from './metrics';
import { readNorms, sampledSteps, writeNorms } from './pinned-norms';
import { gradientOf } from '../contract/metrics';

test('norms come back within a third of a percent, and what is no number on the axis as itself', () => {
  const norms = [1, 3.4e38, 1.4e-45, 2.5e-7, 0, Infinity, Number.NaN, 123.456];
  const read = readNorms(writeNorms(norms), norms.length);
  [0, 1, 2, 3, 7].forEach((i) =>
    expect(Math.abs((read?.[i] ?? 0) / (norms[i] ?? 1) - 1)).toBeLessThan(0.0034),
  );
  expect([read?.[4], read?.[5], read?.[6]]).toEqual([0, Number.NaN, Number.NaN]);
  expect(readNorms(writeNorms(norms), 7)).toBeNull();
  expect(readNorms('not base64!', 1)).toBeNull();
});

test('the first and the newest step are kept, and of deep networks fewer', () => {
  const store = new MetricsStore(5_000);
  store.reset({ lanes: [{ id: 'a', columns: [gradientOf('x')] }] });
  expect(sampledSteps(store, 44)).toEqual([]);
  for (let step = 0; step < 1_000; step++) store.append(new Float64Array([step, 1]));
  const steps = sampledSteps(store, 44);
  expect([steps.length, steps[0], steps.at(-1), new Set(steps).size]).toEqual([120, 0, 999, 120]);
  expect(sampledSteps(store, 224)).toHaveLength(66);
  expect(writeNorms(Array.from({ length: 66 * 224 }, () => 1)).length).toBeLessThan(40_000);
});
