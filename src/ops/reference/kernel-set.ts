/** The reference kernels: composed of tfjs core operations, they run everywhere and define what others are tested against. */
import * as tf from '@tensorflow/tfjs-core';
import { scalar } from '../constants';
import type { ChannelKernels, DenseKernels, KernelSet, ScalingKernels } from '../kernels';
import { channelSum } from '../rows';
import { conv2dReference } from './convolution';
import { additionReference, biasReference, scalarsReference } from './epilogue';
import { batchNormReference, groupNormReference } from './norms';
import { poolingReference, windowPoolReference } from './pooling';

const denseReference: DenseKernels = {
  forward: (x, weight, bias) => tf.add(tf.matMul(x, weight), bias),

  inputGradient: (dy, weight) => tf.matMul(dy, weight, false, true),

  parameterGradients: (x, dy) => ({
    // Transposed by hand: a product that wasm is to transpose does not run on XNNPACK, and is many times slower
    // (slow_batch_matmul in tfjs-backend-wasm/src/cc/batch_mat_mul_impl.cc).
    weight: tf.matMul(tf.transpose(x), dy),
    bias: channelSum(dy, [dy.shape[0], 1, 1, dy.shape[1]]),
  }),
};

const channelsReference: ChannelKernels = {
  join: (a, b) => tf.concat([a, b], 3),

  part(x, start, count) {
    const [n, h, w] = x.shape;
    return tf.slice(x, [0, 0, 0, start], [n, h, w, count]);
  },
};

const scalingReference: ScalingKernels = {
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

export const referenceKernels: KernelSet = {
  conv2d: conv2dReference,
  batchNorm: batchNormReference,
  groupNorm: groupNormReference,
  bias: biasReference,
  scalars: scalarsReference,
  addition: additionReference,
  pooling: poolingReference,
  windowPool: windowPoolReference,
  channels: channelsReference,
  scaling: scalingReference,
  dense: denseReference,
};
