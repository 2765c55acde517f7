/** Few steps that stand for many, for tables. */
import { rowsWithin, type HeldSteps } from './held-steps';

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
