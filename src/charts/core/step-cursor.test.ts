import { expect, test } from 'vitest';
import type { HeldSteps } from '../geometry/held-steps';
import { StepCursor } from './step-cursor';

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
