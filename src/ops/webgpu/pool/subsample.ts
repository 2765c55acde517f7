/** The subsampling shortcut with zeros for new channels (He 2015, option A), and its gradient. */
import type * as tf from '@tensorflow/tfjs-core';
import { run } from '../program';

/** [N, H, W, C] becomes [N, ⌈H/stride⌉, ⌈W/stride⌉, channels]. */
export function subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  const [n, height, width, own] = x.shape;
  const outHeight = Math.ceil(height / stride);
  const outWidth = Math.ceil(width / stride);
  const total = n * outHeight * outWidth * channels;
  return run({
    name: 'subsample',
    inputs: [{ name: 'x', tensor: x }],
    output: { shape: [n, outHeight, outWidth, channels] },
    uniforms: { total, height, width, own, outHeight, outWidth, channels, stride },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let channel = index % uniforms.channels;
  let position = index / uniforms.channels;
  let column = position % uniforms.outWidth * uniforms.stride;
  let rest = position / uniforms.outWidth;
  let row = rest % uniforms.outHeight * uniforms.stride;
  let image = rest / uniforms.outHeight;
  let at = ((image * uniforms.height + row) * uniforms.width + column) * uniforms.own + channel;
  result[index] = select(0.0, x[at], channel < uniforms.own);
}
`,
  }) as tf.Tensor4D;
}

/** dL/dx of `inputShape`: zero between the rows and columns that were taken. */
export function subsampleAndPadGradient(
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  stride: number,
): tf.Tensor4D {
  const [n, height, width, own] = inputShape;
  const [, outHeight, outWidth, channels] = dy.shape;
  const total = n * height * width * own;
  return run({
    name: 'subsample-gradient',
    inputs: [{ name: 'dy', tensor: dy }],
    output: { shape: inputShape },
    uniforms: { total, height, width, own, outHeight, outWidth, channels, stride },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let channel = index % uniforms.own;
  let position = index / uniforms.own;
  let column = position % uniforms.width;
  let rest = position / uniforms.width;
  let row = rest % uniforms.height;
  let image = rest / uniforms.height;
  let taken = column % uniforms.stride == 0 && row % uniforms.stride == 0;
  let at = ((image * uniforms.outHeight + row / uniforms.stride) * uniforms.outWidth + column / uniforms.stride)
    * uniforms.channels + channel;
  result[index] = select(0.0, dy[at], taken);
}
`,
  }) as tf.Tensor4D;
}
