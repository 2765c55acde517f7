/** Numbers about vectors, in float64 on the processor, where squares of the tiniest float32 do not vanish. */
import type { LossConfig } from '../config/schema';

/** L2 norm of values[from..to). NaN and infinities show in the result. */
export function l2Norm(values: Float32Array, from = 0, to = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    sum += value * value;
  }
  return Math.sqrt(sum);
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

/** Cross-entropy without smoothing. */
const PLAIN: LossConfig = { kind: 'cross-entropy', smoothing: 0, focus: 0 };

/** The loss of one image: `log p` of its label, `mean log p` over the classes, and its logits. */
function lossOf(loss: LossConfig, row: Float32Array, label: number, logSum: number): number {
  const own = (row[label] as number) - logSum;
  switch (loss.kind) {
    case 'cross-entropy': {
      if (loss.smoothing === 0) return -own;
      let sum = 0;
      for (const logit of row) sum += logit - logSum;
      return -((1 - loss.smoothing) * own + (loss.smoothing / row.length) * sum);
    }
    case 'squared-error': {
      let sum = 0;
      row.forEach((logit, i) => {
        sum += (logit - (i === label ? 1 : 0)) ** 2;
      });
      return sum / row.length;
    }
    case 'focal':
      return -((1 - Math.exp(own)) ** loss.focus) * own;
  }
  return loss.kind satisfies never;
}

export interface Score {
  /** Mean over the images; cross-entropy is in nats. */
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
  by: LossConfig = PLAIN,
): Score {
  let loss = 0;
  let correct = 0;
  labels.forEach((label, image) => {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    let largest = Number.NEGATIVE_INFINITY;
    let at = -1;
    let finite = true;
    row.forEach((logit, i) => {
      finite &&= Number.isFinite(logit);
      if (logit > largest) {
        largest = logit;
        at = i;
      }
    });
    if (!finite) {
      loss = Number.NaN;
      return;
    }
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - largest);
    loss += lossOf(by, row, label, Math.log(sum) + largest);
    if (at === label) correct++;
  });
  return { loss: loss / labels.length, correct, count: labels.length };
}
