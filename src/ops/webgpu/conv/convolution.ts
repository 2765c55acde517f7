/** Which of the kernels carries a convolution out: the sliding ones where they can, else those for any geometry. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry, ShortcutGradient } from '../../kernels';
import { canUseSlidingKernel } from './choose';
import { convFilterGradientParts } from './filter-gradient';
import { convForward } from './forward';
import { convInputGradient } from './input-gradient';
import { slidingForward, slidingInputGradient } from './sliding';
import { slidingFilterGradientParts } from './sliding-filter-gradient';

type Shape = tf.Tensor4D['shape'];

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
