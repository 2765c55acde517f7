/** The two sums per channel of batch norm's backward pass, in parts: of dz, and of dz times the normalised value. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import type { MomentParts } from './batch-statistics';
import { reduction, reductionOf, type Parts } from './channel-parts';
import { run, widthOf } from '../program';
import { activationCode, activationGradient, inverseDeviation, momentsOf, vector } from '../wgsl';

/** A tensor [parts, 2, C]: gradients of shift, then of scale. */
export interface SumParts extends Parts {
  readonly tensor: tf.Tensor;
}

export function batchNormReduce(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  x: tf.Tensor4D,
  statistics: MomentParts,
  activation: ActivationName,
): SumParts {
  const channels = x.shape[3];
  const width = widthOf(channels);
  const { uniforms, threads } = reductionOf(x.shape, width);
  const { parts, chunk } = uniforms;
  const tensor = run({
    name: 'batch-norm-reduce',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
      { name: 'x', tensor: x, width },
      { name: 'moments', tensor: statistics.tensor, width },
    ],
    output: { shape: [parts, 2, channels], width },
    // `momentsOf` reads parts and chunk of the statistics, which are cut the same way: both depend on the shape alone.
    uniforms: { ...uniforms, activation: activationCode(activation) },
    threads,
    code: () =>
      vector(width) +
      activationGradient +
      momentsOf +
      inverseDeviation +
      reduction(
        'let own = momentsOf(channelGroup); let inverse = inverseDeviation(own.variance);',
        `let dz = activationGradient(dy[at], saved[at]);
         first += dz;
         second += dz * (x[at] - own.mean) * inverse;`,
        'result[to] = first; result[to + uniforms.groups] = second;',
      ),
  });
  return { tensor, parts, chunk };
}
