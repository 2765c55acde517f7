/** Normalises with the statistics of groups, adds the shortcut and activates, in one pass. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../kernels';
import { chooseSlices } from '../conv/choose';
import { gainTensor } from '../pointwise/gain';
import { groupNormShape } from './group-statistics';
import { run, webgpuBackend, type Width } from '../program';
import { activate, activationCode, gained, vector } from '../wgsl';

/** activation(scale · (x − mean) / deviation + shift + gain · shortcut); `statistics` as `groupStatistics` gives them. */
export function groupNormApply(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  statistics: tf.Tensor,
  normGroups: number,
  { activation, shortcut, gain }: Epilogue,
): tf.Tensor4D {
  const { images, width, uniforms } = groupNormShape(x.shape, normGroups);
  const slices = chooseSlices(webgpuBackend(), uniforms.pixels);
  const total = images * slices * uniforms.groups;
  return run({
    name: shortcut === null ? 'group-norm' : 'group-norm-shortcut',
    inputs: [
      { name: 'x', tensor: x, width },
      { name: 'scale', tensor: scale, width },
      { name: 'shift', tensor: shift, width },
      { name: 'statistics', tensor: statistics },
      ...(shortcut === null
        ? []
        : [
            { name: 'shortcut', tensor: shortcut, width },
            { name: 'gain', tensor: gainTensor(gain) },
          ]),
    ],
    output: { shape: x.shape, width },
    uniforms: { total, slices, ...uniforms, activation: activationCode(activation) },
    threads: total,
    code: () => code(width, shortcut !== null),
  }) as tf.Tensor4D;
}

const code = (width: Width, hasShortcut: boolean): string => `
${vector(width)}${activate}${hasShortcut ? gained : ''}
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let group = index % uniforms.groups;
  let slice = index / uniforms.groups % uniforms.slices;
  let image = index / uniforms.groups / uniforms.slices;
  let own = 2 * (image * uniforms.normGroups + group / uniforms.own);
  let mean = statistics[own];
  let factor = scale[group] * statistics[own + 1];
  let offset = shift[group];
  for (var pixel = slice; pixel < uniforms.pixels; pixel += uniforms.slices) {
    let at = (image * uniforms.pixels + pixel) * uniforms.groups + group;
    let z = factor * (x[at] - mean) + offset;
    result[at] = activate(z${hasShortcut ? ' + gained(shortcut[at])' : ''});
  }
}
`;
