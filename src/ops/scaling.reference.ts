/** Products with factors, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { scalar } from './constants';
import type { ScalingKernels } from './shape-kernels';
import { poolingReference } from './pooling.reference';
import { channelSum } from './rows';

export const scalingReference: ScalingKernels = {
  byChannel(x, factors) {
    const [n, , , c] = x.shape;
    return tf.tidy(() => tf.mul(x, tf.reshape(factors, [n, 1, 1, c])) as tf.Tensor4D);
  },

  along: (a, b) =>
    tf.tidy(() => {
      const [, h, w] = a.shape;
      return tf.mul(poolingReference.globalAverage(tf.mul(a, b)), scalar(h * w)) as tf.Tensor2D;
    }),

  alongAll: (a, b) =>
    tf.tidy(() => {
      const perChannel = channelSum(tf.mul(a, b), a.shape);
      return channelSum(perChannel, [perChannel.size, 1, 1, 1]);
    }),
};
