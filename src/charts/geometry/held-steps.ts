/** Steps of a run that are held, among which there may be gaps: of a long run some of the older ones are thinned out. */
import type { StepWindow } from './columns';

export interface HeldSteps {
  /** Number of them. */
  readonly length: number;
  /** In ascending order; undefined beyond them. */
  readonly stepAt: (row: number) => number | undefined;
  /** Row of a step, or of the last one held before it; -1 where there is none. */
  readonly indexOf: (step: number) => number;
}

/** The first row in a window, and the one after the last. */
export function rowsWithin(
  held: HeldSteps,
  { start, span }: StepWindow,
): readonly [from: number, end: number] {
  return [held.indexOf(start - 1) + 1, held.indexOf(start + span - 1) + 1];
}

/** The nearest of the steps held in a window, of two the earlier; null where none is. */
export function nearestHeld(held: HeldSteps, window: StepWindow, step: number): number | null {
  const [from, end] = rowsWithin(held, window);
  if (from >= end) return null;
  const row = Math.max(from, Math.min(end - 1, held.indexOf(step)));
  const before = held.stepAt(row) ?? 0;
  const after = row + 1 < end ? held.stepAt(row + 1) : undefined;
  return after !== undefined && after - step < step - before ? after : before;
}
