/**
 * Filters of special convolutions written out as ordinary ones, for backends that have no better way: a dilated filter has
 * zeros between its taps, a grouped one zeros between channels of different groups. And the gradients of what was written
 * out, brought back. The caller tidies up.
 */
import * as tf from '@tensorflow/tfjs-core';
import { groupMask } from './constants';
import { insertZeros } from './insert-zeros';

/** Zeros between the taps: [K, K, in, out] becomes [K', K', in, out] with K' = dilation · (K − 1) + 1. */
export function dilateFilter(filter: tf.Tensor4D, dilation: number): tf.Tensor4D {
  const [kernel, , inChannels, outChannels] = filter.shape;
  const side = dilation * (kernel - 1) + 1;
  const taps = tf.reshape(filter, [1, kernel, kernel, inChannels * outChannels]) as tf.Tensor4D;
  const cut = tf.slice(insertZeros(taps, dilation), [0, 0, 0, 0], [1, side, side, inChannels * outChannels]);
  return tf.reshape(cut, [side, side, inChannels, outChannels]);
}

/** The taps of a dilated filter, or of the gradient by one. */
export function tapsOf(dilated: tf.Tensor4D, dilation: number): tf.Tensor4D {
  return tf.stridedSlice(dilated, [0, 0, 0, 0], dilated.shape, [dilation, dilation, 1, 1]) as tf.Tensor4D;
}

/**
 * The filter [K, K, in / groups, out] of a grouped convolution as one of all channels, [K, K, in, out], that is 0 where
 * input and output are of different groups.
 */
export function ungroupFilter(filter: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [kernel, , own, outChannels] = filter.shape;
  const taps = tf.reshape(filter, [kernel * kernel, own, outChannels]);
  // Quicker than `tile` on wasm.
  const repeated = tf.concat(
    Array.from({ length: groups }, () => taps),
    1,
  );
  const masked = tf.mul(repeated, groupMask(own * groups, outChannels, groups));
  return tf.reshape(masked, [kernel, kernel, own * groups, outChannels]);
}

/** The gradient by an ungrouped filter as that by the grouped one, [K, K, in / groups, out]. */
export function regroupGradient(ungrouped: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [kernel, , inChannels, outChannels] = ungrouped.shape;
  const [area, own] = [kernel * kernel, inChannels / groups];
  const taps = tf.reshape(ungrouped, [area, inChannels, outChannels]);
  const masked = tf.mul(taps, groupMask(inChannels, outChannels, groups));
  const sum = tf.sum(tf.reshape(masked, [area, groups, own * outChannels]), 1);
  return tf.reshape(sum, [kernel, kernel, own, outChannels]);
}
