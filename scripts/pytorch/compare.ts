/** What PyTorch said of a run beside what we say of it. */
import type { Line } from '../train/lines';

/** What is compared of one lane at one step. */
export interface LaneStep {
  readonly loss: number;
  readonly rate: number;
  /** L2 norms of dL/dW, by layer. */
  readonly gradient: Readonly<Record<string, number>>;
  /** On the test images, where the step has a test. */
  readonly test: { readonly loss: number; readonly accuracy: number } | null;
}

/** Of all steps, by lane. */
export type LaneSteps = Readonly<Record<string, readonly LaneStep[]>>;

/** How far apart numbers may be, or are: losses of max(1, loss), gradients' norms of themselves, accuracies in all. */
export interface Deviations {
  readonly loss: number;
  readonly gradient: number;
  readonly accuracy: number;
}

export const TOLERANCE: Deviations = { loss: 1e-4, gradient: 1e-3, accuracy: 0 };

/** Rates are computed in float64 on both sides. */
const RATE_TOLERANCE = 1e-9;

/**
 * Norms below this share of the lane's largest at that step are measured by it: a norm is known no better than the roundings of
 * what it is summed from, and where that cancels, as it does behind filters that are all 0, nothing else is left. With the
 * tolerance of norms these are some ten of float32's epsilons of the largest.
 */
const LEAST_SHARE = 1e-3;

export interface Comparison {
  readonly largest: Deviations;
  /** What does not agree, in words. */
  readonly failures: readonly string[];
}

export function laneSteps(lines: readonly Line[]): LaneSteps {
  const lanes = Object.keys(lines[0]?.lanes ?? {});
  return Object.fromEntries(
    lanes.map((lane) => [
      lane,
      lines.flatMap(({ lanes: { [lane]: own } }) => (own === undefined ? [] : [own])),
    ]),
  );
}

export function compare(own: LaneSteps, theirs: LaneSteps, allowed: Deviations = TOLERANCE): Comparison {
  const largest = { loss: 0, gradient: 0, accuracy: 0 };
  const failures: string[] = [];
  for (const [lane, steps] of Object.entries(own))
    steps.forEach((step, index) => {
      const place = `${lane}, step ${index}`;
      const other = theirs[lane]?.[index];
      if (other === undefined) return void failures.push(`${place}: nothing is told`);
      const see = (kind: keyof Deviations, what: string, a: number, b: number, size: number): void => {
        const off = deviation(a, b, size);
        largest[kind] = Math.max(largest[kind], off);
        if (off > allowed[kind]) failures.push(`${place}, ${what}: ${b} instead of ${a}`);
      };
      see('loss', 'loss', step.loss, other.loss, Math.max(1, step.loss));
      if (deviation(step.rate, other.rate, step.rate) > RATE_TOLERANCE)
        failures.push(`${place}, rate: ${other.rate} instead of ${step.rate}`);
      const least = LEAST_SHARE * Math.max(0, ...Object.values(step.gradient).filter(Number.isFinite));
      for (const [layer, norm] of Object.entries(step.gradient))
        see('gradient', `gradient of ${layer}`, norm, other.gradient[layer] ?? NaN, Math.max(norm, least));
      for (const layer of Object.keys(other.gradient))
        if (!(layer in step.gradient)) failures.push(`${place}: a gradient of ${layer}`);
      if ((step.test === null) !== (other.test === null)) failures.push(`${place}: a test on one side alone`);
      if (step.test === null || other.test === null) return;
      see('loss', 'test loss', step.test.loss, other.test.loss, Math.max(1, step.test.loss));
      see('accuracy', 'test accuracy', step.test.accuracy, other.test.accuracy, 1);
    });
  return { largest, failures };
}

/** Difference of two numbers as a share of a size. What overflowed on both sides agrees, whether to infinity or beyond. */
function deviation(a: number, b: number, size: number): number {
  if (a === b || (!Number.isFinite(a) && !Number.isFinite(b))) return 0;
  const off = Math.abs(a - b) / size;
  return Number.isNaN(off) ? Infinity : off;
}
