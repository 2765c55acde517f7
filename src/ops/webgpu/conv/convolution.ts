/** Which of the kernels carries a convolution out: the sliding ones where they can, else those for any geometry. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../kernels';
import { convFilterGradientParts, convForward, convInputGradient } from './general';
import { slidingFilterGradientParts, slidingForward, slidingInputGradient } from './sliding';

const general = {
  forward: convForward,
  inputGradient: convInputGradient,
  filterGradientParts: convFilterGradientParts,
};

const sliding: typeof general = {
  forward: slidingForward,
  inputGradient: slidingInputGradient,
  filterGradientParts: slidingFilterGradientParts,
};

/**
 * Whether the sliding kernels do a convolution: 3×3, one step at a time, and channels in fours. On SwiftShader they take
 * about half the time of those for any geometry.
 */
function canUseSlidingKernel(
  [kernel, , inChannels, outChannels]: tf.Tensor4D['shape'],
  { stride, dilation = 1, groups = 1 }: ConvGeometry,
): boolean {
  const fours = [inChannels, outChannels].every((channels) => channels % 4 === 0);
  return kernel === 3 && stride === 1 && dilation === 1 && groups === 1 && fours;
}

/** The kernels for filters [K, K, in / groups, out]. */
export function convolution(filterShape: tf.Tensor4D['shape'], geometry: ConvGeometry): typeof general {
  return canUseSlidingKernel(filterShape, geometry) ? sliding : general;
}
