/** Arithmetic per channel on [N, H, W, C], in the forms that XNNPACK does fast. */
import * as tf from '@tensorflow/tfjs-core';
import { filled, ones } from './constants';

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
 * loops of C steps; this one runs loops of H·W·C. A product with a column of ones is the quickest way to repeat it.
 */
export function spread(perChannel: tf.Tensor, [, h, w, c]: tf.Tensor4D['shape']): tf.Tensor2D {
  return tf.reshape(tf.matMul(ones(h * w, 1), tf.reshape(perChannel, [1, c])), [1, h * w * c]);
}

/**
 * Sum over all positions times `factor`, per channel of [N, H, W, C] (or rows of it), as products with rows of ones.
 * Images first, then positions: float32 sums of thousands of terms in a row lose digits that two short ones keep.
 */
export function channelSum(x: tf.Tensor, [n, h, w, c]: tf.Tensor4D['shape'], factor = 1): tf.Tensor1D {
  const overImages = tf.matMul(ones(1, n), tf.reshape(x, [n, h * w * c]));
  const row = factor === 1 ? ones(1, h * w) : filled(1, h * w, factor);
  return tf.reshape(tf.matMul(row, tf.reshape(overImages, [h * w, c])), [c]);
}
