/** How much of the gradient paths of each length carry: sizes times numbers of paths. */
import { summarise } from '../page/summary';

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

/** Null until every length is measured. `magnitudes` are [length][sample]. */
export function pathShares(magnitudes: readonly (readonly number[])[]): PathShares | null {
  const means = magnitudes.map((samples) => summarise(samples, 'linear').value);
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
