/** Sums of dz, and of dz · x, over all values in parts: the gradients of single numbers that are added and multiplied. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import { reduction, reductionOf } from './channel-parts';
import { run, widthOf } from '../program';
import { activationCode, activationGradient, dotOf, vector } from '../wgsl';

/** A tensor [parts, 2]: of each part the sum of dz, and that of dz · x, or 0 without x. */
export function scalarReduce(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  x: tf.Tensor4D | null,
  activation: ActivationName,
): { readonly tensor: tf.Tensor; readonly parts: number } {
  // All values are alike: positions of as many channels as are read at once.
  const width = widthOf(dy.size);
  const { uniforms, threads } = reductionOf([1, 1, dy.size / width, width], width);
  const { parts } = uniforms;
  const sum = (value: string): string => dotOf(width, value, 'V(1.0)');
  const tensor = run({
    name: `scalar-reduce${x === null ? '' : '-x'}`,
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
      ...(x === null ? [] : [{ name: 'x', tensor: x, width }]),
    ],
    output: { shape: [parts, 2] },
    uniforms: { ...uniforms, activation: activationCode(activation) },
    threads,
    code: () =>
      vector(width) +
      activationGradient +
      reduction(
        '',
        `let dz = activationGradient(dy[at], saved[at]); first += dz;${x === null ? '' : ' second += dz * x[at];'}`,
        `result[to] = ${sum('first')}; result[to + 1] = ${sum('second')};`,
      ),
  });
  return { tensor, parts };
}
