/** Values put elsewhere: the subsampling shortcut, channels joined and parted, images of a batch out of a data set. */
import type * as tf from '@tensorflow/tfjs-core';
import { addend, addendOf } from './addend';
import { inputsOf, runPerElement, widthOf, type Width } from './program';
import { activationGradient, vector } from './wgsl';

/** With zeros for new channels (He 2015, arXiv:1512.03385, option A): [N, H, W, C] becomes [N, ⌈H/stride⌉, ⌈W/stride⌉, channels]. */
export function subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D {
  const [n, height, width, own] = x.shape;
  const outHeight = Math.ceil(height / stride);
  const outWidth = Math.ceil(width / stride);
  return runPerElement({
    name: 'subsample',
    inputs: inputsOf({ x }),
    output: { shape: [n, outHeight, outWidth, channels] },
    uniforms: { height, width, own, outHeight, outWidth, channels, stride },
    body: () => `
  let channel = index % uniforms.channels;
  let position = index / uniforms.channels;
  let column = position % uniforms.outWidth * uniforms.stride;
  let rest = position / uniforms.outWidth;
  let row = rest % uniforms.outHeight * uniforms.stride;
  let image = rest / uniforms.outHeight;
  let at = ((image * uniforms.height + row) * uniforms.width + column) * uniforms.own + channel;
  result[index] = select(0.0, x[at], channel < uniforms.own);`,
  }) as tf.Tensor4D;
}

/** dL/dx of `inputShape`: zero between the rows and columns that were taken. */
export function subsampleAndPadGradient(
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  stride: number,
): tf.Tensor4D {
  const [, height, width, own] = inputShape;
  const [, outHeight, outWidth, channels] = dy.shape;
  return runPerElement({
    name: 'subsample-gradient',
    inputs: inputsOf({ dy }),
    output: { shape: inputShape },
    uniforms: { height, width, own, outHeight, outWidth, channels, stride },
    body: () => `
  let channel = index % uniforms.own;
  let position = index / uniforms.own;
  let column = position % uniforms.width;
  let rest = position / uniforms.width;
  let row = rest % uniforms.height;
  let image = rest / uniforms.height;
  let taken = column % uniforms.stride == 0 && row % uniforms.stride == 0;
  let at = ((image * uniforms.outHeight + row / uniforms.stride) * uniforms.outWidth + column / uniforms.stride)
    * uniforms.channels + channel;
  result[index] = select(0.0, dy[at], taken);`,
  }) as tf.Tensor4D;
}

/** The widest access that fits both numbers of channels. */
const widthOfBoth = (first: number, second: number): Width => (widthOf(first) === 4 ? widthOf(second) : 1);

/** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B]. */
export function joinChannels(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, first] = a.shape;
  const channels = first + b.shape[3];
  const width = widthOfBoth(first, b.shape[3]);
  return runPerElement({
    name: 'join-channels',
    inputs: inputsOf({ a, b }, width),
    output: { shape: [n, h, w, channels], width },
    uniforms: { groups: channels / width, first: first / width },
    body: () => `
  let group = index % uniforms.groups;
  let position = index / uniforms.groups;
  if (group < uniforms.first) {
    result[index] = a[position * uniforms.first + group];
  } else {
    result[index] = b[position * (uniforms.groups - uniforms.first) + group - uniforms.first];
  }`,
  }) as tf.Tensor4D;
}

/** `count` channels of [N, H, W, C], from channel `start` on. */
export function partOfChannels(x: tf.Tensor4D, start: number, count: number): tf.Tensor4D {
  const [n, h, w, channels] = x.shape;
  const width = widthOfBoth(start, count) === 4 ? widthOf(channels) : 1;
  const added = addendOf(undefined, x, width);
  return runPerElement({
    name: 'part-of-channels',
    inputs: [...inputsOf({ x }, width), ...added.inputs],
    output: { shape: [n, h, w, count], width },
    uniforms: { groups: channels / width, first: start / width, own: count / width, ...added.uniforms },
    declare: () => vector(width) + activationGradient + addend,
    body: () => `
  let own = x[index / uniforms.own * uniforms.groups + uniforms.first + index % uniforms.own];
  result[index] = own + addend(index);`,
  }) as tf.Tensor4D;
}

/** Images of a batch: `images` [count, H, W, C] at `indices` [N]; a negative index, which pads a batch, gives some image. */
export function gatherImages(images: tf.Tensor, indices: tf.Tensor1D): tf.Tensor4D {
  const [, height = 1, width = 1, channels = 1] = images.shape;
  const each = height * width * channels;
  return runPerElement({
    name: 'gather',
    inputs: inputsOf({ images, indices }),
    output: { shape: [indices.size, height, width, channels] },
    uniforms: { each },
    body: () =>
      'result[index] = images[max(indices[index / uniforms.each], 0) * uniforms.each + index % uniforms.each];',
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
  return runPerElement({
    name: 'gather-changed',
    inputs: [...inputsOf({ images, indices }), ...inputsOf({ changes }, 4), ...inputsOf({ black })],
    output: { shape: [indices.size, height, width, channels] },
    uniforms: { height, width, channels, cutout },
    body: () => `
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
  result[index] = images[((first + fromY) * uniforms.width + fromX) * uniforms.channels + channel];`,
  }) as tf.Tensor4D;
}
