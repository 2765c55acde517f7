/**
 * Zeros around, behind and between values. Filters of special convolutions are written out as ordinary ones, for backends that
 * have no better way: a dilated filter has zeros between its taps, a grouped one zeros between channels of different groups; and
 * gradients of what was written out are brought back. The caller tidies up.
 */
import * as tf from '@tensorflow/tfjs-core';
import { groupMask } from '../constants';

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

/** Puts `stride - 1` zeros behind every row and column of [N, H, W, C], which becomes [N, H·stride, W·stride, C]. */
export function insertZeros(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const behind: [[number, number], [number, number], [number, number]] = [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ];
  const columns = tf.pad(tf.reshape(x, [n * h * w, 1, c]), behind);
  const rows = tf.pad(tf.reshape(columns, [n * h, 1, w * stride * c]), behind);
  return tf.reshape(rows, [n, h * stride, w * stride, c]);
}

/** The first `h` rows and `w` columns, behind which zeros are added where there are fewer. */
export function fit(x: tf.Tensor4D, h: number, w: number): tf.Tensor4D {
  const [n, height, width, c] = x.shape;
  const cut =
    h < height || w < width ? tf.slice(x, [0, 0, 0, 0], [n, Math.min(h, height), Math.min(w, width), c]) : x;
  const [, rows, columns] = cut.shape;
  if (rows === h && columns === w) return cut;
  return tf.pad(cut, [[0, 0], [0, h - rows], [0, w - columns], [0, 0]]); // prettier-ignore
}

/** Explicit, since tfjs takes a plain number to mean a square filter. */
export function bordersOf(padding: number): [[0, 0], [number, number], [number, number], [0, 0]] {
  const border: [number, number] = [padding, padding];
  return [[0, 0], border, border, [0, 0]];
}
