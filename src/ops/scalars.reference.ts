/** Products with and sums with single numbers, then the shortcut and the activation, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { finish, shortcutGradient } from './epilogue';
import type { ScalarKernels } from './kernels';
import { channelSum } from './rows';

/** The sum of all values, [1]; in two steps, as float32 loses digits in long sums. */
function total(x: tf.Tensor4D): tf.Tensor1D {
  const perChannel = channelSum(x, x.shape);
  return channelSum(perChannel, [perChannel.size, 1, 1, 1]);
}

export const scalarsReference: ScalarKernels = {
  forward: (x, factor, bias, end) =>
    tf.tidy(() => {
      const scaled = factor === null ? x : tf.mul(x, factor);
      return finish(bias === null ? scaled : tf.add(scaled, bias), x.shape, end);
    }),

  gradient: (dy, kept, multiplied, end) =>
    tf.tidy(() => {
      const dz = activationGradient(dy, kept, end.activation);
      return {
        x: multiplied === null ? tf.clone(dz) : tf.mul(dz, multiplied.factor),
        factor: multiplied === null ? undefined : total(tf.mul(dz, multiplied.x)),
        bias: total(dz),
        shortcut: shortcutGradient(dz, end.hasShortcut, end.gain),
      };
    }),
};
