/**
 * The activations that kernels apply in the same pass as what comes before, and their derivatives in terms of the output.
 * Never differentiated by tape. All others are ops of their own: `pointwise.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { scalar } from './constants';

export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid';

/** Far below every float32 that matters, and enough to divide zero by. */
const TINY = 1e-37;

/**
 * tanh by way of expm1, which elu is below zero: with e = expm1(-2|x|), tanh|x| = -e / (e + 2). On wasm, where tanh is a
 * scalar loop and elu is not, this is several times as fast and as exact for tiny x too. An infinite x gives NaN.
 */
function tanhByElu(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const e = tf.elu(tf.mul(size, scalar(-2)));
  const sign = tf.div(x, tf.add(size, scalar(TINY)));
  return tf.mul(tf.div(e, tf.sub(scalar(-2), e)), sign);
}

/** Applies the activation elementwise. The caller owns the result; `linear` returns x itself. */
export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'tanh':
      return tf.getBackend() === 'wasm' ? tf.tidy(() => tanhByElu(x) as T) : tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
  }
  return activation satisfies never;
}

/** dL/dx of y = activate(x) from dL/dy and y. */
export function activationGradient<T extends tf.Tensor>(dy: T, y: T, activation: Activation): T {
  switch (activation) {
    case 'linear':
      return dy;
    case 'relu':
      return tf.tidy(() => tf.mul(dy, tf.step(y)));
    case 'tanh':
      return tf.tidy(() => tf.mul(dy, tf.sub(scalar(1), tf.square(y))));
    case 'sigmoid':
      return tf.tidy(() => tf.mul(dy, tf.sub(y, tf.square(y))));
  }
  return activation satisfies never;
}
