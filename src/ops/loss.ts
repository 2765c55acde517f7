/** Differentiable losses of a batch of logits [N, classes] against targets of the same shape. */
import * as tf from '@tensorflow/tfjs-core';
import type { LossConfig } from '../config/schema';
import { scalar } from './constants';
import { crossEntropy } from './dense';
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

/** Label smoothing (Szegedy 2016), as PyTorch has it: the share is spread evenly over all classes. */
function smoothed(oneHot: tf.Tensor2D, share: number): tf.Tensor2D {
  if (share === 0) return oneHot;
  return tf.add(tf.mul(oneHot, scalar(1 - share)), scalar(share / oneHot.shape[1]));
}

function total(values: tf.Tensor, factor: number): tf.Tensor {
  return tf.reshape(channelSum(values, [values.size, 1, 1, 1], factor), []);
}

/** Mean over batch and classes of (logit − target)², PyTorch's `MSELoss`. */
function squaredError(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar {
  const op = tf.customGrad((...inputs) => {
    const [scores, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const difference = tf.sub(scores, oneHot);
    save([difference]);
    return {
      value: total(tf.square(difference), 1 / scores.size),
      gradFunc: (dy, saved) => tf.mul(saved[0] as tf.Tensor, tf.mul(dy, scalar(2 / scores.size))),
    };
  });
  return op(logits) as tf.Scalar;
}

/** Smaller shares of doubt are not told apart: a power below 1 of nothing would be infinite. */
export const LEAST_DOUBT = 1e-7;

/** Lin 2017: mean over the batch of −(1 − p)^focus · log p, with p the softmax of the label. */
function focal(logits: tf.Tensor2D, oneHot: tf.Tensor2D, focus: number): tf.Scalar {
  const [count] = logits.shape;
  const op = tf.customGrad((...inputs) => {
    const [scores, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const shifted = tf.sub(scores, tf.max(scores, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    const softmax = tf.div(exponentials, sums);
    const logP = tf.sum(tf.mul(tf.sub(shifted, tf.log(sums)), oneHot), 1, true);
    const doubt = tf.maximum(tf.sub(scalar(1), tf.exp(logP)), scalar(LEAST_DOUBT));
    const weight = tf.pow(doubt, scalar(focus));
    // d/dlog p of −(1 − p)^f · log p is f · (1 − p)^(f − 1) · p · log p − (1 − p)^f; dlog p/dlogits is oneHot − softmax.
    const p = tf.exp(logP);
    const turn = tf.mul(tf.mul(tf.div(weight, doubt), scalar(focus)), tf.mul(p, logP));
    save([tf.mul(tf.sub(turn, weight), tf.sub(oneHot, softmax))]);
    return {
      value: total(tf.mul(weight, logP), -1 / count),
      gradFunc: (dy, saved) => tf.mul(saved[0] as tf.Tensor, tf.mul(dy, scalar(1 / count))),
    };
  });
  return op(logits) as tf.Scalar;
}
