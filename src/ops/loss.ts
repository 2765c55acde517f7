/**
 * Losses, one entry each: differentiable, of a batch of logits [N, classes] against targets of the same shape; of one image in
 * float64; and in WGSL.
 */
import * as tf from '@tensorflow/tfjs-core';
import { exponential, realPower } from '../config/arithmetic';
import { settingOf, type LossConfig, type LossKind } from '../config/losses';
import { scalar } from './constants';
import { differentiable } from './differentiable';
import { channelSum } from './rows';

/** Smaller shares of doubt are not told apart: a power below 1 of nothing would be infinite. */
const LEAST_DOUBT = 1e-7;

/** 1 − p of the label's probability, as the sum of all others, for a difference would cancel. */
const DOUBT_OF = `
fn doubtOf(row : Row) -> f32 {
  var others = 0.0;
  for (var i = 0; i < uniforms.classes; i++) {
    if (i != row.label) { others += exp(logits[row.first + i] - row.largest); }
  }
  return others / row.sum;
}
`;

/** WGSL over a row of logits; `webgpu/scores.ts` declares what it reads. */
interface LossWgsl {
  /** Functions that the others call. */
  readonly functions?: string;
  /** `lossOf(row)`. */
  readonly loss: string;
  /** `slopeOf(row, at)`: its derivative by the logit of a class. */
  readonly slope: string;
}

interface Loss {
  /** The mean over a batch; `oneHot` are the labels [N, classes]. */
  readonly batch: (logits: tf.Tensor2D, oneHot: tf.Tensor2D, setting: number) => tf.Scalar;
  /** That of one image, by its logits, its label, and the logarithm of the sum of the logits' powers of e. */
  readonly image: (row: Float32Array, label: number, logSum: number, setting: number) => number;
  readonly wgsl: LossWgsl;
}

const LOSSES: Readonly<Record<LossKind, Loss>> = {
  'cross-entropy': {
    batch: (logits, oneHot, smoothing) => crossEntropy(logits, smoothed(oneHot, smoothing)),
    image(row, label, logSum, smoothing) {
      const own = (row[label] as number) - logSum;
      if (smoothing === 0) return -own;
      let sum = 0;
      for (const logit of row) sum += logit - logSum;
      return -((1 - smoothing) * own + (smoothing / row.length) * sum);
    },
    wgsl: {
      loss: `
fn lossOf(row : Row) -> f32 {
  let own = surprise(row);
  if (setting() == 0.0) { return own; }
  let logSum = log(row.sum) + row.largest;
  var all = 0.0;
  for (var i = 0; i < uniforms.classes; i++) { all += logSum - logits[row.first + i]; }
  return (1.0 - setting()) * own + setting() / f32(uniforms.classes) * all;
}
`,
      slope: `
fn slopeOf(row : Row, at : i32) -> f32 {
  let probability = exp(logits[row.first + at] - row.largest) / row.sum;
  return probability - (select(0.0, 1.0 - setting(), at == row.label) + setting() / f32(uniforms.classes));
}
`,
    },
  },

  'squared-error': {
    batch: squaredError,
    image(row, label) {
      let sum = 0;
      row.forEach((logit, i) => {
        const miss = logit - (i === label ? 1 : 0);
        sum += miss * miss;
      });
      return sum / row.length;
    },
    wgsl: {
      loss: `
fn lossOf(row : Row) -> f32 {
  var sum = 0.0;
  for (var i = 0; i < uniforms.classes; i++) {
    let off = logits[row.first + i] - select(0.0, 1.0, i == row.label);
    sum += off * off;
  }
  return sum / f32(uniforms.classes);
}
`,
      slope: `
fn slopeOf(row : Row, at : i32) -> f32 {
  return 2.0 * (logits[row.first + at] - select(0.0, 1.0, at == row.label)) / f32(uniforms.classes);
}
`,
    },
  },

  focal: {
    batch: focal,
    image(row, label, logSum, focus) {
      const own = (row[label] as number) - logSum;
      return -realPower(1 - exponential(own), focus) * own;
    },
    wgsl: {
      functions: DOUBT_OF,
      // A power of 0 is asked of its logarithm.
      loss: `
fn lossOf(row : Row) -> f32 { return pow(max(doubtOf(row), 1e-37), setting()) * surprise(row); }
`,
      slope: `
fn slopeOf(row : Row, at : i32) -> f32 {
  let exact = doubtOf(row);
  let doubt = max(exact, ${LEAST_DOUBT});
  let weight = pow(doubt, setting());
  let logP = -surprise(row);
  let turn = weight / doubt * setting() * exp(logP) * logP;
  let away = -exp(logits[row.first + at] - row.largest) / row.sum;
  return (turn - weight) * select(away, exact, at == row.label);
}
`,
    },
  },
};

/** The mean loss over the batch; `oneHot` are the labels [N, classes]. */
export function batchLoss(logits: tf.Tensor2D, oneHot: tf.Tensor2D, loss: LossConfig): tf.Scalar {
  return LOSSES[loss.kind].batch(logits, oneHot, settingOf(loss));
}

/** The loss of one image, by its logits, its label, and the logarithm of the sum of the logits' powers of e. */
export function imageLoss(loss: LossConfig, row: Float32Array, label: number, logSum: number): number {
  return LOSSES[loss.kind].image(row, label, logSum, settingOf(loss));
}

/** How a kernel computes it. */
export function lossWgsl(kind: LossKind): LossWgsl {
  return LOSSES[kind].wgsl;
}

/** Label smoothing (Szegedy 2016, arXiv:1512.00567), as PyTorch has it: the share is spread evenly over all classes. */
function smoothed(oneHot: tf.Tensor2D, share: number): tf.Tensor2D {
  if (share === 0) return oneHot;
  return tf.add(tf.mul(oneHot, scalar(1 - share)), scalar(share / oneHot.shape[1]));
}

/** The sum of all values times a factor. */
function total(values: tf.Tensor, factor: number): tf.Scalar {
  return tf.reshape(channelSum(values, [values.size, 1, 1, 1], factor), []);
}

/** The softmax of logits, and its logarithm, [N, classes]. */
function softmaxOf(logits: tf.Tensor2D): { readonly softmax: tf.Tensor2D; readonly logarithm: tf.Tensor2D } {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const exponentials = tf.exp(shifted);
  const sums = tf.sum(exponentials, 1, true);
  return { softmax: tf.div(exponentials, sums), logarithm: tf.sub(shifted, tf.log(sums)) };
}

/** Mean over the batch of −log softmax(logits)[label]; logits and labels (rows that sum to 1) are [N, classes]. */
export function crossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  const [count, classes] = logits.shape;
  return differentiable(
    [logits],
    (scores) => {
      const { softmax, logarithm } = softmaxOf(scores);
      const sum = channelSum(tf.mul(logarithm, oneHot), [count, classes, 1, 1], -1 / count);
      // The labels too: smoothed ones are of this pass only.
      return { y: tf.reshape(sum, []) as tf.Scalar, saved: [softmax, oneHot] };
    },
    (dy, softmax, labels) => {
      const difference = tf.sub(softmax, labels);
      return [tf.reshape(tf.mul(difference, tf.mul(dy, scalar(1 / count))), [count, classes])];
    },
  );
}

/** Mean over batch and classes of (logit − target)², PyTorch's `MSELoss`. */
function squaredError(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  return differentiable(
    [logits],
    (scores) => {
      const difference = tf.sub(scores, oneHot);
      return { y: total(tf.square(difference), 1 / scores.size), saved: [difference] };
    },
    (dy, difference) => [tf.mul(difference, tf.mul(dy, scalar(2 / logits.size)))],
  );
}

/** Lin 2017 (arXiv:1708.02002): mean over the batch of −(1 − p)^focus · log p, with p the softmax of the label. */
function focal(logits: tf.Tensor2D, oneHot: tf.Tensor2D, focus: number): tf.Scalar {
  const [count] = logits.shape;
  return differentiable(
    [logits],
    (scores) => {
      const { softmax, logarithm } = softmaxOf(scores);
      const logP = tf.sum(tf.mul(logarithm, oneHot), 1, true);
      const doubt = tf.maximum(tf.sub(scalar(1), tf.exp(logP)), scalar(LEAST_DOUBT));
      const weight = tf.pow(doubt, scalar(focus));
      // d/dlog p of −(1 − p)^f · log p is f · (1 − p)^(f − 1) · p · log p − (1 − p)^f; dlog p/dlogits is oneHot − softmax.
      const p = tf.exp(logP);
      const turn = tf.mul(tf.mul(tf.div(weight, doubt), scalar(focus)), tf.mul(p, logP));
      const slope = tf.mul(tf.sub(turn, weight), tf.sub(oneHot, softmax));
      return { y: total(tf.mul(weight, logP), -1 / count), saved: [slope] };
    },
    (dy, slope) => [tf.mul(slope, tf.mul(dy, scalar(1 / count)))],
  );
}
