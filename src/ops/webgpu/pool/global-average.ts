/** Global average pooling and its gradient. */
import type * as tf from '@tensorflow/tfjs-core';
import { run, widthOf } from '../program';
import { vector } from '../wgsl';

/** [N, H, W, C] becomes [N, C]. */
export function globalAverage(x: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, c] = x.shape;
  const width = widthOf(c);
  const groups = c / width;
  return run({
    name: 'global-average',
    inputs: [{ name: 'x', tensor: x, width }],
    output: { shape: [n, c], width },
    uniforms: { total: n * groups, groups, positions: h * w },
    threads: n * groups,
    code: () => `
${vector(width)}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var at = index / uniforms.groups * uniforms.positions * uniforms.groups + index % uniforms.groups;
  var sum = V();
  for (var position = 0; position < uniforms.positions; position++) {
    sum += x[at];
    at += uniforms.groups;
  }
  result[index] = sum / f32(uniforms.positions);
}
`,
  }) as tf.Tensor2D;
}

/** dL/dx [N, H, W, C] from dL/dy [N, C]. */
export function globalAverageGradient(dy: tf.Tensor2D, inputShape: tf.Tensor4D['shape']): tf.Tensor4D {
  const [n, h, w, c] = inputShape;
  const width = widthOf(c);
  const groups = c / width;
  const total = n * h * w * groups;
  return run({
    name: 'global-average-gradient',
    inputs: [{ name: 'dy', tensor: dy, width }],
    output: { shape: inputShape, width },
    uniforms: { total, groups, positions: h * w },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let image = index / (uniforms.groups * uniforms.positions);
  result[index] = dy[image * uniforms.groups + index % uniforms.groups] / f32(uniforms.positions);
}
`,
  }) as tf.Tensor4D;
}
