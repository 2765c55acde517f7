/**
 * Steps of a run: those that are held, among which there may be gaps, as of a long run some of the older ones are thinned out;
 * those that a chart shows; and few that stand for many in a table.
 */
/** Steps `start` to `start + span - 1`; the newest of them may not have been made yet. */
export interface StepWindow {
  readonly start: number;
  readonly span: number;
}

/** Fewest steps that a chart has room for. */
const SHORTEST = 50;

/** Window for steps up to `end` (not included): it grows 50, 100, 200, 500, …, so that columns keep their place for many steps. */
export function stepWindow(end: number): StepWindow {
  let span = SHORTEST;
  for (let i = 0; span < end; i++) span *= i % 3 === 2 ? 2.5 : 2;
  return { start: 0, span };
}

/**
 * The window of a chart over the steps of a run: the span that was chosen, else all and room for more, also for what is drawn
 * `besides` up to this step, unless that is longer than what is held of a run: then the run would be too small to see.
 */
export function shownWindow(
  { endStep, capacity }: { readonly endStep: number; readonly capacity: number },
  span: { readonly from: number; readonly to: number } | null,
  besides = 0,
): StepWindow {
  return span === null
    ? stepWindow(Math.max(endStep, Math.min(capacity, besides)))
    : { start: span.from, span: span.to - span.from + 1 };
}

/** Whether a step lies in a window, be it made or not. */
export function isWithin({ start, span }: StepWindow, step: number): boolean {
  return step >= start && step < start + span;
}

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

/**
 * Steps from `first` to `end - 1`: multiples of 1, 2, 5, 10, 20, … so few that with the newest step, which is always
 * last, there are at most `most`.
 */
export function decimate(first: number, end: number, most: number): { steps: number[]; stride: number } {
  if (end <= first) return { steps: [], stride: 1 };
  let stride = 1;
  for (let i = 0; (end - first) / stride > most - 1; i++) stride *= i % 3 === 1 ? 2.5 : 2;
  const steps: number[] = [];
  for (let step = Math.ceil(first / stride) * stride; step < end; step += stride) steps.push(step);
  if (steps.at(-1) !== end - 1) steps.push(end - 1);
  return { steps, stride };
}

/** The same of the steps that are held in a window: of a round step that is not, the next one stands. */
export function decimateHeld(
  held: HeldSteps,
  window: { readonly start: number; readonly span: number },
  most: number,
): { steps: number[]; stride: number } {
  const [from, end] = rowsWithin(held, window);
  const [first, last] = [held.stepAt(from) ?? 0, held.stepAt(end - 1) ?? -1];
  if (from >= end) return { steps: [], stride: 1 };
  const { steps, stride } = decimate(first, last + 1, most);
  const standing = steps.map((step) => held.stepAt(held.indexOf(step - 1) + 1) ?? last);
  return { steps: [...new Set(standing)], stride };
}
