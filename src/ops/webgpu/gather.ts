/** Images of a batch out of a data set that lies on the GPU. */
import type * as tf from '@tensorflow/tfjs-core';
import { run } from './program';

/** `images` [count, H, W, C] at `indices` [N]; a negative index, which pads a batch, gives some image. */
export function gatherImages(images: tf.Tensor, indices: tf.Tensor1D): tf.Tensor4D {
  const [, height = 1, width = 1, channels = 1] = images.shape;
  const each = height * width * channels;
  const total = indices.size * each;
  return run({
    name: 'gather',
    inputs: [
      { name: 'images', tensor: images },
      { name: 'indices', tensor: indices },
    ],
    output: { shape: [indices.size, height, width, channels] },
    uniforms: { total, each },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  result[index] = images[max(indices[index / uniforms.each], 0) * uniforms.each + index % uniforms.each];
}
`,
  }) as tf.Tensor4D;
}

/**
 * The same, each image changed as `augment` would. `changes` [N, 4] holds pixels down and right, 1 where it is mirrored, and
 * the corner of its cutout of `cutout` pixels a side: the row in the upper half of the number, the column in the lower. `black`
 * [C] is where a moved image has left a border.
 */
export function gatherChanged(
  images: tf.Tensor,
  indices: tf.Tensor1D,
  changes: tf.Tensor,
  black: tf.Tensor,
  cutout: number,
): tf.Tensor4D {
  const [, height = 1, width = 1, channels = 1] = images.shape;
  const total = indices.size * height * width * channels;
  return run({
    name: 'gather-changed',
    inputs: [
      { name: 'images', tensor: images },
      { name: 'indices', tensor: indices },
      { name: 'changes', tensor: changes, width: 4 },
      { name: 'black', tensor: black },
    ],
    output: { shape: [indices.size, height, width, channels] },
    uniforms: { total, height, width, channels, cutout },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let channel = index % uniforms.channels;
  let x = index / uniforms.channels % uniforms.width;
  let y = index / (uniforms.channels * uniforms.width) % uniforms.height;
  let image = index / (uniforms.channels * uniforms.width * uniforms.height);
  let change = changes[image];
  let inCut = vec2<i32>(x, y) - vec2<i32>((change.w << 16) >> 16, change.w >> 16);
  if (all(inCut >= vec2<i32>()) && all(inCut < vec2<i32>(uniforms.cutout))) { result[index] = 0.0; return; }
  let fromY = y - change.x;
  let fromX = select(x, uniforms.width - 1 - x, change.z != 0) - change.y;
  if (fromX < 0 || fromX >= uniforms.width || fromY < 0 || fromY >= uniforms.height) {
    result[index] = black[channel];
    return;
  }
  let first = max(indices[image], 0) * uniforms.height;
  result[index] = images[((first + fromY) * uniforms.width + fromX) * uniforms.channels + channel];
}
`,
  }) as tf.Tensor4D;
}
