/** Input gradient of group norm, from the sums of `groupNormReduce`. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import { chooseSlices } from '../conv/choose';
import { groupNormShape } from './group-statistics';
import { run, webgpuBackend, type Width } from '../program';
import { activationCode, activationGradient, dotOf, vector } from '../wgsl';

/** With g = dz · scale: (g − mean(g) − x̂ · mean(g · x̂)) / deviation, the means over the group. */
export function groupNormGradient(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  statistics: tf.Tensor,
  sums: tf.Tensor,
  normGroups: number,
  activation: ActivationName,
): tf.Tensor4D {
  const { images, width, uniforms } = groupNormShape(x.shape, normGroups);
  // A thread adds up the sums of its group, and should have as many positions to use them on.
  const slices = chooseSlices(webgpuBackend(), uniforms.pixels, uniforms.own);
  const total = images * slices * uniforms.groups;
  return run({
    name: 'group-norm-gradient',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
      { name: 'x', tensor: x, width },
      { name: 'scale', tensor: scale, width },
      { name: 'statistics', tensor: statistics },
      { name: 'sums', tensor: sums, width },
    ],
    output: { shape: x.shape, width },
    uniforms: { total, slices, ...uniforms, activation: activationCode(activation) },
    threads: total,
    code: () => code(width),
  }) as tf.Tensor4D;
}

const code = (width: Width): string => `
${vector(width)}${activationGradient}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.groups;
  let slice = index / uniforms.groups % uniforms.slices;
  let image = index / uniforms.groups / uniforms.slices;
  let normGroup = group / uniforms.own;
  let own = 2 * (image * uniforms.normGroups + normGroup);
  let mean = statistics[own];
  let inverse = statistics[own + 1];
  var sum = 0.0;
  var along = 0.0;
  for (var other = normGroup * uniforms.own; other < (normGroup + 1) * uniforms.own; other++) {
    sum += ${dotOf(width, 'scale[other]', 'sums[2 * image * uniforms.groups + other]')};
    along += ${dotOf(width, 'scale[other]', 'sums[(2 * image + 1) * uniforms.groups + other]')};
  }
  let values = f32(${width} * uniforms.own * uniforms.pixels);
  let factor = scale[group] * inverse;
  let constant = inverse * sum / values;
  let slope = inverse * along / values;
  for (var pixel = slice; pixel < uniforms.pixels; pixel += uniforms.slices) {
    let at = (image * uniforms.pixels + pixel) * uniforms.groups + group;
    let dz = activationGradient(dy[at], saved[at]);
    result[at] = factor * dz - constant - (x[at] - mean) * inverse * slope;
  }
}
`;
