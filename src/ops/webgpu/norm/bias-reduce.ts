/** Sums of dz per channel in parts: the gradient of a bias. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import type { SumParts } from './batch-reduce';
import { reduction, reductionOf } from './channel-parts';
import { run, widthOf } from '../program';
import { activationCode, activationGradient, vector } from '../wgsl';

/** A tensor [parts, 2, C], the second half of which is of no use: the shape is that of batch norm's sums. */
export function biasReduce(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  activation: ActivationName,
): SumParts {
  const channels = savedForBackward.shape[3];
  const width = widthOf(channels);
  const { uniforms, threads } = reductionOf(savedForBackward.shape, width);
  const { parts, chunk } = uniforms;
  const tensor = run({
    name: 'bias-reduce',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
    ],
    output: { shape: [parts, 2, channels], width },
    uniforms: { ...uniforms, activation: activationCode(activation) },
    threads,
    code: () =>
      vector(width) +
      activationGradient +
      reduction(
        '',
        'first += activationGradient(dy[at], saved[at]);',
        'result[to] = first; result[to + uniforms.groups] = second;',
      ),
  });
  return { tensor, parts, chunk };
}
