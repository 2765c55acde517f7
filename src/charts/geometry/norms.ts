/** Classes of a norm's value, as every panel tells them apart. */

/** Smallest normal number of float32, 2⁻¹²⁶: below it precision is lost bit by bit, and many GPUs make it 0. */
const SMALLEST_NORMAL = 2 ** -126;

export type NormClass = 'zero' | 'underflow' | 'normal' | 'infinite' | 'nan';

export function classify(value: number): NormClass {
  if (Number.isNaN(value)) return 'nan';
  const size = Math.abs(value);
  if (size === Infinity) return 'infinite';
  if (size === 0) return 'zero';
  return size < SMALLEST_NORMAL ? 'underflow' : 'normal';
}

/** Whether a logarithmic axis has a place for the value. */
export function isNormal(value: number): boolean {
  return value >= SMALLEST_NORMAL && value < Infinity;
}
