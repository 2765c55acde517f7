/**
 * Whether a tensor is finite, on backends whose kernels lose what is not. XNNPACK, which tfjs-wasm computes with, takes the
 * larger of a float and zero as integers (XNNPACK's src/f32-vrelu), so that a NaN with its sign bit set, as x86 makes it of ∞ − ∞,
 * becomes 0; its pooling begins a maximum at −∞ and clamps means to [−∞, ∞], where a NaN becomes −∞. The cpu backend's
 * largest of a window passes over NaN as well.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ones } from './constants';

/** Sums that are read one by one are told from their number alone. */
const MOST_ROWS = 64;

/**
 * False where a value is NaN or infinite; also where finite ones are so large that their sum is not. Costs less than half an
 * XNNPACK ReLU: one product with a row of ones, and a sum of the few values that it leaves. On the backends whose values
 * are at hand, wasm and cpu, only.
 */
export function isFinite(x: tf.Tensor): boolean {
  const rows = rowsOf(x.size);
  const sums = tf.tidy(() => tf.matMul(ones(1, rows), tf.reshape(x, [rows, x.size / rows])));
  let sum = 0;
  for (const value of sums.dataSync<'float32'>()) sum += value;
  sums.dispose();
  return Number.isFinite(sum);
}

/** The largest power of two that divides a size, and is small. */
function rowsOf(size: number): number {
  let rows = 1;
  while (rows < MOST_ROWS && size % (2 * rows) === 0) rows *= 2;
  return rows;
}
