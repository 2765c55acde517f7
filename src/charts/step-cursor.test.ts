import { expect, test } from 'vitest';
import { StepCursor } from './step-cursor';

function after(keys: readonly string[], start: number | null = null): number | null {
  const cursor = new StepCursor();
  cursor.step = start;
  for (const key of keys) cursor.press(key, 100, 200, 10);
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
  expect(cursor.press('a', 0, 10, 1)).toBe(false);
  expect(cursor.press('Home', 0, 0, 1)).toBe(false);
  expect(cursor.step).toBeNull();
});
