import { expect, test, beforeEach } from 'vitest';
import { MetricsStore } from '../../state/metrics';
import { chooseSpan, clearSpan, profileStep, spanStore } from '../../state/span';
import type { HeldSteps } from '../geometry/steps';
import { StepCursor, Brush } from './cursor';

/** Steps 0 to 299, and of those before 100 every fourth. */
const steps = Array.from({ length: 300 }, (_, step) => step).filter((step) => step >= 100 || step % 4 === 0);
const heldOf = (all: readonly number[]): HeldSteps => ({
  length: all.length,
  stepAt: (row) => all[row],
  indexOf: (step) => all.findLastIndex((one) => one <= step),
});
const held = heldOf(steps);

function after(keys: readonly string[], start: number | null = null, first = 100): number | null {
  const cursor = new StepCursor();
  cursor.step = start;
  for (const key of keys) cursor.press(key, held, { start: first, span: 100 });
  return cursor.step;
}

test.each([
  [['ArrowLeft'], null, 199],
  [['ArrowRight'], null, 199],
  [['ArrowLeft', 'ArrowLeft', 'ArrowRight'], 150, 149],
  [['PageDown'], 150, 140],
  [['PageUp'], 150, 160],
  [['Home', 'ArrowLeft'], 150, 100],
  [['End', 'ArrowRight'], 150, 199],
] as const)('%j from %j leads to step %i', (keys, start, expected) =>
  expect(after(keys, start)).toBe(expected),
);

test('other keys, and any key before the first step, are left alone', () => {
  const cursor = new StepCursor();
  expect(cursor.press('a', held, { start: 0, span: 10 })).toBe(false);
  expect(cursor.press('Home', heldOf([]), { start: 0, span: 50 })).toBe(false);
  expect(cursor.step).toBeNull();
});

test.each([
  [['ArrowLeft'], 48, 44],
  [['ArrowRight'], 48, 52],
  [['PageDown'], 48, 36],
  [['PageUp'], 48, 56],
  [['Home'], 48, 4],
  [['End'], 48, 101],
  [['ArrowLeft', 'ArrowLeft'], 101, 96],
] as const)('where steps are thinned out, %j from %i leads to step %i', (keys, start, expected) =>
  expect(after(keys, start, 2)).toBe(expected),
);

test('stands on steps that are held, and leaves with the window or the run', () => {
  const cursor = new StepCursor();
  cursor.put(51, held, { start: 0, span: 500 });
  expect(cursor.step).toBe(52);
  cursor.follow(heldOf([0, 16, 32, 48, 64, 80]), { start: 0, span: 500 });
  expect(cursor.step).toBe(48);
  cursor.follow(held, { start: 60, span: 500 });
  expect(cursor.step).toBeNull();
  cursor.put(52, held, { start: 0, span: 500 });
  cursor.follow(heldOf([0, 1]), { start: 0, span: 500 });
  expect(cursor.step).toBeNull();
});

beforeEach(clearSpan);

test('a drag chooses the steps between its ends, in either direction; a click chooses nothing', () => {
  const brush = new Brush(chooseSpan);
  brush.begin(100, 50);
  brush.move(103, 52);
  expect(brush.area).toBeNull();
  brush.end();
  expect(spanStore.getState().span).toBeNull();
  brush.begin(100, 50);
  brush.move(40, 20.4);
  expect(brush.area).toEqual([40, 100]);
  brush.end();
  expect(spanStore.getState().span).toEqual({ from: 20, to: 50 });
  expect(brush.area).toBeNull();
});

test('profiles show the last step of the span that is held', () => {
  const runOf = (steps: number): MetricsStore => {
    const store = new MetricsStore(100);
    store.reset({ lanes: [{ id: 'a', columns: ['loss'] }] });
    for (let step = 0; step < steps; step++) store.append(Float64Array.of(step, 1));
    return store;
  };
  expect(profileStep(runOf(0))).toBe(-1);
  expect(profileStep(runOf(90))).toBe(89);
  chooseSpan(70, 20);
  expect(profileStep(runOf(90))).toBe(70);
  expect(profileStep(runOf(40))).toBe(39);
  // Of a thousand, in room for a hundred, one step of 64 is held there.
  expect(profileStep(runOf(1_000))).toBe(64);
  clearSpan();
  expect(profileStep(runOf(1_000))).toBe(999);
});
