/** Convolution and its two gradients, composed of core operations: which way is taken for grouped ones. */
import * as tf from '@tensorflow/tfjs-core';
import {
  depthwiseFilterGradient,
  depthwiseForward,
  depthwiseInputGradient,
} from './conv2d.depthwise.reference';
import {
  ungroupedFilterGradient,
  ungroupedForward,
  ungroupedInputGradient,
} from './conv2d.ungrouped.reference';
import { regroupGradient, ungroupFilter } from './filters';
import type { ConvGeometry, ConvKernels } from './kernels';

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
