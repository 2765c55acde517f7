/**
 * Filters of special convolutions written out as ordinary ones: a dilated filter has zeros between its taps, a grouped one
 * zeros between channels of different groups. Every backend's convolution then does them, with its own gradients.
 */
import * as tf from '@tensorflow/tfjs-core';
import { groupMask } from './constants';
import { insertZeros } from './conv2d.reference';

/** Zeros between the taps: [K, K, in, out] becomes [K', K', in, out] with K' = dilation · (K − 1) + 1. */
export function dilateFilter(filter: tf.Tensor4D, dilation: number): tf.Tensor4D {
  const [kernel, , inChannels, outChannels] = filter.shape;
  const side = dilation * (kernel - 1) + 1;
  const op = tf.customGrad((...inputs) => ({
    value: tf.tidy(() => {
      const taps = tf.reshape(inputs[0] as tf.Tensor, [1, kernel, kernel, inChannels * outChannels]);
      const spread = insertZeros(taps as tf.Tensor4D, dilation);
      const cut = tf.slice(spread, [0, 0, 0, 0], [1, side, side, inChannels * outChannels]);
      return tf.reshape(cut, [side, side, inChannels, outChannels]);
    }),
    gradFunc: (dy) => tf.stridedSlice(dy, [0, 0, 0, 0], dy.shape, [dilation, dilation, 1, 1]),
  }));
  return op(filter) as tf.Tensor4D;
}

/**
 * The filter [K, K, in / groups, out] of a grouped convolution as one of all channels, [K, K, in, out], that is 0 where
 * input and output are of different groups.
 */
export function ungroupFilter(filter: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [kernel, , own, outChannels] = filter.shape;
  const [area, inChannels] = [kernel * kernel, own * groups];
  const masked = (all: tf.Tensor): tf.Tensor => tf.mul(all, groupMask(inChannels, outChannels, groups));
  const op = tf.customGrad((...inputs) => ({
    value: tf.tidy(() => {
      const taps = tf.reshape(inputs[0] as tf.Tensor, [area, own, outChannels]);
      return tf.reshape(masked(tf.tile(taps, [1, groups, 1])), [kernel, kernel, inChannels, outChannels]);
    }),
    gradFunc: (dy) =>
      tf.tidy(() => {
        const all = masked(tf.reshape(dy, [area, inChannels, outChannels]));
        return tf.reshape(tf.sum(tf.reshape(all, [area, groups, own * outChannels]), 1), filter.shape);
      }),
  }));
  return op(filter) as tf.Tensor4D;
}
