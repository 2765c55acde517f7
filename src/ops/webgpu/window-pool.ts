/** Pooling of square windows, their largest values or their means, and its gradients. A thread makes up to 4 channels. */
import type * as tf from '@tensorflow/tfjs-core';
import type { PoolGeometry } from '../kernels';
import { inputsOf, runPerElement, widthOf } from './program';
import { orNaN, vector } from './wgsl';

type Pooled = 'max' | 'mean';

// What is not a number stays so.
const take: Readonly<Record<Pooled, string>> = {
  max: 'found = orNaN(select(found, value, value > found), value);',
  mean: 'found += value;',
};

export function windowPool(x: tf.Tensor4D, kind: Pooled, geometry: PoolGeometry): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const { kernel, stride, padding } = geometry;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const [outHeight, outWidth] = [side(height), side(width)];
  const access = widthOf(channels);
  const groups = channels / access;
  return runPerElement({
    name: `${kind}-pool`,
    inputs: inputsOf({ x }, access),
    output: { shape: [n, outHeight, outWidth, channels], width: access },
    uniforms: { height, width, groups, outHeight, outWidth, kernel, stride, padding },
    declare: () => vector(access) + orNaN,
    body: () => `
  let group = index % uniforms.groups;
  var rest = index / uniforms.groups;
  let left = rest % uniforms.outWidth * uniforms.stride - uniforms.padding;
  rest = rest / uniforms.outWidth;
  let top = rest % uniforms.outHeight * uniforms.stride - uniforms.padding;
  let image = rest / uniforms.outHeight;
  let rows = vec2<i32>(max(top, 0), min(top + uniforms.kernel, uniforms.height));
  let columns = vec2<i32>(max(left, 0), min(left + uniforms.kernel, uniforms.width));
  var found = ${kind === 'max' ? 'x[((image * uniforms.height + rows.x) * uniforms.width + columns.x) * uniforms.groups + group]' : 'V()'};
  for (var i = rows.x; i < rows.y; i++) {
    for (var j = columns.x; j < columns.y; j++) {
      let value = x[((image * uniforms.height + i) * uniforms.width + j) * uniforms.groups + group];
      ${take[kind]}
    }
  }
  result[index] = found${kind === 'max' ? '' : ' / f32((rows.y - rows.x) * (columns.y - columns.x))'};`,
  }) as tf.Tensor4D;
}

const share: Readonly<Record<Pooled, string>> = {
  mean: `
      let down = min(top + uniforms.kernel, uniforms.height) - max(top, 0);
      let across = min(left + uniforms.kernel, uniforms.width) - max(left, 0);
      sum += dy[at] / f32(down * across);`,
  max: `
      let largest = y[at];
      var own = x[index] == largest;
      // Only where it is: whether one before it in the window is as large.
      if (any(own)) {
        for (var i = max(top, 0); i <= row; i++) {
          let last = select(min(left + uniforms.kernel, uniforms.width), column, i == row);
          for (var j = max(left, 0); j < last; j++) {
            own = own & (x[((image * uniforms.height + i) * uniforms.width + j) * uniforms.groups + group] != largest);
          }
        }
      }
      sum += select(V(), dy[at], own);`,
};

/** A thread goes through the windows that its position lies in. */
function gradient(
  kind: Pooled,
  inputs: Readonly<Record<string, tf.Tensor4D>>,
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  { kernel, stride, padding }: PoolGeometry,
): tf.Tensor4D {
  const [, height, width, channels] = inputShape;
  const [, outHeight, outWidth] = dy.shape;
  const access = widthOf(channels);
  const groups = channels / access;
  return runPerElement({
    name: `${kind}-pool-gradient`,
    inputs: inputsOf({ dy, ...inputs }, access),
    output: { shape: inputShape, width: access },
    uniforms: { height, width, groups, outHeight, outWidth, kernel, stride, padding },
    declare: () => vector(access),
    body: () => `
  let group = index % uniforms.groups;
  var rest = index / uniforms.groups;
  let column = rest % uniforms.width;
  rest = rest / uniforms.width;
  let row = rest % uniforms.height;
  let image = rest / uniforms.height;
  // The windows that reach it: top <= row < top + kernel.
  let before = uniforms.kernel - uniforms.padding;
  let firstRow = (max(row - before + 1, 0) + uniforms.stride - 1) / uniforms.stride;
  let firstColumn = (max(column - before + 1, 0) + uniforms.stride - 1) / uniforms.stride;
  let lastRow = min((row + uniforms.padding) / uniforms.stride, uniforms.outHeight - 1);
  let lastColumn = min((column + uniforms.padding) / uniforms.stride, uniforms.outWidth - 1);
  var sum = V();
  for (var r = firstRow; r <= lastRow; r++) {
    let top = r * uniforms.stride - uniforms.padding;
    for (var c = firstColumn; c <= lastColumn; c++) {
      let left = c * uniforms.stride - uniforms.padding;
      let at = ((image * uniforms.outHeight + r) * uniforms.outWidth + c) * uniforms.groups + group;${share[kind]}
    }
  }
  result[index] = sum;`,
  }) as tf.Tensor4D;
}

/** dL/dx from dL/dy, what went in and what came out: where several positions are the largest, the first one gets it. */
export function maxPoolGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  geometry: PoolGeometry,
): tf.Tensor4D {
  return gradient('max', { x, y }, dy, x.shape, geometry);
}

/** dL/dx of means over the positions within the image. */
export function meanPoolGradient(
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  geometry: PoolGeometry,
): tf.Tensor4D {
  return gradient('mean', {}, dy, inputShape, geometry);
}
