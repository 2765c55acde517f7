/** Batch norm with given statistics, as at test time, with shortcut and activation in the same pass. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Epilogue } from '../../kernels';
import { chooseThreads } from '../conv/choose';
import { gainTensor } from '../pointwise/gain';
import { run, webgpuBackend, widthOf, type Width } from '../program';
import { activate, activationCode, gained, inverseDeviation, vector } from '../wgsl';

export function batchNormInference(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  { activation, shortcut, gain }: Epilogue,
): tf.Tensor4D {
  const channels = x.shape[3];
  const width = widthOf(channels);
  const groups = channels / width;
  const total = x.size / width;
  const threads = chooseThreads(webgpuBackend(), total, groups);
  return run({
    name: shortcut === null ? 'batch-norm-inference' : 'batch-norm-inference-shortcut',
    inputs: [
      { name: 'x', tensor: x, width },
      { name: 'scale', tensor: scale, width },
      { name: 'shift', tensor: shift, width },
      { name: 'mean', tensor: mean, width },
      { name: 'variance', tensor: variance, width },
      ...(shortcut === null
        ? []
        : [
            { name: 'shortcut', tensor: shortcut, width },
            { name: 'gain', tensor: gainTensor(gain) },
          ]),
    ],
    output: { shape: x.shape, width },
    uniforms: { total, threads, groups, activation: activationCode(activation) },
    threads,
    code: () => code(width, shortcut !== null),
  }) as tf.Tensor4D;
}

const code = (width: Width, hasShortcut: boolean): string => `
${vector(width)}${activate}${inverseDeviation}${hasShortcut ? gained : ''}
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }
  let group = index % uniforms.groups;
  let factor = scale[group] * inverseDeviation(variance[group]);
  let offset = shift[group] - mean[group] * factor;
  for (var at = index; at < uniforms.total; at += uniforms.threads) {
    let z = factor * x[at] + offset;
    result[at] = activate(z${hasShortcut ? ' + gained(shortcut[at])' : ''});
  }
}
`;
