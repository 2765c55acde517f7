/** A bias per channel, then the shortcut and the activation, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { finish, shortcutGradient } from './epilogue';
import type { BiasKernels } from './kernels';
import { byImage, channelSum, spread } from './rows';

export const biasReference: BiasKernels = {
  forward: (x, bias, end) => tf.tidy(() => finish(tf.add(byImage(x), spread(bias, x.shape)), x.shape, end)),

  gradient: (dy, kept, end) =>
    tf.tidy(() => {
      const dz = activationGradient(dy, kept, end.activation);
      const shortcut = shortcutGradient(dz, end.hasShortcut, end.gain);
      return { x: tf.clone(dz), bias: channelSum(dz, dy.shape), shortcut };
    }),
};
