/** The dense layer: forward, and its two gradients. It is small, so a thread makes one number. */
import type * as tf from '@tensorflow/tfjs-core';
import { inputsOf, runPerElement } from './program';

/** x [N, in] · weight [in, out] + bias [out]. */
export function denseForward(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const [count, inputs] = x.shape;
  const outputs = bias.size;
  return runPerElement({
    name: 'dense',
    inputs: inputsOf({ x, weights: weight, bias }),
    output: { shape: [count, outputs] },
    uniforms: { inputs, outputs },
    body: () => `
  let row = index / uniforms.outputs;
  let column = index % uniforms.outputs;
  var sum = bias[column];
  for (var i = 0; i < uniforms.inputs; i++) {
    sum += x[row * uniforms.inputs + i] * weights[i * uniforms.outputs + column];
  }
  result[index] = sum;`,
  }) as tf.Tensor2D;
}

/** dL/dx [N, in] from dL/dy [N, out]. */
export function denseInputGradient(dy: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
  const [count, outputs] = dy.shape;
  const [inputs] = weight.shape;
  return runPerElement({
    name: 'dense-input-gradient',
    inputs: inputsOf({ dy, weights: weight }),
    output: { shape: [count, inputs] },
    uniforms: { inputs, outputs },
    body: () => `
  let row = index / uniforms.inputs * uniforms.outputs;
  let column = index % uniforms.inputs * uniforms.outputs;
  var sum = 0.0;
  for (var i = 0; i < uniforms.outputs; i++) { sum += dy[row + i] * weights[column + i]; }
  result[index] = sum;`,
  }) as tf.Tensor2D;
}

/** Gradients of weight and, as a last row, bias: [in + 1, out]. */
export function denseParameterGradient(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D {
  const [count, outputs] = dy.shape;
  const inputs = x.shape[1];
  return runPerElement({
    name: 'dense-parameter-gradient',
    inputs: inputsOf({ x, dy }),
    output: { shape: [inputs + 1, outputs] },
    uniforms: { count, inputs, outputs },
    body: () => `
  let row = index / uniforms.outputs;
  let column = index % uniforms.outputs;
  let isBias = row == uniforms.inputs;
  var sum = 0.0;
  for (var i = 0; i < uniforms.count; i++) {
    let factor = select(x[i * uniforms.inputs + min(row, uniforms.inputs - 1)], 1.0, isBias);
    sum += factor * dy[i * uniforms.outputs + column];
  }
  result[index] = sum;`,
  }) as tf.Tensor2D;
}
