/**
 * Differentiable activations that no kernel applies on the way: leaky ReLU, ELU, GELU and SiLU, with PyTorch's
 * definitions, composed of core operations. GELU and SiLU cannot be differentiated from their output, so all keep what
 * they need of the input.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../config/schema';
import { activate, activationGradient, type Activation } from './activation';
import { scalar } from './constants';

/** Slope of leaky ReLU below zero: PyTorch's default. */
const LEAK = 0.01;

const FUSED: readonly string[] = ['linear', 'relu', 'tanh', 'sigmoid'] satisfies readonly Activation[];

/** Whether kernels apply this activation in the same pass as what comes before it. */
export function isFused(activation: ActivationName): activation is Activation {
  return FUSED.includes(activation);
}

/** Value, and what the derivative is made from. */
interface Applied {
  readonly y: tf.Tensor;
  /** dy/dx at every element. */
  readonly slope: tf.Tensor;
}

/** 1 above zero, `below` elsewhere. */
function stepTo(x: tf.Tensor, below: number): tf.Tensor {
  return tf.add(tf.mul(tf.step(x), scalar(1 - below)), scalar(below));
}

function apply(x: tf.Tensor, activation: Exclude<ActivationName, Activation>): Applied {
  switch (activation) {
    case 'leaky-relu': {
      const slope = stepTo(x, LEAK);
      return { y: tf.mul(x, slope), slope };
    }
    case 'elu': {
      const y = tf.elu(x);
      // e^x is y + 1 below zero.
      return { y, slope: tf.add(tf.minimum(y, scalar(0)), scalar(1)) };
    }
    case 'gelu': {
      // x·Φ(x) and Φ(x) + x·φ(x), with Φ and φ of the standard normal distribution.
      const cumulative = tf.mul(tf.add(tf.erf(tf.mul(x, scalar(Math.SQRT1_2))), scalar(1)), scalar(0.5));
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)));
      return { y: tf.mul(x, cumulative), slope: tf.add(cumulative, tf.mul(x, density)) };
    }
    case 'silu': {
      // x·σ and σ·(1 + x·(1 − σ)) = σ + y·(1 − σ).
      const sigma = tf.sigmoid(x);
      const y = tf.mul(x, sigma);
      return { y, slope: tf.add(sigma, tf.mul(y, tf.sub(scalar(1), sigma))) };
    }
  }
  return activation satisfies never;
}

/** Applies any activation elementwise, as an op of its own. */
export function activation<T extends tf.Tensor>(x: T, name: ActivationName): T {
  if (name === 'linear') return x;
  const op = tf.customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
    if (isFused(name)) {
      const y = activate(input, name);
      save([y]);
      return { value: y, gradFunc: (dy, saved) => activationGradient(dy, saved[0] as tf.Tensor, name) };
    }
    const { y, slope } = apply(input, name);
    save([slope]);
    return { value: y, gradFunc: (dy, saved) => tf.mul(dy, saved[0] as tf.Tensor) };
  });
  return op(x) as T;
}
