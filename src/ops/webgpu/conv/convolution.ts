/** Which of the kernels carries a convolution out: the sliding ones where they can, else those for any geometry. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ShortcutGradient } from '../../kernels';
import { convFilterGradientParts, convForward, convInputGradient } from './general';
import { slidingForward, slidingInputGradient, slidingFilterGradientParts } from './sliding';

type Shape = tf.Tensor4D['shape'];

/**
 * Whether the sliding kernels do a convolution: 3×3, one step at a time, and channels in fours. On SwiftShader they take
 * about half the time of those for any geometry.
 */
function canUseSlidingKernel(
  [kernel, , inChannels, outChannels]: Shape,
  { stride, dilation = 1, groups = 1 }: ConvGeometry,
): boolean {
  const fours = [inChannels, outChannels].every((channels) => channels % 4 === 0);
  return kernel === 3 && stride === 1 && dilation === 1 && groups === 1 && fours;
}

/** Images [N, H, W, in] with filters [K, K, in / groups, out]. */
export function forward(x: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  return canUseSlidingKernel(filter.shape, geometry)
    ? slidingForward(x, filter, geometry.padding)
    : convForward(x, filter, geometry);
}

/** dL/dx of `inputShape` from dL/dy, and with it, if asked, what an identity shortcut brings to the same image. */
export function inputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape,
  geometry: ConvGeometry,
  carried?: ShortcutGradient,
): tf.Tensor4D {
  return canUseSlidingKernel(filter.shape, geometry)
    ? slidingInputGradient(dy, filter, inputShape, geometry.padding, carried)
    : convInputGradient(dy, filter, inputShape, geometry, carried);
}

/** Partial sums [parts, K, K, in / groups, out] of the filter's gradient. */
export function filterGradientParts(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: Shape,
  geometry: ConvGeometry,
): tf.Tensor {
  return canUseSlidingKernel(filterShape, geometry)
    ? slidingFilterGradientParts(x, dy, filterShape, geometry.padding)
    : convFilterGradientParts(x, dy, filterShape, geometry);
}
