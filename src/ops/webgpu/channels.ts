/** One number per channel of each image: means and sums over positions, and products with such numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { addend, addendOf } from './addend';
import { overImages } from './loops';
import { product } from './product';
import { inputsOf, run, runPerElement, widthOf } from './program';
import { activateAndGradient, activationCode, vector } from './wgsl';

/** Means over the positions: [N, H, W, C] becomes [N, C]. */
export function globalAverage(x: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, c] = x.shape;
  return product({
    a: null,
    b: x,
    shape: [n, c],
    depth: h * w,
    strides: { rowInB: h * w * c, stepInB: c, columnInB: 1 },
    divisor: h * w,
  }) as tf.Tensor2D;
}

/** dL/dx [N, H, W, C] from dL/dy [N, C]. */
export function globalAverageGradient(dy: tf.Tensor2D, inputShape: tf.Tensor4D['shape']): tf.Tensor4D {
  const [, h, w, c] = inputShape;
  return product({
    a: null,
    b: dy,
    shape: inputShape,
    depth: 1,
    strides: { rowInB: c, columnInB: 1 },
    rowsTogether: h * w,
    divisor: h * w,
  }) as tf.Tensor4D;
}

/** The sum of a · b over the positions of each image, [N, C]. */
export function sumAlong(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, c] = a.shape;
  const width = widthOf(c);
  return runPerElement({
    name: 'sum-along',
    inputs: inputsOf({ a, b }, width),
    output: { shape: [n, c], width },
    uniforms: { groups: c / width, positions: h * w },
    declare: () => vector(width),
    body: () => `
  var at = index / uniforms.groups * uniforms.positions * uniforms.groups + index % uniforms.groups;
  var sum = V();
  for (var position = 0; position < uniforms.positions; position++) {
    sum += a[at] * b[at];
    at += uniforms.groups;
  }
  result[index] = sum;`,
  }) as tf.Tensor2D;
}

/** The sum of all a · b, [1]. */
export function sumAlongAll(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(tf.sum(sumAlong(a, b)), [1]) as tf.Tensor1D);
}

/** Name of the kernel of what follows, to whose result something can be added, and which can be activated, in the same pass. */
export const SCALED = 'scale-by-channel';

/** x [N, H, W, C] times factors [N, C]. */
export function scaleByChannel(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  const width = widthOf(x.shape[3]);
  const { uniforms, threads, main } = overImages(x.shape, width);
  const added = addendOf(undefined, x, width);
  return run({
    name: SCALED,
    inputs: [...inputsOf({ x, factors }, width), ...added.inputs],
    output: { shape: x.shape, width },
    uniforms: { ...uniforms, ...added.uniforms, activation: activationCode('linear') },
    threads,
    code: () =>
      vector(width) +
      activateAndGradient +
      addend +
      main(
        'let factor = factors[image * uniforms.groups + group];',
        'result[at] = activate(factor * x[at] + addend(at));',
      ),
  }) as tf.Tensor4D;
}
