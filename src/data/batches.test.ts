import { describe, expect, test } from 'vitest';
import { permutation, planBatches } from './batches';

const sorted = (values: Iterable<number>): number[] => [...values].toSorted((a, b) => a - b);

describe('permutation', () => {
  test('has every index once', () => {
    expect(sorted(permutation(1_000, 4, 2))).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  test('all orders of three are equally likely', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 6_000; epoch++) {
      const order = permutation(3, 1, epoch).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Chi-squared with 5 degrees of freedom stays under 25.7 in all but one case of 10,000.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(chi).toBeLessThan(25.7);
  });
});

describe('planBatches', () => {
  test('an epoch uses no image twice, and drops what does not fill a batch', () => {
    const batches = planBatches(103, 10, 0);
    expect(batches.stepsPerEpoch).toBe(10);
    const used = Array.from({ length: 10 }, (_, step) => [...batches.indicesOfStep(step)]).flat();
    expect(used).toHaveLength(100);
    expect(new Set(used).size).toBe(100);
    expect(Math.max(...used)).toBeLessThan(103);
  });

  test('any step can be asked for, in any order', () => {
    const forward = planBatches(64, 8, 5);
    const all = Array.from({ length: 40 }, (_, step) => forward.indicesOfStep(step));
    for (const step of [39, 0, 17, 8, 7, 39]) {
      expect(planBatches(64, 8, 5).indicesOfStep(step)).toEqual(all[step]);
      expect(forward.indicesOfStep(step)).toEqual(all[step]);
    }
  });

  test('epochs differ, and so do seeds', () => {
    const batches = planBatches(64, 64, 5);
    expect(batches.indicesOfStep(1)).not.toEqual(batches.indicesOfStep(0));
    expect(planBatches(64, 64, 6).indicesOfStep(0)).not.toEqual(batches.indicesOfStep(0));
  });

  test('a batch that was handed out stays as it was', () => {
    const batches = planBatches(8, 8, 5);
    const first = batches.indicesOfStep(0);
    const copy = first.slice();
    batches.indicesOfStep(1);
    expect(first).toEqual(copy);
  });

  test('more than there is', () => {
    expect(() => planBatches(5, 6, 0)).toThrow(RangeError);
    expect(planBatches(6, 6, 0).stepsPerEpoch).toBe(1);
  });
});
