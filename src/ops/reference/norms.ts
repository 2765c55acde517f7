/** Batch and group normalisation with analytic gradients, composed of core operations. */
import * as tf from '@tensorflow/tfjs-core';
import { scalar, groupMask } from '../constants';
import { applyEpilogue, preActivationGradient, shortcutGradient } from './epilogue';
import { EPSILON, type BatchNormKernels, type GroupNormKernels } from '../kernels';
import { byImage, channelSum, positions, spread } from '../rows';
import { poolingReference } from './pooling';

/**
 * Ioffe & Szegedy 2015 (arXiv:1502.03167), in the form that is cheapest on wasm: channel sums are products with a row of ones,
 * and per-channel factors are spread over an image before they are multiplied.
 */
export const batchNormReference: BatchNormKernels = {
  training(x, scale, shift, epilogue) {
    const shape = x.shape;
    const count = positions(shape);
    const { output, mean, variance, centred, inverseDeviation } = tf.tidy(() => {
      const mean = channelSum(x, shape, 1 / count);
      const centred = tf.sub(byImage(x), spread(mean, shape));
      const variance = channelSum(tf.square(centred), shape, 1 / count);
      const inverseDeviation = tf.rsqrt(tf.add(variance, scalar(EPSILON)));
      const scaled = tf.mul(centred, spread(tf.mul(scale, inverseDeviation), shape));
      const output = applyEpilogue(tf.add(scaled, spread(shift, shape)), shape, epilogue);
      return { output, mean, variance, centred, inverseDeviation };
    });
    return { ...output, statistics: () => ({ mean, variance }), saved: [centred, inverseDeviation] };
  },

  // With z = scale · x̂ + shift (+ shortcut), R positions a channel, x̂ = centred / deviation:
  // dshift = Σdz, dscale = Σdz·x̂, dx = scale / deviation · (dz − dshift / R − x̂ · dscale / R).
  trainingGradient(incoming, saved, scale) {
    const [centred, inverseDeviation] = saved as [tf.Tensor, tf.Tensor];
    const { shape } = incoming.dy;
    const count = positions(shape);
    return tf.tidy(() => {
      const dz = preActivationGradient(incoming);
      const dShift = channelSum(dz, shape);
      const rows = byImage(dz);
      const dScale = tf.mul(channelSum(tf.mul(rows, centred), shape), inverseDeviation) as tf.Tensor1D;
      const factor = tf.mul(scale, inverseDeviation);
      const ofCentred = tf.mul(tf.mul(factor, inverseDeviation), tf.mul(dScale, scalar(-1 / count)));
      const constant = tf.mul(factor, tf.mul(dShift, scalar(-1 / count)));
      const x = tf.add(
        tf.add(tf.mul(rows, spread(factor, shape)), tf.mul(centred, spread(ofCentred, shape))),
        spread(constant, shape),
      );
      const shortcut = shortcutGradient(dz, incoming);
      return { x: tf.reshape(x, shape), scale: dScale, shift: dShift, shortcut };
    });
  },

  inference(x, scale, shift, mean, variance, epilogue) {
    return tf.tidy(() => {
      const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, scalar(EPSILON))));
      const offset = tf.sub(shift, tf.mul(mean, factor));
      const scaled = tf.add(tf.mul(byImage(x), spread(factor, x.shape)), spread(offset, x.shape));
      return applyEpilogue(scaled, x.shape, epilogue).y;
    });
  },
};

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

/**
 * Wu & He 2018 (arXiv:1803.08494). Layer norm is a single group. It needs no statistics of the batch, so training and testing
 * are the same.
 */
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
  gradient: (incoming, saved, scale, groups) =>
    tf.tidy(() => {
      const [unit, inverse] = saved as [tf.Tensor4D, tf.Tensor2D];
      const dz = preActivationGradient(incoming);
      const g = tf.mul(dz, scale) as tf.Tensor4D;
      const mean = everywhere(groupMean(g, groups));
      const along = everywhere(groupMean(tf.mul(g, unit) as tf.Tensor4D, groups));
      const x = tf.mul(tf.sub(tf.sub(g, mean), tf.mul(unit, along)), everywhere(inverse));
      return {
        x: x as tf.Tensor4D,
        scale: channelSum(tf.mul(dz, unit), dz.shape),
        shift: channelSum(dz, dz.shape),
        shortcut: shortcutGradient(dz, incoming),
      };
    }),
};
