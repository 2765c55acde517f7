/** The dense layer, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import type { DenseKernels } from './kernels';
import { channelSum } from './rows';

export const denseReference: DenseKernels = {
  forward: (x, weight, bias) => tf.add(tf.matMul(x, weight), bias),

  inputGradient: (dy, weight) => tf.matMul(dy, weight, false, true),

  parameterGradients: (x, dy) => ({
    // Transposed by hand: the wasm backend's own transposed product is many times slower.
    weight: tf.matMul(tf.transpose(x), dy),
    bias: channelSum(dy, [dy.shape[0], 1, 1, dy.shape[1]]),
  }),
};
