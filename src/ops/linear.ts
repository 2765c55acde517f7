/** Differentiable linear layers: convolution without bias, and the dense layer. */
import type * as tf from '@tensorflow/tfjs-core';
import { kernels } from './active-kernels';
import { differentiable } from './differentiable';
import type { ConvGeometry, ShortcutCarrier } from './kernels';

/**
 * Cross-correlation of images [N, H, W, in] with a filter [K, K, in / groups, out] as PyTorch's `conv2d` does it: the
 * padding is symmetric, and the output side is floor((side + 2·padding − dilation·(K − 1) − 1) / stride) + 1. What the
 * carrier holds by the time of the backward pass is added to the gradient of x.
 */
export function conv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  geometry: ConvGeometry,
  carrier?: ShortcutCarrier,
): tf.Tensor4D {
  return differentiable(
    [x, filter],
    (image, weights) => ({
      y: kernels().conv2d.forward(image, weights, geometry),
      saved: [image, weights],
    }),
    (dy, image, weights) => [
      kernels().conv2d.inputGradient(dy, weights, image.shape, geometry, carrier?.gradient),
      kernels().conv2d.filterGradient(image, dy, weights.shape, geometry),
    ],
  );
}

/** The same for images that nothing is differentiated by, such as a batch of data: spares their gradient. */
export function conv2dOfData(images: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  return differentiable(
    [filter],
    (weights) => ({ y: kernels().conv2d.forward(images, weights, geometry), saved: [images] }),
    (dy, saved) => [kernels().conv2d.filterGradient(saved, dy, filter.shape, geometry)],
  );
}

/** x · weight + bias for x [N, in], weight [in, out], bias [out]. */
export function dense(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return differentiable(
    [x, weight, bias],
    (input, weights, offset) => ({
      y: kernels().dense.forward(input, weights, offset),
      saved: [input, weights],
    }),
    (dy, input, weights) => {
      const own = kernels().dense.parameterGradients(input, dy);
      return [kernels().dense.inputGradient(dy, weights), own.weight, own.bias];
    },
  );
}
