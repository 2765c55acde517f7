/** A bias per channel, then the shortcut and the activation, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { applyEpilogue, shortcutGradient } from './epilogue';
import type { BiasKernels } from './kernels';
import { byImage, channelSum, spread } from './rows';

export const biasReference: BiasKernels = {
  forward: (x, bias, epilogue) =>
    tf.tidy(() => applyEpilogue(tf.add(byImage(x), spread(bias, x.shape)), x.shape, epilogue)),

  gradient: (dy, savedForBackward, epilogue) =>
    tf.tidy(() => {
      const dz = activationGradient(dy, savedForBackward, epilogue.activation);
      const shortcut = shortcutGradient(dz, epilogue.hasShortcut, epilogue.gain);
      return { x: tf.clone(dz), bias: channelSum(dz, dy.shape), shortcut };
    }),
};
