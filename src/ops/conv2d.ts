/** Differentiable convolution without bias. */
import * as tf from '@tensorflow/tfjs-core';
import { kernels, type ConvGeometry, type ShortcutCarrier } from './kernels';

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
  const op = tf.customGrad((...inputs) => {
    const [image, weights, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([image, weights]);
    return {
      value: kernels().conv2d.forward(image, weights, geometry),
      gradFunc: (dy, saved) => {
        const [savedImage, savedWeights] = saved as [tf.Tensor4D, tf.Tensor4D];
        const own = kernels().conv2d;
        return [
          own.inputGradient(dy as tf.Tensor4D, savedWeights, savedImage.shape, geometry, carrier?.gradient),
          own.filterGradient(savedImage, dy as tf.Tensor4D, savedWeights.shape, geometry),
        ];
      },
    };
  });
  return op(x, filter) as tf.Tensor4D;
}

/** The same for images that nothing is differentiated by, such as a batch of data: spares their gradient. */
export function conv2dOfData(images: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const [weights, save] = inputs as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    save([images]);
    return {
      value: kernels().conv2d.forward(images, weights, geometry),
      gradFunc: (dy, saved) =>
        kernels().conv2d.filterGradient(saved[0] as tf.Tensor4D, dy as tf.Tensor4D, filter.shape, geometry),
    };
  });
  return op(filter) as tf.Tensor4D;
}
