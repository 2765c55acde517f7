/** Differentiable pooling, and the subsampling shortcut of He 2015, option A. */
import * as tf from '@tensorflow/tfjs-core';
import { insertZeros } from './conv2d.reference';
import { scalar } from './constants';

/** Mean over the positions of each image: [N, H, W, C] becomes [N, C]. */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, c] = x.shape;
  const op = tf.customGrad((...inputs) => {
    const [image] = inputs as unknown as [tf.Tensor4D];
    return {
      value: tf.reshape(tf.avgPool(image, [h, w], 1, 'valid'), [n, c]),
      gradFunc: (dy) => {
        const each = tf.reshape(tf.mul(dy, scalar(1 / (h * w))), [n, 1, c]);
        return tf.reshape(tf.tile(each, [1, h * w, 1]), x.shape);
      },
    };
  });
  return op(x) as tf.Tensor2D;
}

/**
 * Every `stride`-th row and column, and zeros for the new channels at the end:
 * [N, H, W, C] becomes [N, ⌈H/stride⌉, ⌈W/stride⌉, channels].
 */
export function subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const op = tf.customGrad((...inputs) => {
    const [image] = inputs as unknown as [tf.Tensor4D];
    const sampled =
      stride === 1 ? image : tf.stridedSlice(image, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]);
    return {
      value: tf.pad(sampled, [[0, 0], [0, 0], [0, 0], [0, channels - c]]), // prettier-ignore
      gradFunc: (dy) => {
        const [, rows, columns] = dy.shape as tf.Tensor4D['shape'];
        const own = tf.slice(dy, [0, 0, 0, 0], [n, rows, columns, c]) as tf.Tensor4D;
        if (stride === 1) return own;
        return tf.slice(insertZeros(own, stride), [0, 0, 0, 0], [n, h, w, c]);
      },
    };
  });
  return op(x) as tf.Tensor4D;
}
