/** Pooling of square windows: their largest values or their means. A thread makes up to 4 channels of one window. */
import type * as tf from '@tensorflow/tfjs-core';
import type { PoolGeometry } from '../../shape-kernels';
import { run, widthOf, type Width } from '../program';
import { orNaN, vector } from '../wgsl';

export type Pooled = 'max' | 'mean';

export function windowPool(x: tf.Tensor4D, kind: Pooled, geometry: PoolGeometry): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const { kernel, stride, padding } = geometry;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const [outHeight, outWidth] = [side(height), side(width)];
  const access = widthOf(channels);
  const groups = channels / access;
  const total = n * outHeight * outWidth * groups;
  return run({
    name: `${kind}-pool`,
    inputs: [{ name: 'x', tensor: x, width: access }],
    output: { shape: [n, outHeight, outWidth, channels], width: access },
    uniforms: { total, height, width, groups, outHeight, outWidth, kernel, stride, padding },
    threads: total,
    code: () => code(access, kind),
  }) as tf.Tensor4D;
}

// What is not a number stays so.
const take: Readonly<Record<Pooled, string>> = {
  max: 'found = orNaN(select(found, value, value > found), value);',
  mean: 'found += value;',
};

const code = (access: Width, kind: Pooled): string => `
${vector(access)}${orNaN}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
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
  result[index] = found${kind === 'max' ? '' : ' / f32((rows.y - rows.x) * (columns.y - columns.x))'};
}
`;
