/**
 * How long a training step will take, from steps that were timed before. A step costs in proportion to its multiply-adds
 * where they are many, and to its layers where these are small; which of the two rules, the nearest timed experiment tells.
 */
import { multiplyAddsPerStep } from './budget';
import type { LanePlan } from './plan-experiment';

/** What of an experiment decides the time of its steps. */
export interface StepWork {
  /** Multiply-adds of a step of all lanes. */
  readonly multiplyAdds: number;
  /** Layers of all lanes. */
  readonly layers: number;
}

/** An experiment whose steps were timed. */
export interface TimedWork extends StepWork {
  readonly milliseconds: number;
}

export interface StepEstimate {
  readonly milliseconds: number;
  /** Whether steps on this backend were timed, or its usual speed has to do. */
  readonly measured: boolean;
}

export function stepWorkOf(plans: readonly LanePlan[], batchSize: number): StepWork {
  return {
    multiplyAdds: multiplyAddsPerStep(plans, batchSize),
    layers: plans.reduce((sum, { layers }) => sum + layers.length, 0),
  };
}

/** How many times larger one experiment is than another, whichever is; 1 where they are alike. */
function ratio(a: number, b: number): number {
  return Math.max(a, b, 1) / Math.max(1, Math.min(a, b));
}

function distance(a: StepWork, b: StepWork): number {
  return Math.log(ratio(a.multiplyAdds, b.multiplyAdds)) + Math.log(ratio(a.layers, b.layers));
}

/**
 * The time of a step, scaled from that of the nearest experiment by its multiply-adds.
 * @param usualRate Multiply-adds a millisecond, for where nothing was timed yet.
 */
export function estimateStep(work: StepWork, timed: readonly TimedWork[], usualRate: number): StepEstimate {
  const [first, ...rest] = timed;
  if (first === undefined) return { milliseconds: work.multiplyAdds / usualRate, measured: false };
  const nearest = rest.reduce(
    (best, each) => (distance(each, work) < distance(best, work) ? each : best),
    first,
  );
  const scale = work.multiplyAdds / Math.max(1, nearest.multiplyAdds);
  return { milliseconds: nearest.milliseconds * scale, measured: true };
}
