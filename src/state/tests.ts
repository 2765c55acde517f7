/**
 * The measurements on the test images that a run holds: all, until there are too many; then every one of the newest half, and of
 * those before one of every 2, 4, 8, … as the run grows, so that recording one more costs the same after a hundred thousand.
 */
import type { TestFacts } from './run';
import { sparse } from './thinning';

/** Most measurements of a lane that are held. */
export const MOST_TESTS = 1_024;

/** The measurements with one more, which is of a later step. */
export function withTest(tests: readonly TestFacts[], test: TestFacts): readonly TestFacts[] {
  if (tests.length < MOST_TESTS) return [...tests, test];
  const older = tests.length - MOST_TESTS / 2;
  const steps = tests.map(({ step }) => step);
  const { rows } = sparse(steps, older, MOST_TESTS / 4, 2 * intervalOf(steps));
  return [...rows.flatMap((row) => tests[row] ?? []), ...tests.slice(older), test];
}

/** Steps from one of the newest to the next. */
function intervalOf(steps: readonly number[]): number {
  return Math.max(1, (steps.at(-1) ?? 0) - (steps.at(-2) ?? 0));
}

/** How measurements are held: one of so many of those before a step, and all from there on; 1 while none is missing. */
export function heldTests(tests: readonly Pick<TestFacts, 'step'>[]): {
  readonly stride: number;
  readonly denseFrom: number;
} {
  const steps = tests.map(({ step }) => step);
  const interval = intervalOf(steps);
  const gaps = steps.slice(1).map((step, i) => step - (steps[i] ?? step));
  const last = gaps.findLastIndex((gap) => gap > interval);
  const [widest] = gaps.slice(0, last + 1).toSorted((a, b) => b - a);
  return { stride: Math.round((widest ?? interval) / interval), denseFrom: steps[last + 1] ?? 0 };
}
