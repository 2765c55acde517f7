/** Input gradients of pooled windows. A thread goes through the windows that its position lies in. */
import type * as tf from '@tensorflow/tfjs-core';
import type { PoolGeometry } from '../../shape-kernels';
import { run, widthOf, type Input, type Width } from '../program';
import type { Pooled } from './window';
import { vector } from '../wgsl';

/** dL/dx from dL/dy, what went in and what came out: where several positions are the largest, the first one gets it. */
export function maxPoolGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  geometry: PoolGeometry,
): tf.Tensor4D {
  const width = widthOf(x.shape[3]);
  const inputs = [
    { name: 'x', tensor: x, width },
    { name: 'y', tensor: y, width },
  ];
  return gradient('max', dy, x.shape, geometry, inputs);
}

/** dL/dx of means over the positions within the image. */
export function meanPoolGradient(
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  geometry: PoolGeometry,
): tf.Tensor4D {
  return gradient('mean', dy, inputShape, geometry, []);
}

function gradient(
  kind: Pooled,
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  { kernel, stride, padding }: PoolGeometry,
  inputs: readonly Input[],
): tf.Tensor4D {
  const [n, height, width, channels] = inputShape;
  const [, outHeight, outWidth] = dy.shape;
  const access = widthOf(channels);
  const groups = channels / access;
  const total = n * height * width * groups;
  return run({
    name: `${kind}-pool-gradient`,
    inputs: [{ name: 'dy', tensor: dy, width: access }, ...inputs],
    output: { shape: inputShape, width: access },
    uniforms: { total, height, width, groups, outHeight, outWidth, kernel, stride, padding },
    threads: total,
    code: () => code(access, kind),
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

const code = (access: Width, kind: Pooled): string => `
${vector(access)}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
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
  result[index] = sum;
}
`;
