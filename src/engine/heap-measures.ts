/** Measures of vectors that lie on the heap of the kernels. */
import type { Address } from '../ops/simd/heap';
import type { Machine } from '../ops/simd/machine';
import { dot, moments } from '../ops/simd/measures';
import { statisticsOf, type PairStatistics } from './measures';

/** `pairStatistics` of numbers that lie there, to the last bit; `b` may be 0, for none. */
export function pairStatisticsAt(
  machine: Machine,
  a: Address,
  b: Address,
  count: number,
  cosine = true,
): PairStatistics {
  const of = (at: Address) => statisticsOf(...moments(machine, at, count), count);
  const [first, second] = [of(a), b === 0 ? null : of(b)];
  if (second === null || !cosine) return { a: first, b: second, cosine: Number.NaN };
  return { a: first, b: second, cosine: dot(machine, a, b, count) / (first.norm * second.norm) };
}
