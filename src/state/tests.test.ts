import { expect, it } from 'vitest';
import type { TestFacts } from './run';
import { heldTests, MOST_TESTS, withTest } from './tests';

const INTERVAL = 10;

function measured(count: number): readonly TestFacts[] {
  let tests: readonly TestFacts[] = [];
  for (let i = 1; i <= count; i++)
    tests = withTest(tests, { step: INTERVAL * i, loss: 1 / i, accuracy: 0.5 });
  return tests;
}

it('holds all measurements while they are few', () => {
  const tests = measured(MOST_TESTS);
  expect(tests.map(({ step }) => step)).toEqual(
    Array.from({ length: MOST_TESTS }, (_, i) => INTERVAL * (i + 1)),
  );
  expect(heldTests(tests)).toEqual({ stride: 1, denseFrom: INTERVAL });
  expect(heldTests([])).toEqual({ stride: 1, denseFrom: 0 });
});

it('of many holds the newest, and of those before some, evenly over the whole run', () => {
  const count = 50 * MOST_TESTS + 7;
  const tests = measured(count);
  const steps = tests.map(({ step }) => step);
  expect(tests.length).toBeLessThanOrEqual(MOST_TESTS);
  expect(steps[0]).toBe(INTERVAL);
  expect(tests.every(({ step, loss }) => loss === INTERVAL / step)).toBe(true);
  const newest = Array.from(
    { length: MOST_TESTS / 2 },
    (_, i) => INTERVAL * (count - MOST_TESTS / 2 + 1 + i),
  );
  expect(steps.slice(-MOST_TESTS / 2)).toEqual(newest);
  const { stride, denseFrom } = heldTests(tests);
  const older = steps.filter((step) => step < denseFrom);
  expect(older.length).toBeGreaterThanOrEqual(MOST_TESTS / 8);
  expect(Math.max(...older.slice(1).map((step, i) => step - (older[i] ?? 0)))).toBeLessThanOrEqual(
    stride * INTERVAL,
  );
  expect(stride).toBeGreaterThan(1);
});
