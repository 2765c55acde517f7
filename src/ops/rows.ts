/** Arithmetic per channel on [N, H, W, C], in the forms that XNNPACK does fast. */
import * as tf from '@tensorflow/tfjs-core';
import { rowOf } from './constants';

/** Number of values per channel: N·H·W. */
export function positions([n, h, w]: tf.Tensor4D['shape']): number {
  return n * h * w;
}

/** [N, H·W·C]: one row an image, for broadcasting with `spread`. */
export function byImage(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [x.shape[0] ?? 0, -1]);
}

/**
 * One value per channel repeated for every position of an image, [1, H·W·C]. Broadcasting the short vector itself runs
 * loops of C steps; this one runs loops of H·W·C.
 */
export function spread(perChannel: tf.Tensor, [, h, w, c]: tf.Tensor4D['shape']): tf.Tensor2D {
  return tf.tile(tf.reshape(perChannel, [1, c]), [1, h * w]);
}

/**
 * Sum over all positions times `factor`, per channel of [N, H, W, C] (or rows of it), as products with rows of ones. One
 * dimension at a time: float32 sums of thousands of terms in a row lose digits that such a cascade keeps.
 */
export function channelSum(x: tf.Tensor, [n, h, w, c]: tf.Tensor4D['shape'], factor = 1): tf.Tensor1D {
  const overImages = tf.matMul(rowOf(1, n), tf.reshape(x, [n, h * w * c]));
  const overRows = tf.matMul(rowOf(1, h), tf.reshape(overImages, [h, w * c]));
  return tf.reshape(tf.matMul(rowOf(factor, w), tf.reshape(overRows, [w, c])), [c]);
}
