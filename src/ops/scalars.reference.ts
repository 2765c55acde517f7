/** Products with and sums with single numbers, then the shortcut and the activation, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { applyEpilogue, shortcutGradient } from './epilogue';
import type { ScalarKernels } from './kernels';
import { channelSum } from './rows';

/** The sum of all values, [1]; in two steps, as float32 loses digits in long sums. */
function total(x: tf.Tensor4D): tf.Tensor1D {
  const perChannel = channelSum(x, x.shape);
  return channelSum(perChannel, [perChannel.size, 1, 1, 1]);
}

export const scalarsReference: ScalarKernels = {
  forward: (x, factor, bias, epilogue) =>
    tf.tidy(() => {
      const scaled = factor === null ? x : tf.mul(x, factor);
      return applyEpilogue(bias === null ? scaled : tf.add(scaled, bias), x.shape, epilogue);
    }),

  gradient: (dy, savedForBackward, multiplied, epilogue) =>
    tf.tidy(() => {
      const dz = activationGradient(dy, savedForBackward, epilogue.activation);
      return {
        x: multiplied === null ? tf.clone(dz) : tf.mul(dz, multiplied.factor),
        factor: multiplied === null ? undefined : total(tf.mul(dz, multiplied.x)),
        bias: total(dz),
        shortcut: shortcutGradient(dz, epilogue.hasShortcut, epilogue.gain),
      };
    }),
};
