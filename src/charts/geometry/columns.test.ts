import { describe, expect, test } from 'vitest';
import { ColumnBins, MovingAverage, SMOOTHING } from './columns';
import { stepWindow, decimate, decimateHeld, nearestHeld, type HeldSteps } from './steps';

describe('stepWindow', () => {
  test('grows in steps of 1, 2, 5', () => {
    expect([0, 50, 51, 101, 201, 501, 1001, 2001].map((end) => stepWindow(end).span)).toEqual([
      50, 50, 100, 200, 500, 1000, 2000, 5000,
    ]);
  });

  test('goes on so, from step 0, however long the run is', () => {
    expect([5_000, 5_001, 12_000, 123_456].map((end) => stepWindow(end))).toEqual(
      [5_000, 10_000, 20_000, 200_000].map((span) => ({ start: 0, span })),
    );
  });
});

/** All steps are held, or one in so many. */
const heldEvery = (stride: number): HeldSteps => ({
  length: Infinity,
  stepAt: (row) => row * stride,
  indexOf: (step) => Math.floor(step / stride),
});
const ALL = heldEvery(1);

describe('ColumnBins', () => {
  const ramp = (step: number): number[] => [step + 1, 2 * (step + 1)];

  test('one step per column where there is room', () => {
    const bins = new ColumnBins(2);
    bins.reset({ start: 0, span: 50 }, 700);
    expect(bins.update(0, 3, ramp, [0, 1], ALL)).toEqual([0, 3]);
    expect([bins.columns, bins.stepsPerColumn]).toEqual([50, 1]);
    expect([bins.min(1, 2), bins.max(1, 2)]).toEqual([6, 6]);
  });

  test('smallest and largest of the steps that share a column, also when they come one by one', () => {
    const bins = new ColumnBins(2);
    bins.reset({ start: 1000, span: 5000 }, 640);
    expect(bins.stepsPerColumn).toBe(8);
    for (let end = 1001; end <= 1021; end++) bins.update(end - 1, end, ramp, [0, 1], ALL);
    expect([bins.min(0, 0), bins.max(0, 0)]).toEqual([1001, 1008]);
    expect([bins.min(1, 2), bins.max(1, 2)]).toEqual([2034, 2042]);
    expect(bins.extent()).toEqual([1001, 2042]);
  });

  test('a value that comes again replaces the first, and its column is reduced anew', () => {
    const bins = new ColumnBins(1);
    bins.reset({ start: 0, span: 100 }, 50);
    bins.update(0, 1, () => [100], [0], ALL);
    bins.update(0, 1, () => [3], [0], ALL);
    expect([bins.max(0, 0), bins.extent()]).toEqual([3, [3, 3]]);
  });

  test('one NaN among the steps of a column shows as its largest, and leaves the smallest readable', () => {
    const values = [2, Number.NaN, 0, Infinity];
    const bins = new ColumnBins(1);
    bins.reset({ start: 0, span: 4 }, 1);
    bins.update(0, 4, (step) => [values[step] ?? -1], [0], ALL);
    expect([bins.min(0, 0), bins.max(0, 0)]).toEqual([0, Number.NaN]);
    expect(bins.extent()).toEqual([2, 2]);
  });

  test('rows are picked from the values of a step by their places', () => {
    const bins = new ColumnBins(2);
    bins.reset({ start: 0, span: 50 }, 50);
    bins.update(0, 1, () => [10, 20, 30, 40], [3, 1], ALL);
    expect([bins.min(0, 0), bins.min(1, 0)]).toEqual([40, 20]);
  });

  test('a column holds the steps of it that are held, and nothing where none is', () => {
    const bins = new ColumnBins(2);
    bins.reset({ start: 0, span: 20 }, 10);
    bins.update(0, 20, ramp, [0, 1], heldEvery(5));
    const filled = bins.filled(10);
    expect(filled).toEqual([0, 2, 5, 7]);
    expect(bins.filled(6)).toEqual([0, 2, 5]);
    expect(bins.standing(0, 10)).toEqual([0, 0, 2, 2, 2, 5, 5, 7, 7, 7]);
    expect(bins.standing(4, 6)).toEqual([2, 5]);
    expect(filled.map((column) => [bins.min(0, column), bins.max(1, column)])).toEqual([
      [1, 2],
      [6, 12],
      [11, 22],
      [16, 32],
    ]);
    // Before the first of them nothing stands.
    bins.reset({ start: 1, span: 19 }, 10);
    bins.update(1, 20, ramp, [0, 1], heldEvery(5));
    expect(bins.standing(0, 4)).toEqual([-1, -1, 2, 2]);
    bins.reset({ start: 0, span: 20 }, 10);
    // Rows are told by their place among those held.
    const rows: number[] = [];
    bins.update(4, 16, (_, row) => [rows.push(row)], [0, 0], heldEvery(5));
    expect(rows).toEqual([1, 2, 3]);
  });

  test('nothing measurable has no extent', () => {
    const bins = new ColumnBins(1);
    bins.reset({ start: 0, span: 50 }, 50);
    bins.update(0, 2, (step) => [step === 0 ? 0 : Number.NaN], [0], ALL);
    expect(bins.extent()).toBeNull();
  });
});

describe('MovingAverage', () => {
  test('is the weighted mean of all values so far', () => {
    const values = [5, 1, 4, 2];
    const average = new MovingAverage(10);
    values.forEach((value, step) => average.set(step, value));
    const weights = values.map((_, step) => (1 - SMOOTHING) ** (values.length - 1 - step));
    const total = weights.reduce((a, b) => a + b);
    expect(average.get(3)).toBeCloseTo(
      values.reduce((sum, v, i) => sum + v * (weights[i] ?? 0), 0) / total,
      12,
    );
    expect(average.get(0)).toBeCloseTo(5, 12);
  });

  test('of a constant is the constant', () => {
    const average = new MovingAverage(11);
    for (let step = 0; step < 11; step++) expect(average.set(step, 2.5)).toBeCloseTo(2.5, 12);
  });

  test('the newest value may come again', () => {
    const average = new MovingAverage(4);
    average.set(0, 9);
    average.set(0, 1);
    expect(average.get(0)).toBeCloseTo(1, 12);
  });

  test('a non-finite value has none and does not poison what follows', () => {
    const average = new MovingAverage(8);
    average.set(0, 1);
    expect(average.set(1, Infinity)).toBeNaN();
    expect(average.set(2, 3)).toBeCloseTo(3, 12);
  });
});

describe('decimate', () => {
  test('all steps where they are few', () => {
    expect(decimate(0, 4, 50)).toEqual({ steps: [0, 1, 2, 3], stride: 1 });
    expect(decimate(3, 3, 50).steps).toEqual([]);
  });

  test('round steps and the newest, never more than asked for', () => {
    expect(decimate(0, 101, 6)).toEqual({ steps: [0, 50, 100], stride: 50 });
    for (const end of [50, 51, 137, 999, 5000, 123_457]) {
      const { steps } = decimate(Math.max(0, end - 5000), end, 50);
      expect(steps.length).toBeLessThanOrEqual(50);
      expect(steps.length).toBeGreaterThan(15);
      expect(steps.at(-1)).toBe(end - 1);
      expect(new Set(steps).size).toBe(steps.length);
    }
  });
});

describe('steps that are held', () => {
  const steps = [0, 8, 16, 20, 21, 22];
  const held: HeldSteps = {
    length: steps.length,
    stepAt: (row) => steps[row],
    indexOf: (step) => steps.findLastIndex((one) => one <= step),
  };

  test('stand for round ones in a table', () => {
    expect(decimateHeld(held, { start: 0, span: 50 }, 6)).toEqual({ steps: [0, 8, 16, 20, 22], stride: 5 });
    expect(decimateHeld(held, { start: 5, span: 14 }, 50)).toEqual({ steps: [8, 16], stride: 1 });
    expect(decimateHeld(held, { start: 9, span: 5 }, 50).steps).toEqual([]);
  });

  test('are found near a place, within what is in sight', () => {
    const window = { start: 5, span: 16 };
    expect([0, 11, 12, 13, 18, 19, 99].map((step) => nearestHeld(held, window, step))).toEqual([
      8, 8, 8, 16, 16, 20, 20,
    ]);
    expect(nearestHeld(held, { start: 9, span: 5 }, 10)).toBeNull();
  });
});
