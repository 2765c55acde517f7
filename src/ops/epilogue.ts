/** The end of a block: gain · shortcut is added and the sum activated. Shared by the norms, the bias and the plain sum. */
import * as tf from '@tensorflow/tfjs-core';
import { activate, activationGradient } from './activation';
import type { AdditionKernels, EpilogueOutput, Epilogue, Gain } from './kernels';
import { scalar } from './constants';

function factor(gain: Gain): tf.Tensor {
  return typeof gain === 'number' ? scalar(gain) : gain;
}

/** x + gain · shortcut, without arithmetic for the gains 0 and 1: both leave the numbers exactly as they are. */
function addShortcut(x: tf.Tensor, shortcut: tf.Tensor | null, gain: Gain): tf.Tensor {
  if (shortcut === null || gain === 0) return x;
  const addend = tf.reshape(shortcut, x.shape);
  return tf.add(x, gain === 1 ? addend : tf.mul(addend, factor(gain)));
}

/** Adds, activates and gives the image its shape back. */
export function applyEpilogue(
  x: tf.Tensor,
  shape: tf.Tensor4D['shape'],
  { activation, shortcut, gain }: Epilogue,
): EpilogueOutput {
  const { y, savedForBackward } = activate(addShortcut(x, shortcut, gain), activation);
  const image = tf.reshape(y, shape) as tf.Tensor4D;
  return {
    y: image,
    savedForBackward: savedForBackward === y ? image : (tf.reshape(savedForBackward, shape) as tf.Tensor4D),
  };
}

/** Gradient of the shortcut from that of the sum; undefined where nothing flows. */
export function shortcutGradient(dz: tf.Tensor4D, hasShortcut: boolean, gain: Gain): tf.Tensor4D | undefined {
  if (!hasShortcut || gain === 0) return undefined;
  return gain === 1 ? tf.clone(dz) : tf.mul(dz, factor(gain));
}

export const additionReference: AdditionKernels = {
  forward: (x, epilogue) => tf.tidy(() => applyEpilogue(x, x.shape, epilogue)),

  gradient: (dy, savedForBackward, epilogue) =>
    tf.tidy(() => {
      const dz = activationGradient(dy, savedForBackward, epilogue.activation);
      return { x: tf.clone(dz), shortcut: shortcutGradient(dz, epilogue.hasShortcut, epilogue.gain) };
    }),
};
