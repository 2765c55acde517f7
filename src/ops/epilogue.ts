/** The end of a block: gain · shortcut is added and the sum activated. Shared by the norms, the bias and the plain sum. */
import * as tf from '@tensorflow/tfjs-core';
import { activate, activationGradient } from './activation';
import type { AdditionKernels, Ended, Finish, Gain } from './kernels';
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
export function finish(
  x: tf.Tensor,
  shape: tf.Tensor4D['shape'],
  { activation, shortcut, gain }: Finish,
): Ended {
  const { y, kept } = activate(addShortcut(x, shortcut, gain), activation);
  const image = tf.reshape(y, shape) as tf.Tensor4D;
  return { y: image, kept: kept === y ? image : (tf.reshape(kept, shape) as tf.Tensor4D) };
}

/** Gradient of the shortcut from that of the sum; undefined where nothing flows. */
export function shortcutGradient(dz: tf.Tensor4D, hasShortcut: boolean, gain: Gain): tf.Tensor4D | undefined {
  if (!hasShortcut || gain === 0) return undefined;
  return gain === 1 ? tf.clone(dz) : tf.mul(dz, factor(gain));
}

export const additionReference: AdditionKernels = {
  forward: (x, end) => tf.tidy(() => finish(x, x.shape, end)),

  gradient: (dy, kept, end) =>
    tf.tidy(() => {
      const dz = activationGradient(dy, kept, end.activation);
      return { x: tf.clone(dz), shortcut: shortcutGradient(dz, end.hasShortcut, end.gain) };
    }),
};
