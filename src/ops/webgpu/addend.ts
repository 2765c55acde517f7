/**
 * What a kernel may add to its result in the same pass: gain · activation' · dy of another tensor, as an identity shortcut brings it,
 * or a tensor as it is. Such a kernel is bound the same way with an addend as without one, so that one pipeline does both, and a
 * captured step can give it one afterwards (`fuseSums`).
 */
import type * as tf from '@tensorflow/tfjs-core';
import { scalar } from '../constants';
import type { ActivationName } from '../../config/activations';
import type { Gain } from '../kernels';
import { inputsOf, type Input, type Kernel, type Width } from './program';
import { activationCode } from './wgsl';

/** `uniforms.added` where nothing is: else it is the code of the activation. */
export const NOTHING_ADDED = -1;

/** A `ShortcutGradient` of a tensor of any rank. */
export interface Addend {
  readonly dy: tf.TensorInfo;
  readonly savedForBackward: tf.TensorInfo;
  readonly activation: ActivationName;
  readonly gain: Gain;
}

interface AddendBinding {
  readonly inputs: readonly Input[];
  readonly uniforms: Kernel['uniforms'];
}

/** How an addend of the result's shape is bound. @param idle What stands in its place where there is none: some input. */
export function addendOf(addend: Addend | undefined, idle: tf.TensorInfo, width: Width): AddendBinding {
  const { dy, savedForBackward, gain } = addend ?? { dy: idle, savedForBackward: idle, gain: 1 };
  const factor = typeof gain === 'number' ? scalar(gain) : gain;
  return {
    inputs: [
      ...inputsOf({ addedDy: dy, addedSaved: savedForBackward }, width),
      ...inputsOf({ addedGain: factor }),
    ],
    uniforms: { added: addend === undefined ? NOTHING_ADDED : activationCode(addend.activation) },
  };
}

/** WGSL of `loop`, which adds `addend(at)` to what it has stored, where something is to be added: apart, so that it slows no other. */
export const ifAdded = (loop: string): string => `
  if (uniforms.added != ${NOTHING_ADDED}) {
    ${loop}
  }`;

/** `addend(at)`, with `activationGradient`. A gain of 0 lets nothing through, not even what is not finite. */
export const addend = `
fn addend(at : i32) -> V {
  if (uniforms.added == ${NOTHING_ADDED}) { return V(); }
  let factor = addedGain[0];
  if (factor == 0.0) { return V(); }
  return factor * activationGradient(uniforms.added, addedDy[at], addedSaved[at]);
}
`;
