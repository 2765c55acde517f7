/**
 * Convolution of all channels with all, and its two gradients, composed from convolutions alone. On wasm all three then run
 * on XNNPACK, which has no filter gradient of its own; on every backend it is the definition that kernels are tested against.
 */
import * as tf from '@tensorflow/tfjs-core';
import { antiDiagonal } from './constants';
import { dilateFilter, tapsOf } from './filters';
import { insertZeros } from './insert-zeros';
import type { ConvGeometry } from './kernels';

/** The first `h` rows and `w` columns, behind which zeros are added where there are fewer. */
export function fit(x: tf.Tensor4D, h: number, w: number): tf.Tensor4D {
  const [n, height, width, c] = x.shape;
  const cut =
    h < height || w < width ? tf.slice(x, [0, 0, 0, 0], [n, Math.min(h, height), Math.min(w, width), c]) : x;
  const [, rows, columns] = cut.shape;
  if (rows === h && columns === w) return cut;
  return tf.pad(cut, [[0, 0], [0, h - rows], [0, w - columns], [0, 0]]); // prettier-ignore
}

/** The filter turned by 180 degrees, its channels swapped: [K, K, in, out] becomes [K, K, out, in]. */
function turned(filter: tf.Tensor4D): tf.Tensor4D {
  const [kernel, , inChannels, outChannels] = filter.shape;
  if (kernel === 1) return tf.transpose(filter, [0, 1, 3, 2]);
  const area = kernel * kernel;
  // Turning by 180 degrees reverses the list of taps; wasm does it quickest as a product.
  const reversed = tf.matMul(antiDiagonal(area), tf.reshape(filter, [area, inChannels * outChannels]));
  return tf.transpose(tf.reshape(reversed, filter.shape), [0, 1, 3, 2]);
}

/** Whether tfjs has no such convolution: its filters have a stride or a dilation, not both. */
function needsDilatedFilter({ stride, dilation = 1 }: ConvGeometry): boolean {
  return stride > 1 && dilation > 1;
}

export function ungroupedForward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { stride, padding, dilation = 1 } = geometry;
  if (needsDilatedFilter(geometry)) return tf.conv2d(x, dilateFilter(filter, dilation), stride, padding);
  return tf.conv2d(x, filter, stride, padding, 'NHWC', dilation);
}

export function ungroupedInputGradient(
  dy: tf.Tensor4D,
  given: tf.Tensor4D,
  [, height, width]: tf.Tensor4D['shape'],
  geometry: ConvGeometry,
): tf.Tensor4D {
  const { stride, padding, dilation = 1 } = geometry;
  const filter = needsDilatedFilter(geometry) ? dilateFilter(given, dilation) : given;
  const [kernel] = filter.shape;
  if (stride === 1) {
    return tf.conv2d(dy, turned(filter), 1, dilation * (kernel - 1) - padding, 'NHWC', dilation);
  }
  // A 1×1 filter commutes with the inserted zeros, so the small image is convolved.
  if (kernel === 1 && padding === 0) {
    return fit(insertZeros(tf.conv2d(dy, turned(filter), 1, 0), stride), height, width);
  }
  const border = kernel - 1 - padding;
  const spread = fit(insertZeros(dy, stride), height + padding - border, width + padding - border);
  return tf.conv2d(spread, turned(filter), 1, border);
}

/**
 * dW[i, j] sums x[·, s·oh + i, s·ow + j] · dy[·, oh, ow] over images and positions: a convolution whose filter is dy,
 * dilated by the stride, whose channels are the images and whose images are the input channels. A dilation of the filter is
 * its stride.
 */
export function ungroupedFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [kernel, , inChannels, outChannels]: tf.Tensor4D['shape'],
  geometry: ConvGeometry,
): tf.Tensor4D {
  const { stride, padding, dilation = 1 } = geometry;
  if (needsDilatedFilter(geometry)) {
    const side = dilation * (kernel - 1) + 1;
    const ordinary = { stride, padding };
    return tapsOf(ungroupedFilterGradient(x, dy, [side, side, inChannels, outChannels], ordinary), dilation);
  }
  const byChannel = tf.transpose(x, [3, 1, 2, 0]);
  const dyFilter = tf.transpose(dy, [1, 2, 0, 3]);
  const all = tf.conv2d(byChannel, dyFilter, dilation, bordersOf(padding), 'NHWC', stride);
  const needed =
    all.shape[1] === kernel && all.shape[2] === kernel
      ? all
      : tf.slice(all, [0, 0, 0, 0], [inChannels, kernel, kernel, outChannels]);
  return tf.transpose(needed, [1, 2, 0, 3]);
}

/** Explicit, since tfjs takes a plain number to mean a square filter. */
export function bordersOf(padding: number): [[0, 0], [number, number], [number, number], [0, 0]] {
  const border: [number, number] = [padding, padding];
  return [[0, 0], border, border, [0, 0]];
}
