/**
 * Which of the kernels carries a pass of a convolution out: tiles where the chooser wants them, else the sliding ones where they
 * can, else those for any geometry.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../kernels';
import { prefersTiles } from '../choose';
import { webgpuBackend } from '../program';
import { convFilterGradientParts, convForward, convInputGradient } from './general';
import { slidingFilterGradientParts, slidingForward, slidingInputGradient } from './sliding';
import { tiledForward, tiledInputGradient } from './tiled';
import { tiledFilterGradientParts } from './tiled-filter';

const general = {
  forward: convForward,
  inputGradient: convInputGradient,
  filterGradientParts: convFilterGradientParts,
};

type Passes = typeof general;

const sliding: Passes = {
  forward: slidingForward,
  inputGradient: slidingInputGradient,
  filterGradientParts: slidingFilterGradientParts,
};

type Shape = tf.Tensor4D['shape'];

/** Whether channels come in fours, and all of them see each other. */
function hasWideChannels([, , inChannels, outChannels]: Shape, { groups = 1 }: ConvGeometry): boolean {
  return groups === 1 && inChannels % 4 === 0 && outChannels % 4 === 0;
}

/**
 * Whether the sliding kernels do a convolution: 3×3, one step at a time, and channels in fours. On SwiftShader they take
 * about half the time of those for any geometry.
 */
function canSlide(filterShape: Shape, geometry: ConvGeometry): boolean {
  const { stride, dilation = 1 } = geometry;
  return filterShape[0] === 3 && stride === 1 && dilation === 1 && hasWideChannels(filterShape, geometry);
}

function positionsOf([n, height, width]: Shape): number {
  return n * height * width;
}

/** The kernels for filters [K, K, in / groups, out]. */
export function convolution(filterShape: Shape, geometry: ConvGeometry): Passes {
  const direct = canSlide(filterShape, geometry) ? sliding : general;
  if (!hasWideChannels(filterShape, geometry)) return direct;
  const backend = webgpuBackend();
  const [kernel, , inChannels, outChannels] = filterShape;
  const taps = kernel * kernel;
  return {
    forward(x, filter, own) {
      // Of the input, which a stride makes less of.
      const positions = positionsOf(x.shape) / (own.stride * own.stride);
      const tiles = prefersTiles(backend, { positions, depth: taps * inChannels, channels: outChannels });
      return (tiles ? tiledForward : direct.forward)(x, filter, own);
    },
    inputGradient(dy, filter, inputShape, own, carried) {
      const shape = { positions: positionsOf(inputShape), depth: taps * outChannels, channels: inChannels };
      const tiles = own.stride === 1 && prefersTiles(backend, shape);
      return (tiles ? tiledInputGradient : direct.inputGradient)(dy, filter, inputShape, own, carried);
    },
    filterGradientParts(x, dy, shape, own) {
      const positions = positionsOf(dy.shape);
      const tiles = prefersTiles(backend, { positions, depth: taps * inChannels, channels: outChannels });
      return (tiles ? tiledFilterGradientParts : direct.filterGradientParts)(x, dy, shape, own);
    },
  };
}
