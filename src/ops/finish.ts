/** The end of a block: gain · shortcut is added and the sum activated. Shared by the norm and by the plain bias. */
import * as tf from '@tensorflow/tfjs-core';
import { activate } from './activation';
import type { Finish, Gain } from './kernels';
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
): tf.Tensor4D {
  return tf.reshape(activate(addShortcut(x, shortcut, gain), activation), shape);
}

/** Gradient of the shortcut from that of the sum; undefined where nothing flows. */
export function shortcutGradient(dz: tf.Tensor4D, hasShortcut: boolean, gain: Gain): tf.Tensor4D | undefined {
  if (!hasShortcut || gain === 0) return undefined;
  return gain === 1 ? tf.clone(dz) : tf.mul(dz, factor(gain));
}
