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
