/** The dense layer: forward, and its two gradients. */
import type * as tf from '@tensorflow/tfjs-core';
import { product } from './product';

/** x [N, in] · weight [in, out] + bias [out]. */
export function denseForward(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const [count, inputs] = x.shape;
  const outputs = bias.size;
  return product({
    a: x,
    b: weight,
    bias,
    shape: [count, outputs],
    depth: inputs,
    strides: { rowInA: inputs, stepInA: 1, stepInB: outputs, columnInB: 1 },
  }) as tf.Tensor2D;
}

/** dL/dx [N, in] from dL/dy [N, out]. */
export function denseInputGradient(dy: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  const [count, outputs] = dy.shape;
  const [inputs] = weight.shape;
  return product({
    a: dy,
    b: weight,
    shape: [count, inputs],
    depth: outputs,
    strides: { rowInA: outputs, stepInA: 1, stepInB: 1, columnInB: outputs },
  }) as tf.Tensor2D;
}

/** Gradients of weight and, as a last row, bias: [in + 1, out]. */
export function denseParameterGradient(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  const [count, outputs] = dy.shape;
  const [, inputs] = x.shape;
  return product({
    a: x,
    b: dy,
    shape: [inputs + 1, outputs],
    depth: count,
    strides: { rowInA: 1, stepInA: inputs, stepInB: outputs, columnInB: 1 },
    rowOfOnes: inputs,
  }) as tf.Tensor2D;
}
