/**
 * Differentiable group normalisation (Wu & He 2018): every image's channels in groups, each brought to mean 0 and variance
 * 1 over its channels and positions, then scaled and shifted per channel. Layer norm is a single group. Composed of core
 * operations on every backend; it needs no statistics of the batch, so training and testing are the same.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from './batchNorm.reference';
import { groupMask, scalar } from './constants';
import { kernels } from './kernels';
import { addActivate, type End } from './normalise';
import { channelSum } from './rows';

/** Mean over the positions and the channels of a group, per image, told to every channel: [N, C]. */
function groupMean(x: tf.Tensor4D, groups: number): tf.Tensor2D {
  const channels = x.shape[3];
  const sum = tf.matMul(kernels().pooling.globalAverage(x), groupMask(channels, channels, groups));
  return tf.mul(sum, scalar(groups / channels));
}

/** [N, C] as [N, 1, 1, C], which is taken for every position: several times as fast on wasm as repeating it. */
function everywhere(perChannel: tf.Tensor2D): tf.Tensor4D {
  const [n, c] = perChannel.shape;
  return tf.reshape(perChannel, [n, 1, 1, c]);
}

/**
 * activation(scale · (x − mean) / √(variance + 1e-5) + shift + gain · shortcut) for x [N, H, W, C] whose C is divisible by
 * `groups`; scale and shift are [C].
 */
export function groupNorm(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  groups: number,
  end: End,
): tf.Tensor4D {
  const { shape } = x;
  const op = tf.customGrad((...inputs) => {
    const [image, factor, offset, save] = inputs as unknown as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ];
    const centred = tf.sub(image, everywhere(groupMean(image, groups))) as tf.Tensor4D;
    const inverse = tf.rsqrt(tf.add(groupMean(tf.square(centred), groups), scalar(EPSILON))) as tf.Tensor2D;
    const unit = tf.mul(centred, everywhere(inverse));
    save([unit, inverse, factor]);
    return {
      value: tf.add(tf.mul(unit, factor), offset),
      // With g = dy · scale: dx = (g − mean(g) − unit · mean(g · unit)) / deviation, the means over the group.
      gradFunc: (dy, saved) => {
        const [kept, deviation, weights] = saved as [tf.Tensor4D, tf.Tensor2D, tf.Tensor1D];
        const g = tf.mul(dy, weights) as tf.Tensor4D;
        const mean = everywhere(groupMean(g, groups));
        const along = everywhere(groupMean(tf.mul(g, kept) as tf.Tensor4D, groups));
        const dx = tf.mul(tf.sub(tf.sub(g, mean), tf.mul(kept, along)), everywhere(deviation));
        return [dx, channelSum(tf.mul(dy, kept), shape), channelSum(dy, shape)];
      },
    };
  });
  const normed = op(x, scale, shift) as tf.Tensor4D;
  return end.activation === 'linear' && end.shortcut === null ? normed : addActivate(normed, end);
}
