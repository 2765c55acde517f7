/** An activation as an op of its own, of tensors of any shape. */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/schema';
import { kernels } from './kernels';

/** Applies the activation elementwise. */
export function activation<T extends tf.Tensor>(x: T, name: ActivationName): T {
  if (name === 'linear') return x;
  const row = (tensor: tf.Tensor): tf.Tensor4D => tf.reshape(tensor, [1, 1, 1, tensor.size]);
  const op = tf.customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
    const epilogue = { activation: name, shortcut: null, gain: 0 };
    const { y, savedForBackward } = kernels().addition.forward(row(input), epilogue);
    save([savedForBackward]);
    return {
      value: tf.reshape(y, x.shape),
      gradFunc: (dy, [saved]) => {
        const own = { activation: name, gain: 0, hasShortcut: false };
        return tf.reshape(kernels().addition.gradient(row(dy), saved as tf.Tensor4D, own).x, x.shape);
      },
    };
  });
  return op(x) as T;
}
