/** gain · activation' · dy: the gradient before an activation, and of a shortcut that is added before it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../config/schema';
import type { Gain } from '../../kernels';
import { gainTensor } from './gain';
import { run, widthOf } from '../program';
import { activationCode, activationGradient, gained, vector } from '../wgsl';

export function gainedActivationGradient(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  activation: ActivationName,
  gain: Gain,
): tf.Tensor4D {
  const width = widthOf(dy.shape[3]);
  const total = dy.size / width;
  return run({
    name: 'activation-gradient',
    inputs: [
      { name: 'dy', tensor: dy, width },
      { name: 'saved', tensor: savedForBackward, width },
      { name: 'gain', tensor: gainTensor(gain) },
    ],
    output: { shape: dy.shape, width },
    uniforms: { total, activation: activationCode(activation) },
    threads: total,
    code: () => `
${vector(width)}${activationGradient}${gained}
fn main(index : i32) {
  if (index < uniforms.total) { result[index] = gained(activationGradient(dy[index], saved[index])); }
}
`,
  }) as tf.Tensor4D;
}
