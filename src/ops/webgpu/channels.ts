/** One number per channel of each image: means and sums over positions, and products with such numbers. */
import * as tf from '@tensorflow/tfjs-core';
import { overImages } from './loops';
import { inputsOf, run, runPerElement, widthOf } from './program';
import { vector } from './wgsl';

/** The sum of `value` over the positions `at` of each image, and what becomes of it: [N, C]. */
function overPositions(
  name: string,
  tensors: Readonly<Record<string, tf.Tensor4D>>,
  [n, h, w, c]: tf.Tensor4D['shape'],
  value: string,
  end = '',
): tf.Tensor2D {
  const width = widthOf(c);
  return runPerElement({
    name,
    inputs: inputsOf(tensors, width),
    output: { shape: [n, c], width },
    uniforms: { groups: c / width, positions: h * w },
    declare: () => vector(width),
    body: () => `
  var at = index / uniforms.groups * uniforms.positions * uniforms.groups + index % uniforms.groups;
  var sum = V();
  for (var position = 0; position < uniforms.positions; position++) {
    sum += ${value};
    at += uniforms.groups;
  }
  result[index] = sum${end};`,
  }) as tf.Tensor2D;
}

/** Means over the positions: [N, H, W, C] becomes [N, C]. */
export function globalAverage(x: tf.Tensor4D): tf.Tensor2D {
  return overPositions('global-average', { x }, x.shape, 'x[at]', ' / f32(uniforms.positions)');
}

/** dL/dx [N, H, W, C] from dL/dy [N, C]. */
export function globalAverageGradient(dy: tf.Tensor2D, inputShape: tf.Tensor4D['shape']): tf.Tensor4D {
  const [, h, w, c] = inputShape;
  const width = widthOf(c);
  const groups = c / width;
  return runPerElement({
    name: 'global-average-gradient',
    inputs: inputsOf({ dy }, width),
    output: { shape: inputShape, width },
    uniforms: { groups, positions: h * w },
    body: () => `
  let image = index / (uniforms.groups * uniforms.positions);
  result[index] = dy[image * uniforms.groups + index % uniforms.groups] / f32(uniforms.positions);`,
  }) as tf.Tensor4D;
}

/** The sum of a · b over the positions of each image, [N, C]. */
export function sumAlong(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor2D {
  return overPositions('sum-along', { a, b }, a.shape, 'a[at] * b[at]');
}

/** The sum of all a · b, [1]. */
export function sumAlongAll(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(tf.sum(sumAlong(a, b)), [1]) as tf.Tensor1D);
}

/** x [N, H, W, C] times factors [N, C]. */
export function scaleByChannel(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  const width = widthOf(x.shape[3]);
  const { uniforms, threads, main } = overImages(x.shape, width);
  return run({
    name: 'scale-by-channel',
    inputs: inputsOf({ x, factors }, width),
    output: { shape: x.shape, width },
    uniforms,
    threads,
    code: () =>
      main('let factor = factors[image * uniforms.groups + group];', 'result[at] = factor * x[at];'),
  }) as tf.Tensor4D;
}
