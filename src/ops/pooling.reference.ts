/** Pooling and the subsampling shortcut, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { ones, scalar } from './constants';
import { insertZeros } from './insert-zeros';
import { meanPool } from './pools';
import type { PoolingKernels } from './shape-kernels';

export const poolingReference: PoolingKernels = {
  globalAverage(x) {
    const [n, h, w, c] = x.shape;
    return tf.reshape(meanPool(x, [h, w], 1), [n, c]);
  },

  globalAverageGradient(dy, inputShape) {
    const [n, h, w, c] = inputShape;
    const each = tf.reshape(tf.mul(dy, scalar(1 / (h * w))), [n, 1, c]);
    // A product with ones repeats several times as fast as `tile`.
    return tf.reshape(tf.mul(each, tf.reshape(ones(h * w, 1), [1, h * w, 1])), inputShape);
  },

  subsampleAndPad(x, stride, channels) {
    const sampled =
      stride === 1 ? x : (tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]) as tf.Tensor4D);
    return tf.pad(sampled, [[0, 0], [0, 0], [0, 0], [0, channels - x.shape[3]]]); // prettier-ignore
  },

  subsampleAndPadGradient(dy, inputShape, stride) {
    const [n, , , c] = inputShape;
    const [, rows, columns] = dy.shape;
    const own = tf.slice(dy, [0, 0, 0, 0], [n, rows, columns, c]);
    if (stride === 1) return own;
    return tf.slice(insertZeros(own, stride), [0, 0, 0, 0], inputShape);
  },
};
