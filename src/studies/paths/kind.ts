/** Veit 2016 (arXiv:1605.06431): gradients along paths of every length, and how much of the whole each length carries. */
import { planLanes } from '../../architecture/plan-experiment';
import { SETTINGS } from '../../config/settings';
import { studyOf, whole } from '../../contract/studies';
import { GRADIENT_COST, gradientWork, imagesPerTurn, sumOfWork, timesWork } from '../../contract/study-work';

export interface PathsResult {
  readonly kind: 'paths';
  /** Lanes with skips; the others have a single path. */
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  /** [lane]: blocks whose shortcut lets something through. */
  readonly open: readonly number[];
  /** [lane][length][sample]: L2 norm of the gradient at the input of the first block through one random path. */
  readonly magnitudes: readonly (readonly (readonly number[])[])[];
}

export const PATHS = studyOf<PathsResult>()({
  fields: { samples: whole(3, 1, 50), seed: { ...SETTINGS['seed.order'], first: 0, integer: true } },
  work: (experiment, { samples }) => {
    const plans = planLanes(experiment).filter((_, lane) =>
      experiment.lanes[lane]?.gains.some((gain) => gain !== 0),
    );
    const { batchSize } = experiment;
    const images = Math.min(...plans.map((plan) => imagesPerTurn(plan, batchSize, GRADIENT_COST)), batchSize);
    const each = plans.map((plan) => timesWork(plan.blocks.length + 1, gradientWork([plan], images)));
    return timesWork(samples, sumOfWork(each));
  },
  pace: 1,
  needsBlocks: true,
});

/** Logarithms of the binomial coefficients C(n, 0) to C(n, n). */
export function logBinomials(n: number): number[] {
  const logs = [0];
  for (let k = 1; k <= n; k++) logs.push((logs[k - 1] ?? 0) + Math.log((n - k + 1) / k));
  return logs;
}

/** Shares that sum to 1, from logarithms; all zero where everything is. */
export function sharesOf(logs: readonly number[]): number[] {
  const largest = Math.max(...logs);
  if (largest === -Infinity) return logs.map(() => 0);
  const weights = logs.map((log) => Math.exp(log - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export interface PathShares {
  /** Of size times number, by length. */
  readonly gradient: readonly number[];
  /** Of the number of paths alone. */
  readonly count: readonly number[];
  /** Lengths below and above which at most 5 % of the gradient's share lie. */
  readonly low: number;
  readonly high: number;
}

/** Null until every length is measured. `means` are of the sizes of gradients through paths of each length. */
export function pathShares(means: readonly number[]): PathShares | null {
  if (means.length === 0 || !means.every(Number.isFinite)) return null;
  const counts = logBinomials(means.length - 1);
  const gradient = sharesOf(counts.map((log, k) => log + Math.log(means[k] ?? 0)));
  let below = 0;
  const cumulative = gradient.map((share) => (below += share));
  const first = (share: number): number =>
    Math.max(
      0,
      cumulative.findIndex((sum) => sum >= share),
    );
  return { gradient, count: sharesOf(counts), low: first(0.05), high: first(0.95) };
}
