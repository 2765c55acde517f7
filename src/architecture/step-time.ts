/**
 * How long a training step will take, from steps that were timed before. A step costs in proportion to its multiply-adds
 * where layers are large, and to their number where they are small.
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

/** What a backend is expected to do. */
export interface DefaultSpeed {
  /** Multiply-adds a millisecond, where layers are large. */
  readonly perMillisecond: number;
  /** What a layer costs beside them: the calls of all its operations, forward and backward. */
  readonly layerMilliseconds: number;
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
  return ratio(a.multiplyAdds, b.multiplyAdds) * ratio(a.layers, b.layers);
}

/**
 * The time of a step: what is usual for its multiply-adds and layers, corrected by how far that is from the truth for the
 * nearest experiment that was timed.
 */
export function estimateStep(work: StepWork, timed: readonly TimedWork[], usual: DefaultSpeed): StepEstimate {
  const model = ({ multiplyAdds, layers }: StepWork): number =>
    multiplyAdds / usual.perMillisecond + layers * usual.layerMilliseconds;
  const [first, ...rest] = timed;
  if (first === undefined) return { milliseconds: model(work), measured: false };
  const nearest = rest.reduce(
    (best, each) => (distance(each, work) < distance(best, work) ? each : best),
    first,
  );
  const correction = nearest.milliseconds / Math.max(model(nearest), 1e-9);
  return { milliseconds: correction * model(work), measured: true };
}
