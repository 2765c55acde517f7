/** Normalises with the statistics of the batch, adds the shortcut and activates, in one pass. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../kernels';
import type { MomentParts } from './batch-statistics';
import { chooseThreads } from '../conv/choose';
import { gainTensor } from '../pointwise/gain';
import { run, webgpuBackend, widthOf, type Width } from '../program';
import { activate, activationCode, gained, inverseDeviation, momentsOf, vector } from '../wgsl';

/** activation(scale · (x − mean) / deviation + shift + gain · shortcut). */
export function batchNormApply(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  statistics: MomentParts,
  { activation, shortcut, gain }: Epilogue,
): tf.Tensor4D {
  const channels = x.shape[3];
  const width = widthOf(channels);
  const groups = channels / width;
  const total = x.size / width;
  const threads = chooseThreads(webgpuBackend(), total, groups);
  const { parts, chunk, positions } = statistics;
  return run({
    name: shortcut === null ? 'batch-norm' : 'batch-norm-shortcut',
    inputs: [
      { name: 'x', tensor: x, width },
      { name: 'scale', tensor: scale, width },
      { name: 'shift', tensor: shift, width },
      { name: 'moments', tensor: statistics.tensor, width },
      ...(shortcut === null
        ? []
        : [
            { name: 'shortcut', tensor: shortcut, width },
            { name: 'gain', tensor: gainTensor(gain) },
          ]),
    ],
    output: { shape: x.shape, width },
    uniforms: { total, threads, groups, parts, chunk, positions, activation: activationCode(activation) },
    threads,
    code: () => code(width, shortcut !== null),
  }) as tf.Tensor4D;
}

const code = (width: Width, hasShortcut: boolean): string => `
${vector(width)}${activate}${momentsOf}${inverseDeviation}${hasShortcut ? gained : ''}
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }
  let group = index % uniforms.groups;
  let own = momentsOf(group);
  let factor = scale[group] * inverseDeviation(own.variance);
  let offset = shift[group];
  for (var at = index; at < uniforms.total; at += uniforms.threads) {
    let z = factor * (x[at] - own.mean) + offset;
    result[at] = activate(z${hasShortcut ? ' + gained(shortcut[at])' : ''});
  }
}
`;
