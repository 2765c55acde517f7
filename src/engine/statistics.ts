/** Running statistics of batch norms, as PyTorch keeps them. */
import type { LanePlan } from '../architecture/plan-experiment';
import type { RunningNorm } from '../contract/weights';

/** PyTorch's default: the share of the newest batch. */
const MOMENTUM = 0.1;

/** Takes in a batch's statistics [C]; `count` values per channel made them. The variance is kept unbiased. */
export function updateRunning(
  running: RunningNorm,
  mean: Float32Array,
  variance: Float32Array,
  count: number,
): void {
  const unbias = count > 1 ? count / (count - 1) : 1;
  for (let i = 0; i < mean.length; i++) {
    running.mean[i] = (1 - MOMENTUM) * (running.mean[i] as number) + MOMENTUM * (mean[i] as number);
    running.variance[i] =
      (1 - MOMENTUM) * (running.variance[i] as number) + MOMENTUM * unbias * (variance[i] as number);
  }
}

/** Statistics per norm by name; means start at 0, variances at 1. */
export class RunningStatistics {
  readonly norms = new Map<string, RunningNorm>();

  constructor(plan: LanePlan) {
    for (const { name, shape, groups } of plan.norms) {
      // A group norm has none.
      if (groups !== null) continue;
      const { channels } = shape;
      this.norms.set(name, {
        mean: new Float32Array(channels),
        variance: new Float32Array(channels).fill(1),
      });
    }
  }

  /** See `updateRunning`. */
  update(norm: string, mean: Float32Array, variance: Float32Array, count: number): void {
    const running = this.norms.get(norm);
    if (running === undefined) throw new Error(`No norm is named ${norm}`);
    updateRunning(running, mean, variance, count);
  }

  /** Goes on from a snapshot of the same plan. */
  restore(norms: ReadonlyMap<string, RunningNorm>): void {
    for (const [norm, running] of this.norms) {
      const saved = norms.get(norm);
      if (saved === undefined) throw new Error(`No statistics were kept of the norm ${norm}`);
      running.mean.set(saved.mean);
      running.variance.set(saved.variance);
    }
  }

  snapshot(): ReadonlyMap<string, RunningNorm> {
    return new Map(
      [...this.norms].map(([norm, { mean, variance }]) => [
        norm,
        { mean: mean.slice(), variance: variance.slice() },
      ]),
    );
  }
}
