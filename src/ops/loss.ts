/** Differentiable losses of a batch of logits [N, classes] against targets of the same shape. */
import * as tf from '@tensorflow/tfjs-core';
import type { LossConfig } from '../config/schema';
import { scalar } from './constants';
import { differentiable } from './differentiable';
import { channelSum } from './rows';

/** The mean loss over the batch; `oneHot` are the labels [N, classes]. */
export function batchLoss(logits: tf.Tensor2D, oneHot: tf.Tensor2D, loss: LossConfig): tf.Scalar {
  switch (loss.kind) {
    case 'cross-entropy':
      return crossEntropy(logits, smoothed(oneHot, loss.smoothing));
    case 'squared-error':
      return squaredError(logits, oneHot);
    case 'focal':
      return focal(logits, oneHot, loss.focus);
  }
  return loss.kind satisfies never;
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

/** Smaller shares of doubt are not told apart: a power below 1 of nothing would be infinite. */
export const LEAST_DOUBT = 1e-7;

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
