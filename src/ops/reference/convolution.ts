/**
 * Convolution and its two gradients, composed from convolutions alone. On wasm all three then run on XNNPACK, which has no
 * filter gradient of its own, nor has tfjs-backend-wasm/src/kernels. `ungrouped…` convolve all channels with all; `depthwise…` every channel with a filter of its own,
 * [K, K, 1, C], by tfjs's depthwise convolution, with stride and dilation 1, or one of them.
 */
import * as tf from '@tensorflow/tfjs-core';
import { bordersOf, dilateFilter, fit, insertZeros, regroupGradient, tapsOf, ungroupFilter } from './filters';
import type { ConvGeometry, ConvKernels } from '../kernels';
import { antiDiagonal } from '../constants';

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

function ungroupedForward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { stride, padding, dilation = 1 } = geometry;
  if (needsDilatedFilter(geometry)) return tf.conv2d(x, dilateFilter(filter, dilation), stride, padding);
  return tf.conv2d(x, filter, stride, padding, 'NHWC', dilation);
}

function ungroupedInputGradient(
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
function ungroupedFilterGradient(
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

/** As tfjs wants it, [K, K, C, 1]. */
function byChannel(filter: tf.Tensor4D): tf.Tensor4D {
  const [kernel, , , channels] = filter.shape;
  return tf.reshape(filter, [kernel, kernel, channels, 1]);
}

function depthwiseForward(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor4D {
  return tf.depthwiseConv2d(x, byChannel(filter), stride, bordersOf(padding), 'NHWC', dilation);
}

function depthwiseInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  [, height, width]: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor4D {
  const [kernel, , , channels] = filter.shape;
  const area = kernel * kernel;
  const reversed = tf.matMul(antiDiagonal(area), tf.reshape(filter, [area, channels]));
  const turned = tf.reshape(reversed, [kernel, kernel, channels, 1]) as tf.Tensor4D;
  const border = dilation * (kernel - 1) - padding;
  const spread =
    stride === 1 ? dy : fit(insertZeros(dy, stride), height + padding - border, width + padding - border);
  return tf.depthwiseConv2d(spread, turned, 1, bordersOf(border), 'NHWC', dilation);
}

/** As the one of all channels, with every channel of every image on its own; then the images are summed. */
function depthwiseFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [kernel, , , channels]: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const [, rows, columns] = dy.shape;
  const images = tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [1, height, width, n * channels]) as tf.Tensor4D;
  const filter = tf.reshape(tf.transpose(dy, [1, 2, 0, 3]), [rows, columns, n * channels, 1]) as tf.Tensor4D;
  const all = tf.depthwiseConv2d(images, filter, dilation, bordersOf(padding), 'NHWC', stride);
  const needed = tf.slice(all, [0, 0, 0, 0], [1, kernel, kernel, n * channels]);
  const sum = tf.sum(tf.reshape(needed, [kernel * kernel, n, channels]), 1);
  return tf.reshape(sum, [kernel, kernel, 1, channels]);
}

type Way = 'ungrouped' | 'masked' | 'depthwise';

/**
 * Milliseconds on wasm (one thread) of forward pass, input and filter gradient together, 3×3, batch 32, as one convolution
 * of all channels whose filter is masked, as one a group with slices of the channels, and depthwise where that can be:
 *
 * | side, channels | groups | masked | slices | depthwise |
 * | 14, 16         | 4      | 3.8    | 16     |           |
 * | 14, 16         | 16     | 4.7    | 65     | 1.9       |
 * | 14, 32         | 8      | 13     | 90     |           |
 * | 7, 64          | 8      | 21     | 42     |           |
 * | 7, 64          | 64     | 17     | 206    | 2.1       |
 * | 32, 64         | 2      | 341    | 430    |           |
 *
 * Slicing channels copies value by value, which costs more than the products with zeros. The same holds on cpu, but for
 * tens of groups of a few channels, where slices take two thirds of the time.
 */
function wayOf(channels: number, { stride, dilation = 1, groups = 1 }: ConvGeometry, out: number): Way {
  if (groups === 1) return 'ungrouped';
  const isDepthwise = groups === channels && groups === out && (stride === 1 || dilation === 1);
  return isDepthwise ? 'depthwise' : 'masked';
}

/** A 1×1 filter has one tap, and nothing to dilate. */
function simple(geometry: ConvGeometry, kernel: number): ConvGeometry {
  return kernel === 1 ? { ...geometry, dilation: 1 } : geometry;
}

export const conv2dReference: ConvKernels = {
  carriesShortcut: false,

  forward: (x, filter, given) =>
    tf.tidy(() => {
      const geometry = simple(given, filter.shape[0]);
      const way = wayOf(x.shape[3], geometry, filter.shape[3]);
      if (way === 'depthwise') return depthwiseForward(x, filter, geometry);
      const { groups = 1 } = geometry;
      return ungroupedForward(x, way === 'masked' ? ungroupFilter(filter, groups) : filter, geometry);
    }),

  inputGradient: (dy, filter, inputShape, given) =>
    tf.tidy(() => {
      const geometry = simple(given, filter.shape[0]);
      const way = wayOf(inputShape[3], geometry, filter.shape[3]);
      if (way === 'depthwise') return depthwiseInputGradient(dy, filter, inputShape, geometry);
      const { groups = 1 } = geometry;
      const whole = way === 'masked' ? ungroupFilter(filter, groups) : filter;
      return ungroupedInputGradient(dy, whole, inputShape, geometry);
    }),

  filterGradient: (x, dy, filterShape, given) =>
    tf.tidy(() => {
      const [kernel, , , outChannels] = filterShape;
      const geometry = simple(given, kernel);
      const way = wayOf(x.shape[3], geometry, outChannels);
      if (way === 'depthwise') return depthwiseFilterGradient(x, dy, filterShape, geometry);
      if (way === 'ungrouped') return ungroupedFilterGradient(x, dy, filterShape, geometry);
      const whole: tf.Tensor4D['shape'] = [kernel, kernel, x.shape[3], outChannels];
      return regroupGradient(ungroupedFilterGradient(x, dy, whole, geometry), geometry.groups ?? 1);
    }),
};
