/**
 * The two sums of group norm's backward pass, per image and channel: of dz, and of dz times the normalised value. Over the
 * channels of a group they make its input gradient, over the images the gradients of scale and shift.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import type { SumParts } from './batch-reduce';
import { reduction, reductionOf } from './channel-parts';
import { groupNormShape } from './group-statistics';
import { run } from '../program';
import { activationCode, activationGradient, vector } from '../wgsl';

/** A tensor [N, 2, C], a part an image. */
export function groupNormReduce(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  x: tf.Tensor4D,
  statistics: tf.Tensor,
  normGroups: number,
  activation: ActivationName,
): SumParts {
  const { images: parts, width, uniforms: own } = groupNormShape(x.shape, normGroups);
  const cut = { parts, chunk: own.pixels };
  const { uniforms, threads } = reductionOf(x.shape, width, cut);
  const tensor = run({
    name: 'group-norm-reduce',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
      { name: 'x', tensor: x, width },
      { name: 'statistics', tensor: statistics },
    ],
    output: { shape: [parts, 2, x.shape[3]], width },
    uniforms: { ...own, ...uniforms, activation: activationCode(activation) },
    threads,
    code: () =>
      vector(width) +
      activationGradient +
      reduction(
        `let own = 2 * (part * uniforms.normGroups + channelGroup / uniforms.own);
         let mean = statistics[own];
         let inverse = statistics[own + 1];`,
        `let dz = activationGradient(dy[at], saved[at]);
         first += dz;
         second += dz * (x[at] - mean) * inverse;`,
        'result[to] = first; result[to + uniforms.groups] = second;',
      ),
  });
  return { tensor, ...cut };
}
