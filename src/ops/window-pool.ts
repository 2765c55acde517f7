/** Differentiable pooling of square windows, as PyTorch's `MaxPool2d` and `AvgPool2d` without counting padding. */
import * as tf from '@tensorflow/tfjs-core';
import { kernels } from './kernels';
import type { PoolGeometry } from './shape-kernels';

/** What pools behind the stem of a network for ImageNet. */
const STEM: PoolGeometry = { kernel: 3, stride: 2, padding: 1 };

/**
 * Side floor((side + 2·padding − kernel) / stride) + 1. Where several positions of a window are the largest, the gradient goes
 * to the first one.
 */
export function maxPool(x: tf.Tensor4D, geometry: PoolGeometry = STEM): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const [image, save] = inputs as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    const y = kernels().windowPool.max(image, geometry);
    save([image, y]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const [savedImage, largest] = saved as [tf.Tensor4D, tf.Tensor4D];
        return kernels().windowPool.maxGradient(dy as tf.Tensor4D, savedImage, largest, geometry);
      },
    };
  });
  return op(x) as tf.Tensor4D;
}

/** The mean over those positions of every window that lie in the image. */
function averagePool(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => ({
    value: kernels().windowPool.mean(inputs[0] as tf.Tensor4D, geometry),
    gradFunc: (dy) => kernels().windowPool.meanGradient(dy as tf.Tensor4D, x.shape, geometry),
  }));
  return op(x) as tf.Tensor4D;
}

/** Pools windows: their largest values or their means. */
export function pool(x: tf.Tensor4D, kind: 'max' | 'average', geometry: PoolGeometry): tf.Tensor4D {
  return kind === 'max' ? maxPool(x, geometry) : averagePool(x, geometry);
}
