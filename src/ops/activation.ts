/**
 * Activations with PyTorch's definitions, composed of core operations, and their gradients. Never differentiated by tape:
 * kernels apply them in the same pass as what comes before.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/schema';
import { scalar } from './constants';
import { isFinite } from './finite';

/** Slope of leaky ReLU below zero: PyTorch's default. */
export const LEAK = 0.01;

/** Far below every float32 that matters, and enough to divide zero by. */
const TINY = 1e-37;

/** An activation's output, and what its gradient is made from. */
export type Activated<T extends tf.Tensor> = {
  readonly y: T;
  /** y itself, where the activation takes no value twice; of GELU and SiLU the derivative. */
  readonly savedForBackward: T;
};

/** Whether the derivative can be told from the output: GELU and SiLU fall before they rise. */
export function isMonotonic(activation: ActivationName): boolean {
  return activation !== 'gelu' && activation !== 'silu';
}

/**
 * tanh by way of expm1, which elu is below zero: with e = expm1(-2|x|), tanh|x| = -e / (e + 2). On wasm, where tanh is a
 * scalar loop and elu is not, this is several times as fast and as exact for tiny x too. x must be finite.
 */
function tanhByElu(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const e = tf.elu(tf.mul(size, scalar(-2)));
  const sign = tf.div(x, tf.add(size, scalar(TINY)));
  return tf.mul(tf.div(e, tf.sub(scalar(-2), e)), sign);
}

/** Whether the quick forms of wasm give what the definitions do: they need not where x is not finite. */
function isQuick(x: tf.Tensor): boolean {
  return tf.getBackend() === 'wasm' && isFinite(x);
}

/** max(x, 0), NaN of NaN: as wasm compares, only in this order. */
function reluOfAny(x: tf.Tensor): tf.Tensor {
  return tf.getBackend() === 'wasm' ? tf.maximum(x, scalar(0)) : tf.relu(x);
}

/** 1 where y is above zero, `below` elsewhere. */
function stepTo(y: tf.Tensor, below: number): tf.Tensor {
  return tf.add(tf.mul(tf.step(y), scalar(1 - below)), scalar(below));
}

function gelu(x: tf.Tensor): Activated<tf.Tensor> {
  // x·Φ(x) and Φ(x) + x·φ(x), with Φ and φ of the standard normal distribution.
  const cumulative = tf.mul(tf.add(tf.erf(tf.mul(x, scalar(Math.SQRT1_2))), scalar(1)), scalar(0.5));
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)));
  return { y: tf.mul(x, cumulative), savedForBackward: tf.add(cumulative, tf.mul(x, density)) };
}

function silu(x: tf.Tensor): Activated<tf.Tensor> {
  // x·σ and σ·(1 + x·(1 − σ)) = σ + y·(1 − σ).
  const sigma = tf.sigmoid(x);
  const y = tf.mul(x, sigma);
  return { y, savedForBackward: tf.add(sigma, tf.mul(y, tf.sub(scalar(1), sigma))) };
}

function monotonic(x: tf.Tensor, activation: Exclude<ActivationName, 'gelu' | 'silu'>): tf.Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return isQuick(x) ? tf.relu(x) : reluOfAny(x);
    case 'leaky-relu':
      return tf.mul(x, stepTo(x, LEAK));
    case 'elu':
      return tf.elu(x);
    case 'tanh':
      return isQuick(x) ? tanhByElu(x) : tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
  }
  return activation satisfies never;
}

/** Applies the activation elementwise. The caller owns the result; `linear` gives x itself. */
export function activate<T extends tf.Tensor>(x: T, activation: ActivationName): Activated<T> {
  return tf.tidy(() => {
    if (activation === 'gelu') return gelu(x) as Activated<T>;
    if (activation === 'silu') return silu(x) as Activated<T>;
    const y = monotonic(x, activation) as T;
    return { y, savedForBackward: y };
  });
}

/** dL/dx of y = activate(x) from dL/dy and what was saved. */
export function activationGradient<T extends tf.Tensor>(
  dy: T,
  savedForBackward: T,
  activation: ActivationName,
): T {
  if (activation === 'linear') return dy;
  return tf.tidy(() => tf.mul(dy, slope(savedForBackward, activation)));
}

function slope(savedForBackward: tf.Tensor, activation: Exclude<ActivationName, 'linear'>): tf.Tensor {
  switch (activation) {
    case 'relu':
      return tf.step(savedForBackward);
    case 'leaky-relu':
      return stepTo(savedForBackward, LEAK);
    case 'elu':
      // e^x is y + 1 below zero.
      return tf.add(tf.minimum(savedForBackward, scalar(0)), scalar(1));
    case 'tanh':
      return tf.sub(scalar(1), tf.square(savedForBackward));
    case 'sigmoid':
      return tf.sub(savedForBackward, tf.square(savedForBackward));
    case 'gelu':
    case 'silu':
      return savedForBackward;
  }
  return activation satisfies never;
}
