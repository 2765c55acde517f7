/**
 * Batch normalisation (Ioffe & Szegedy 2015) with analytic gradients, in the form that is cheapest on wasm: channel sums
 * are products with a row of ones, and per-channel factors are spread over an image before they are multiplied.
 */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { scalar } from './constants';
import { applyEpilogue, shortcutGradient } from './epilogue';
import type { BatchNormKernels } from './kernels';
import { byImage, channelSum, positions, spread } from './rows';

/** PyTorch's default; TensorFlow's is 1e-3. */
export const EPSILON = 1e-5;

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
  trainingGradient(dy, savedForBackward, saved, scale, epilogue) {
    const [centred, inverseDeviation] = saved as [tf.Tensor, tf.Tensor];
    const shape = dy.shape;
    const count = positions(shape);
    return tf.tidy(() => {
      const dz = activationGradient(dy, savedForBackward, epilogue.activation);
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
      const shortcut = shortcutGradient(dz, epilogue.hasShortcut, epilogue.gain);
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
