/** Channels of images put behind one another, and taken apart. */
import type * as tf from '@tensorflow/tfjs-core';
import { run, widthOf, type Width } from '../program';

/** The widest access that fits both numbers of channels. */
const widthOfBoth = (first: number, second: number): Width => (widthOf(first) === 4 ? widthOf(second) : 1);

/** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B]. */
export function joinChannels(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, first] = a.shape;
  const channels = first + b.shape[3];
  const width = widthOfBoth(first, b.shape[3]);
  const total = (n * h * w * channels) / width;
  return run({
    name: 'join-channels',
    inputs: [
      { name: 'a', tensor: a, width },
      { name: 'b', tensor: b, width },
    ],
    output: { shape: [n, h, w, channels], width },
    uniforms: { total, groups: channels / width, first: first / width },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.groups;
  let position = index / uniforms.groups;
  if (group < uniforms.first) {
    result[index] = a[position * uniforms.first + group];
  } else {
    result[index] = b[position * (uniforms.groups - uniforms.first) + group - uniforms.first];
  }
}
`,
  }) as tf.Tensor4D;
}

/** `count` channels of [N, H, W, C], from channel `start` on. */
export function partOfChannels(x: tf.Tensor4D, start: number, count: number): tf.Tensor4D {
  const [n, h, w, channels] = x.shape;
  const width = widthOfBoth(start, count) === 4 ? widthOf(channels) : 1;
  const total = (n * h * w * count) / width;
  return run({
    name: 'part-of-channels',
    inputs: [{ name: 'x', tensor: x, width }],
    output: { shape: [n, h, w, count], width },
    uniforms: { total, groups: channels / width, first: start / width, own: count / width },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  result[index] = x[index / uniforms.own * uniforms.groups + uniforms.first + index % uniforms.own];
}
`,
  }) as tf.Tensor4D;
}
