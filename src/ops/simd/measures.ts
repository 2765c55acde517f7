/** Numbers about vectors on a machine, in float64. */
import { binsByHalf, HISTOGRAM_BINS, HISTOGRAM_EDGES } from '../../architecture/instruments';
import type { Address } from './heap';
import type { Machine } from './machine';

/** L2 norm, bit for bit that of `l2Norm`: squares of the tiniest float32 do not vanish. */
export function l2(machine: Machine, at: Address, count: number): number {
  return machine.kernel('l2')(at, count);
}

/** L2 norm of a − b, whose values are rounded to float32. */
export function distance(machine: Machine, a: Address, b: Address, count: number): number {
  return machine.kernel('distance')(a, b, count);
}

/** The sum of a · b. */
export function dot(machine: Machine, a: Address, b: Address, count: number): number {
  return machine.kernel('dot')(a, b, count);
}

/** The largest magnitude; NaN where there is one. */
export function largest(machine: Machine, at: Address, count: number): number {
  return machine.kernel('largest')(at, count);
}

/** The sum of all values, and that of their squares. */
export function moments(machine: Machine, at: Address, count: number): readonly [number, number] {
  const to = machine.scratch('moments', 4);
  machine.kernel('moments')(at, count, to);
  const [sum = 0, squares = 0] = new Float64Array(machine.heap.memory.buffer, to, 2);
  return [sum, squares];
}

const ints = ({ buffer }: { readonly buffer: ArrayBuffer }): readonly number[] => [...new Int32Array(buffer)];

/** Shares of the bins among these numbers, as `histogram` has them. */
export function histogramAt(machine: Machine, at: Address, count: number): Float32Array<ArrayBuffer> {
  const bins = machine.table('bins of halves', () => ints(binsByHalf()));
  const edges = machine.table('edges of bins', () => ints(HISTOGRAM_EDGES));
  // The kernel counts in four rows, each with what is in no bin in front.
  const row = 1 + HISTOGRAM_BINS;
  const to = machine.scratch('histogram', 4 * row);
  const counts = machine.ints(to, 4 * row).fill(0);
  machine.kernel('histogram')(at, count, bins, edges, HISTOGRAM_EDGES.length, to, row);
  const of = (bin: number, turn: number): number => counts[turn * row + 1 + bin] ?? 0;
  return Float32Array.from(
    { length: HISTOGRAM_BINS },
    (_, bin) => (of(bin, 0) + of(bin, 1) + of(bin, 2) + of(bin, 3)) / Math.max(1, count),
  );
}
