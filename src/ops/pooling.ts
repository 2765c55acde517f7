/** Differentiable pooling, and the subsampling shortcut of He 2015, option A. */
import * as tf from '@tensorflow/tfjs-core';
import { kernels } from './kernels';

/** Mean over the positions of each image: [N, H, W, C] becomes [N, C]. */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const op = tf.customGrad((...inputs) => ({
    value: kernels().pooling.globalAverage(inputs[0] as tf.Tensor4D),
    gradFunc: (dy) => kernels().pooling.globalAverageGradient(dy as tf.Tensor2D, x.shape),
  }));
  return op(x) as tf.Tensor2D;
}

/**
 * Every `stride`-th row and column, and zeros for the new channels at the end:
 * [N, H, W, C] becomes [N, ⌈H/stride⌉, ⌈W/stride⌉, channels].
 */
export function subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => ({
    value: kernels().pooling.subsampleAndPad(inputs[0] as tf.Tensor4D, stride, channels),
    gradFunc: (dy) => kernels().pooling.subsampleAndPadGradient(dy as tf.Tensor4D, x.shape, stride),
  }));
  return op(x) as tf.Tensor4D;
}

/** All values of each image in a row: [N, H, W, C] becomes [N, H·W·C]. */
export function flatten(x: tf.Tensor4D): tf.Tensor2D {
  const op = tf.customGrad((...inputs) => ({
    value: tf.reshape(inputs[0] as tf.Tensor, [x.shape[0], -1]),
    gradFunc: (dy) => tf.reshape(dy, x.shape),
  }));
  return op(x) as tf.Tensor2D;
}
