/** Differentiable convolution without bias. */
import * as tf from '@tensorflow/tfjs-core';
import { dilateFilter, ungroupFilter } from './filters';
import { kernels, type ConvGeometry, type ShortcutCarrier } from './kernels';

/** Filter and geometry as the kernels take them. */
function prepared(filter: tf.Tensor4D, geometry: ConvGeometry): [tf.Tensor4D, ConvGeometry] {
  const { stride, dilation = 1, groups = 1 } = geometry;
  const whole = groups === 1 ? filter : ungroupFilter(filter, groups);
  if (dilation === 1 || filter.shape[0] === 1) return [whole, { ...geometry, dilation: 1, groups: 1 }];
  if (stride === 1 && kernels().conv2d.dilates === true) return [whole, { ...geometry, groups: 1 }];
  return [dilateFilter(whole, dilation), { ...geometry, dilation: 1, groups: 1 }];
}

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
  const [whole, simple] = prepared(filter, geometry);
  const op = tf.customGrad((...inputs) => {
    const [image, weights, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([image, weights]);
    return {
      value: kernels().conv2d.forward(image, weights, simple),
      gradFunc: (dy, saved) => {
        const [savedImage, savedWeights] = saved as [tf.Tensor4D, tf.Tensor4D];
        const own = kernels().conv2d;
        return [
          own.inputGradient(dy as tf.Tensor4D, savedWeights, savedImage.shape, simple, carrier?.gradient),
          own.filterGradient(savedImage, dy as tf.Tensor4D, savedWeights.shape, simple),
        ];
      },
    };
  });
  return op(x, whole) as tf.Tensor4D;
}

/** The same for images that nothing is differentiated by, such as a batch of data: spares their gradient. */
export function conv2dOfData(images: tf.Tensor4D, filter: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const [whole, simple] = prepared(filter, geometry);
  const op = tf.customGrad((...inputs) => {
    const [weights, save] = inputs as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    save([images]);
    return {
      value: kernels().conv2d.forward(images, weights, simple),
      gradFunc: (dy, saved) =>
        kernels().conv2d.filterGradient(saved[0] as tf.Tensor4D, dy as tf.Tensor4D, whole.shape, simple),
    };
  });
  return op(whole) as tf.Tensor4D;
}
