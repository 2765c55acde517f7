/**
 * Group normalisation (Wu & He 2018) with analytic gradients, composed of core operations. Layer norm is a single group. It
 * needs no statistics of the batch, so training and testing are the same.
 */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { EPSILON } from './batch-norm.reference';
import { groupMask, scalar } from './constants';
import { applyEpilogue, shortcutGradient } from './epilogue';
import type { GroupNormKernels } from './kernels';
import { poolingReference } from './pooling.reference';
import { channelSum } from './rows';

/** Mean over the positions and the channels of a group, per image, told to every channel: [N, C]. */
function groupMean(x: tf.Tensor4D, groups: number): tf.Tensor2D {
  const channels = x.shape[3];
  const sum = tf.matMul(poolingReference.globalAverage(x), groupMask(channels, channels, groups));
  return tf.mul(sum, scalar(groups / channels));
}

/** [N, C] as [N, 1, 1, C], which is taken for every position: several times as fast on wasm as repeating it. */
function everywhere(perChannel: tf.Tensor2D): tf.Tensor4D {
  const [n, c] = perChannel.shape;
  return tf.reshape(perChannel, [n, 1, 1, c]);
}

export const groupNormReference: GroupNormKernels = {
  forward(x, scale, shift, groups, epilogue) {
    const { output, unit, inverse } = tf.tidy(() => {
      const centred = tf.sub(x, everywhere(groupMean(x, groups))) as tf.Tensor4D;
      const inverse = tf.rsqrt(tf.add(groupMean(tf.square(centred), groups), scalar(EPSILON))) as tf.Tensor2D;
      const unit = tf.mul(centred, everywhere(inverse));
      return { output: applyEpilogue(tf.add(tf.mul(unit, scale), shift), x.shape, epilogue), unit, inverse };
    });
    return { ...output, saved: [unit, inverse] };
  },

  // With g = dz · scale: dx = (g − mean(g) − unit · mean(g · unit)) / deviation, the means over the group.
  gradient: (dy, savedForBackward, saved, scale, groups, epilogue) =>
    tf.tidy(() => {
      const [unit, inverse] = saved as [tf.Tensor4D, tf.Tensor2D];
      const dz = activationGradient(dy, savedForBackward, epilogue.activation);
      const g = tf.mul(dz, scale) as tf.Tensor4D;
      const mean = everywhere(groupMean(g, groups));
      const along = everywhere(groupMean(tf.mul(g, unit) as tf.Tensor4D, groups));
      const x = tf.mul(tf.sub(tf.sub(g, mean), tf.mul(unit, along)), everywhere(inverse));
      return {
        x: x as tf.Tensor4D,
        scale: channelSum(tf.mul(dz, unit), dy.shape),
        shift: channelSum(dz, dy.shape),
        shortcut: shortcutGradient(dz, epilogue.hasShortcut, epilogue.gain),
      };
    }),
};
