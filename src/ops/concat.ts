/** Differentiable concatenation of channels, as DenseNet has it (Huang 2017). */
import * as tf from '@tensorflow/tfjs-core';

/** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B]. */
export function concatChannels(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, first] = a.shape;
  const second = b.shape[3];
  const op = tf.customGrad((...inputs) => ({
    value: tf.concat(inputs.slice(0, 2) as tf.Tensor[], 3),
    gradFunc: (dy) => [
      tf.slice(dy as tf.Tensor4D, [0, 0, 0, 0], [n, h, w, first]),
      tf.slice(dy as tf.Tensor4D, [0, 0, 0, first], [n, h, w, second]),
    ],
  }));
  return op(a, b) as tf.Tensor4D;
}
