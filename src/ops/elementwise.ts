/** Differentiable ops value by value: activation, products with factors, dropout, and an identity that shows gradients. */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/activations';
import type { RandomStream } from '../data/random';
import { kernels } from './active-kernels';
import { scalar } from './constants';
import { differentiable } from './differentiable';
import type { Gain } from './kernels';

/** Applies the activation elementwise, to a tensor of any shape. */
export function activation<T extends tf.Tensor>(x: T, name: ActivationName): T {
  if (name === 'linear') return x;
  const row = (tensor: tf.Tensor): tf.Tensor4D => tf.reshape(tensor, [1, 1, 1, tensor.size]);
  return differentiable(
    [x],
    (input) => {
      const epilogue = { activation: name, shortcut: null, gain: 0 };
      const { y, savedForBackward } = kernels().addition.forward(row(input), epilogue);
      return { y: tf.reshape(y, x.shape) as T, saved: [savedForBackward] };
    },
    (given, savedForBackward) => {
      const incoming = { dy: row(given), savedForBackward, activation: name, gain: 0, hasShortcut: false };
      return [tf.reshape(kernels().addition.gradient(incoming).x, x.shape)];
    },
  );
}

/** x · gain, which is not differentiated by. */
export function scaleBy(x: tf.Tensor4D, gain: Gain): tf.Tensor4D {
  if (gain === 1) return x;
  const factor = typeof gain === 'number' ? scalar(gain) : gain;
  const scaled = (image: tf.Tensor4D): tf.Tensor4D => tf.mul(image, factor);
  return differentiable(
    [x],
    (image) => ({ y: scaled(image), saved: [] }),
    (dy) => [scaled(dy)],
  );
}

/** x · factor for a learned factor [1]. */
export function scaleByLearned(x: tf.Tensor4D, factor: tf.Tensor1D): tf.Tensor4D {
  return differentiable(
    [x, factor],
    (image, weight) => ({ y: tf.mul(image, weight) as tf.Tensor4D, saved: [image, weight] }),
    (dy, image, weight) => {
      const sum = kernels().scaling.alongAll(dy, image);
      return [tf.mul(dy, weight), sum];
    },
  );
}

/** Every channel of every image times its own factor: x [N, H, W, C], factors [N, C]. */
export function scaleChannels(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  return differentiable(
    [x, factors],
    (image, scales) => ({ y: kernels().scaling.byChannel(image, scales), saved: [image, scales] }),
    (dy, image, scales) => [kernels().scaling.byChannel(dy, scales), kernels().scaling.along(dy, image)],
  );
}

/** a · b, value by value. */
export function multiply(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  return differentiable(
    [a, b],
    (left, right) => ({ y: tf.mul(left, right) as tf.Tensor4D, saved: [left, right] }),
    (dy, left, right) => [tf.mul(dy, right), tf.mul(dy, left)],
  );
}

/** 1 − x. */
export function complement(x: tf.Tensor4D): tf.Tensor4D {
  return differentiable(
    [x],
    (image) => ({ y: tf.sub(scalar(1), image) as tf.Tensor4D, saved: [] }),
    (dy) => [tf.neg(dy)],
  );
}

/**
 * Dropout (Srivastava 2014, https://jmlr.org/papers/v15/srivastava14a.html) with PyTorch's scaling, what is kept is divided by its share: x with values set to 0 where a number
 * drawn for each, in the order of their memory, is below `share`; share below 1.
 */
export function dropout<T extends tf.Tensor>(x: T, share: number, random: RandomStream): T {
  const kept = 1 / (1 - share);
  const mask = Float32Array.from({ length: x.size }, () => (random.uniform() < share ? 0 : kept));
  return differentiable(
    [x],
    (image) => {
      const factors = tf.tensor(mask, x.shape);
      return { y: tf.mul(image, factors) as T, saved: [factors] };
    },
    (dy, factors) => [tf.mul(dy, factors)],
  );
}

/** Returns x; when the gradient of the result is known, hands it to `onGradient`, which must not keep it undisposed. */
export function probe<T extends tf.Tensor>(x: T, onGradient: (dy: T) => void): T {
  return differentiable(
    [x],
    (image) => ({ y: tf.clone(image), saved: [] }),
    (dy) => {
      onGradient(dy);
      return [tf.clone(dy)];
    },
  );
}
