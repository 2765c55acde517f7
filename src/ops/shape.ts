/** Differentiable ops that change an image's shape: pooling, the subsampling shortcut, joined channels, a flat row. */
import * as tf from '@tensorflow/tfjs-core';
import { kernels } from './active-kernels';
import { differentiable } from './differentiable';
import type { PoolGeometry } from './kernels';

/** Mean over the positions of each image: [N, H, W, C] becomes [N, C]. */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  return differentiable(
    [x],
    (image) => ({ y: kernels().pooling.globalAverage(image), saved: [] }),
    (dy) => [kernels().pooling.globalAverageGradient(dy, x.shape)],
  );
}

/** What pools behind the stem of a network for ImageNet. */
const STEM: PoolGeometry = { kernel: 3, stride: 2, padding: 1 };

/**
 * The largest of every square window, as PyTorch's `MaxPool2d`: side floor((side + 2·padding − kernel) / stride) + 1. Where several
 * positions of a window are the largest, the gradient goes to the first one.
 */
export function maxPool(x: tf.Tensor4D, geometry: PoolGeometry = STEM): tf.Tensor4D {
  return differentiable(
    [x],
    (image) => {
      const y = kernels().windowPool.max(image, geometry);
      return { y, saved: [image, y] };
    },
    (dy, image, largest) => [kernels().windowPool.maxGradient(dy, image, largest, geometry)],
  );
}

/** The mean over those positions of every window that lie in the image: `AvgPool2d` without counting padding. */
function averagePool(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D {
  return differentiable(
    [x],
    (image) => ({ y: kernels().windowPool.mean(image, geometry), saved: [] }),
    (dy) => [kernels().windowPool.meanGradient(dy, x.shape, geometry)],
  );
}

/** Pools windows: their largest values or their means. */
export function pool(x: tf.Tensor4D, kind: 'max' | 'average', geometry: PoolGeometry): tf.Tensor4D {
  return kind === 'max' ? maxPool(x, geometry) : averagePool(x, geometry);
}

/**
 * The shortcut of He 2015 (arXiv:1512.03385), option A: every `stride`-th row and column, and zeros for the new channels at the
 * end. [N, H, W, C] becomes [N, ⌈H/stride⌉, ⌈W/stride⌉, channels].
 */
export function subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  return differentiable(
    [x],
    (image) => ({ y: kernels().pooling.subsampleAndPad(image, stride, channels), saved: [] }),
    (dy) => [kernels().pooling.subsampleAndPadGradient(dy, x.shape, stride)],
  );
}

/** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B], as in DenseNet (Huang 2017, arXiv:1608.06993). */
export function concatChannels(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const [first, second] = [a.shape[3], b.shape[3]];
  return differentiable(
    [a, b],
    (left, right) => ({ y: kernels().channels.join(left, right), saved: [] }),
    (dy) => [kernels().channels.part(dy, 0, first), kernels().channels.part(dy, first, second)],
  );
}

/** All values of each image in a row: [N, H, W, C] becomes [N, H·W·C]. */
export function flatten(x: tf.Tensor4D): tf.Tensor2D {
  return differentiable(
    [x],
    (image) => ({ y: tf.reshape(image, [x.shape[0], -1]) as tf.Tensor2D, saved: [] }),
    (dy) => [tf.reshape(dy, x.shape)],
  );
}
