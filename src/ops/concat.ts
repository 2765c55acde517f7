/** Differentiable concatenation of channels, as DenseNet has it (Huang 2017). */
import * as tf from '@tensorflow/tfjs-core';
import { kernels } from './kernels';

/** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B]. */
export function concatChannels(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const [first, second] = [a.shape[3], b.shape[3]];
  const op = tf.customGrad((...inputs) => {
    const [left, right] = inputs as unknown as [tf.Tensor4D, tf.Tensor4D];
    return {
      value: kernels().channels.join(left, right),
      gradFunc: (dy) => [
        kernels().channels.part(dy as tf.Tensor4D, 0, first),
        kernels().channels.part(dy as tf.Tensor4D, first, second),
      ],
    };
  });
  return op(a, b) as tf.Tensor4D;
}
