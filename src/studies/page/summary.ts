/** What several seeds say together: a middle and a range. NaN stands for what is not measured yet and is left out. */
import { mean } from 'd3';
import { isNormal } from '../../charts/geometry/format';

export interface Summary {
  /** See `summarise`; NaN where nothing is measured. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Mean and range. On a logarithmic axis the mean is the geometric one. Where a mean has no sense, as a value is infinite or
 * a logarithm has none, it is the median.
 */
export function summarise(values: readonly number[], scale: 'linear' | 'log'): Summary {
  const measured = values.filter((value) => !Number.isNaN(value));
  const count = measured.length;
  if (count === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN, count };
  const low = Math.min(...measured);
  const high = Math.max(...measured);
  return { value: middle(measured, scale), low, high, count };
}

function middle(values: readonly number[], scale: 'linear' | 'log'): number {
  if (scale === 'log' && values.every(isNormal)) return Math.exp(mean(values, Math.log) ?? Number.NaN);
  if (scale === 'linear' && values.every(Number.isFinite)) return mean(values) ?? Number.NaN;
  // Not D3's median, which interpolates between a number and infinity.
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
