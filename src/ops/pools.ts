/**
 * tfjs's pooling, with PyTorch's answer where a window holds what is not finite: NaN of NaN, on every backend. What the
 * backends make of it otherwise is told in `finite.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { scalar } from './constants';
import { isFinite } from './finite';

type Window = number | [number, number];

/** Whether tfjs's own pooling is right: on WebGPU, which only tests bring here, values are not at hand. */
function isSafe(x: tf.Tensor4D): boolean {
  return tf.getBackend() === 'webgpu' || isFinite(x);
}

/** 1 where x is NaN, 0 elsewhere. */
function notNumbers(x: tf.Tensor4D): tf.Tensor4D {
  return tf.cast(tf.notEqual(x, x), 'float32') as tf.Tensor4D;
}

/** x with zeros for what is not a number, so that only `mark` tells of it. */
function numbers(x: tf.Tensor4D): tf.Tensor4D {
  return tf.where(tf.equal(x, x), x, tf.zerosLike(x)) as tf.Tensor4D;
}

/** y, and NaN where a window's `count` of what is not a number is above zero: 0 / 0. */
function mark(y: tf.Tensor4D, count: tf.Tensor4D): tf.Tensor4D {
  return tf.where(tf.greater(count, scalar(0)), tf.fill(y.shape, Number.NaN), y) as tf.Tensor4D;
}

/** Means over windows that lie in the image, [N, rows, columns, C]. */
export function meanPool(x: tf.Tensor4D, window: Window, stride: number): tf.Tensor4D {
  if (isSafe(x)) return tf.avgPool(x, window, stride, 'valid');
  return tf.tidy(() => {
    // Of two infinities of different sign XNNPACK makes −∞: each is counted by itself.
    const infinite = (sign: number): tf.Tensor4D =>
      tf.cast(tf.equal(x, scalar(sign * Number.POSITIVE_INFINITY)), 'float32') as tf.Tensor4D;
    const share = (marks: tf.Tensor4D): tf.Tensor4D => tf.avgPool(marks, window, stride, 'valid');
    const both = tf.mul(share(infinite(1)), share(infinite(-1))) as tf.Tensor4D;
    const bad = tf.add(share(notNumbers(x)), both) as tf.Tensor4D;
    return mark(tf.avgPool(numbers(x), window, stride, 'valid'), bad);
  });
}

/** The largest values of windows, [N, rows, columns, C]; the padding is never the largest. */
export function largestPool(x: tf.Tensor4D, window: Window, stride: number, padding: number): tf.Tensor4D {
  if (isSafe(x)) return tf.maxPool(x, window, stride, padding);
  return tf.tidy(() => {
    const found = tf.maxPool(notNumbers(x), window, stride, padding);
    return mark(tf.maxPool(numbers(x), window, stride, padding), found);
  });
}
