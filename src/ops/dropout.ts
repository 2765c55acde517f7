/** Differentiable dropout (Srivastava 2014) with PyTorch's scaling: what is kept is divided by its share. */
import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../data/random';

/** x with values set to 0 where a number drawn for each, in the order of their memory, is below `share`; share below 1. */
export function dropout<T extends tf.Tensor>(x: T, share: number, random: RandomStream): T {
  const kept = 1 / (1 - share);
  const mask = Float32Array.from({ length: x.size }, () => (random.uniform() < share ? 0 : kept));
  const op = tf.customGrad((...inputs) => {
    const [image, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
    const factors = tf.tensor(mask, x.shape);
    save([factors]);
    return {
      value: tf.mul(image, factors),
      gradFunc: (dy, saved) => tf.mul(dy, saved[0] as tf.Tensor),
    };
  });
  return op(x) as T;
}
