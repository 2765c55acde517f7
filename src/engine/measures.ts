/** Numbers about vectors, in float64 on the processor, where squares of the tiniest float32 do not vanish. */
import { exponential, logarithm } from '../config/arithmetic';
import type { LossConfig } from '../config/losses';
import { imageLoss } from '../ops/loss';

/** The sum of the squares of values[from..to), in sums of four, which do not wait for each other: twice as fast as one sum. */
function sumOfSquares(values: Float32Array, from: number, to: number): number {
  const whole = to - ((to - from) % 4);
  let [q0, q1, q2, q3] = [0, 0, 0, 0];
  for (let i = from; i < whole; i += 4) {
    const v0 = values[i] as number;
    const v1 = values[i + 1] as number;
    const v2 = values[i + 2] as number;
    const v3 = values[i + 3] as number;
    q0 += v0 * v0;
    q1 += v1 * v1;
    q2 += v2 * v2;
    q3 += v3 * v3;
  }
  for (let i = whole; i < to; i++) {
    const value = values[i] as number;
    q0 += value * value;
  }
  return q0 + q1 + q2 + q3;
}

/** L2 norm of values[from..to). NaN and infinities show in the result. */
export function l2Norm(values: Float32Array, from = 0, to = values.length): number {
  return Math.sqrt(sumOfSquares(values, from, to));
}

/** Population standard deviation. */
export function standardDeviation(values: Float32Array): number {
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / count);
}

/** Of the numbers of one tensor. */
export interface VectorStatistics {
  /** L2 norm. */
  readonly norm: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
}

/** Of two tensors of the same shape, or of one alone. */
export interface PairStatistics {
  readonly a: VectorStatistics;
  readonly b: VectorStatistics | null;
  /** Of the angle between them; NaN where one is missing, zero or not finite. */
  readonly cosine: number;
}

/** The sums, like those of `sumOfSquares`, in fours. */
function vectorStatistics(values: Float32Array): VectorStatistics {
  const count = values.length;
  const whole = count - (count % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += values[i] as number;
    s1 += values[i + 1] as number;
    s2 += values[i + 2] as number;
    s3 += values[i + 3] as number;
  }
  for (let i = whole; i < count; i++) s0 += values[i] as number;
  return statisticsOf(s0 + s1 + s2 + s3, sumOfSquares(values, 0, count), count);
}

/** From the sum of so many values and that of their squares. */
export function statisticsOf(sum: number, squares: number, count: number): VectorStatistics {
  const mean = sum / count;
  // In float64 the difference loses what matters only where the deviation is a ten-millionth of the mean.
  const variance = squares / count - mean * mean;
  return { norm: Math.sqrt(squares), mean, deviation: variance < 0 ? 0 : Math.sqrt(variance) };
}

/** The sum of a · b, in fours as well. */
function dot(a: Float32Array, b: Float32Array): number {
  const count = a.length;
  const whole = count - (count % 4);
  let [d0, d1, d2, d3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    d0 += (a[i] as number) * (b[i] as number);
    d1 += (a[i + 1] as number) * (b[i + 1] as number);
    d2 += (a[i + 2] as number) * (b[i + 2] as number);
    d3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < count; i++) d0 += (a[i] as number) * (b[i] as number);
  return d0 + d1 + d2 + d3;
}

/** `cosine` can be left out where nobody asks for it. */
export function pairStatistics(a: Float32Array, b: Float32Array | null, cosine = true): PairStatistics {
  const [first, second] = [vectorStatistics(a), b === null ? null : vectorStatistics(b)];
  if (b === null || second === null || !cosine) return { a: first, b: second, cosine: Number.NaN };
  return { a: first, b: second, cosine: dot(a, b) / (first.norm * second.norm) };
}

/** What one image comes to. */
interface RowScore {
  /** NaN where a logit is not finite. */
  readonly loss: number;
  /** Class of the largest logit; -1 where one is not finite. */
  readonly predicted: number;
}

function scoreRow(row: Float32Array, label: number, by: LossConfig): RowScore {
  let largest = Number.NEGATIVE_INFINITY;
  let predicted = -1;
  let finite = true;
  row.forEach((logit, i) => {
    finite &&= Number.isFinite(logit);
    if (logit > largest) {
      largest = logit;
      predicted = i;
    }
  });
  if (!finite) return { loss: Number.NaN, predicted: -1 };
  let sum = 0;
  for (const logit of row) sum += exponential(logit - largest);
  return { loss: imageLoss(by, row, label, logarithm(sum) + largest), predicted };
}

/** The loss of every image from logits [N, classes] and labels [N]; NaN where a logit is not finite. */
export function imageLosses(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  by: LossConfig,
): Float64Array<ArrayBuffer> {
  return Float64Array.from(
    labels,
    (label, image) => scoreRow(logits.subarray(image * classes, (image + 1) * classes), label, by).loss,
  );
}

export interface Score {
  /** Mean over the images. */
  readonly loss: number;
  /** Number of images whose largest logit is that of their label. */
  readonly correct: number;
  /** Number of images. */
  readonly count: number;
}

/** Scores logits [N, classes], given row by row, against labels [N]. */
export function scoreLogits(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  by: LossConfig,
): Score {
  let loss = 0;
  let correct = 0;
  labels.forEach((label, image) => {
    const row = scoreRow(logits.subarray(image * classes, (image + 1) * classes), label, by);
    loss += row.loss;
    if (row.predicted === label) correct++;
  });
  return { loss: loss / labels.length, correct, count: labels.length };
}

/** Probabilities of logits [N, classes]; NaN in a row where one is not finite. */
export function softmaxRows(logits: Float32Array, classes: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const powers = row.map((value) => exponential(value - largest));
    const sum = powers.reduce((total, value) => total + value, 0);
    powers.forEach((power, i) => {
      result[start + i] = power / sum;
    });
  }
  return result;
}
