/** Products of images with factors per channel, and the sums of products that are their gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { chooseSlices } from '../conv/choose';
import { run, webgpuBackend, widthOf } from '../program';
import { vector } from '../wgsl';

/** x [N, H, W, C] times factors [N, C]. */
export function scaleByChannel(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  const [n, h, w, channels] = x.shape;
  const width = widthOf(channels);
  const groups = channels / width;
  const pixels = h * w;
  const slices = chooseSlices(webgpuBackend(), pixels);
  const total = n * slices * groups;
  return run({
    name: 'scale-by-channel',
    inputs: [
      { name: 'x', tensor: x, width },
      { name: 'factors', tensor: factors, width },
    ],
    output: { shape: x.shape, width },
    uniforms: { total, slices, groups, pixels },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.groups;
  let slice = index / uniforms.groups % uniforms.slices;
  let image = index / uniforms.groups / uniforms.slices;
  let factor = factors[image * uniforms.groups + group];
  for (var pixel = slice; pixel < uniforms.pixels; pixel += uniforms.slices) {
    let at = (image * uniforms.pixels + pixel) * uniforms.groups + group;
    result[at] = factor * x[at];
  }
}
`,
  }) as tf.Tensor4D;
}

/** The sum of a · b over the positions of each image, [N, C]. */
export function sumAlong(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, channels] = a.shape;
  const width = widthOf(channels);
  const groups = channels / width;
  return run({
    name: 'sum-along',
    inputs: [
      { name: 'a', tensor: a, width },
      { name: 'b', tensor: b, width },
    ],
    output: { shape: [n, channels], width },
    uniforms: { total: n * groups, groups, pixels: h * w },
    threads: n * groups,
    code: () => `
${vector(width)}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var at = index / uniforms.groups * uniforms.pixels * uniforms.groups + index % uniforms.groups;
  var sum = V();
  for (var pixel = 0; pixel < uniforms.pixels; pixel++) {
    sum += a[at] * b[at];
    at += uniforms.groups;
  }
  result[index] = sum;
}
`,
  }) as tf.Tensor2D;
}

/** The sum of all a · b, [1]. */
export function sumAlongAll(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(tf.sum(sumAlong(a, b)), [1]) as tf.Tensor1D);
}
