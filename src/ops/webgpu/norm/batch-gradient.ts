/** Input gradient of batch norm in training, from the sums of `batchNormReduce`. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import type { SumParts } from './batch-reduce';
import type { MomentParts } from './batch-statistics';
import { chooseThreads } from '../conv/choose';
import { run, webgpuBackend, widthOf, type Width } from '../program';
import { activationCode, activationGradient, inverseDeviation, momentsOf, vector } from '../wgsl';

/** scale / deviation · (dz − Σdz / R − x̂ · Σ(dz·x̂) / R) for R positions. */
export function batchNormGradient(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  statistics: MomentParts,
  sums: SumParts,
  activation: ActivationName,
): tf.Tensor4D {
  const channels = x.shape[3];
  const width = widthOf(channels);
  const groups = channels / width;
  const total = x.size / width;
  const threads = chooseThreads(webgpuBackend(), total, groups);
  const { parts, chunk, positions } = statistics;
  return run({
    name: 'batch-norm-gradient',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
      { name: 'x', tensor: x, width },
      { name: 'scale', tensor: scale, width },
      { name: 'moments', tensor: statistics.tensor, width },
      { name: 'sums', tensor: sums.tensor, width },
    ],
    output: { shape: x.shape, width },
    uniforms: {
      total,
      threads,
      groups,
      parts,
      chunk,
      positions,
      sumParts: sums.parts,
      activation: activationCode(activation),
    },
    threads,
    code: () => code(width),
  }) as tf.Tensor4D;
}

const code = (width: Width): string => `
${vector(width)}${activationGradient}${momentsOf}${inverseDeviation}
fn main(index : i32) {
  if (index >= uniforms.threads) { return; }
  let group = index % uniforms.groups;
  let own = momentsOf(group);
  let inverse = inverseDeviation(own.variance);
  var dShift = V();
  var dScale = V();
  for (var part = 0; part < uniforms.sumParts; part++) {
    dShift += sums[2 * part * uniforms.groups + group];
    dScale += sums[(2 * part + 1) * uniforms.groups + group];
  }
  let factor = scale[group] * inverse;
  let constant = dShift / f32(uniforms.positions);
  let slope = dScale / f32(uniforms.positions);
  for (var at = index; at < uniforms.total; at += uniforms.threads) {
    let dz = activationGradient(dy[at], saved[at]);
    result[at] = factor * (dz - constant - (x[at] - own.mean) * inverse * slope);
  }
}
`;
