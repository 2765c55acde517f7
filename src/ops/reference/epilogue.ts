/**
 * The end of a block, composed of core operations: gain · shortcut is added and the sum activated. Shared by the norms, and all
 * there is to the kernels for a plain sum, a bias, and single numbers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { activate, activationGradient } from '../activation';
import type {
  ActivatedGradient,
  AdditionKernels,
  BiasKernels,
  Epilogue,
  EpilogueGradient,
  EpilogueOutput,
  Gain,
  ScalarKernels,
} from '../kernels';
import { scalar } from '../constants';
import { byImage, channelSum, spread } from '../rows';

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

/** The gradient of the sum that was activated. */
export function preActivationGradient({ dy, savedForBackward, activation }: ActivatedGradient): tf.Tensor4D {
  return activationGradient(dy, savedForBackward, activation);
}

/** Gradient of the shortcut from that of the sum; undefined where nothing flows. */
export function shortcutGradient(
  dz: tf.Tensor4D,
  { hasShortcut, gain }: EpilogueGradient,
): tf.Tensor4D | undefined {
  if (!hasShortcut || gain === 0) return undefined;
  return gain === 1 ? tf.clone(dz) : tf.mul(dz, factor(gain));
}

export const additionReference: AdditionKernels = {
  forward: (x, epilogue) => tf.tidy(() => applyEpilogue(x, x.shape, epilogue)),

  gradient: (incoming) =>
    tf.tidy(() => {
      const dz = preActivationGradient(incoming);
      return { x: tf.clone(dz), shortcut: shortcutGradient(dz, incoming) };
    }),
};

export const biasReference: BiasKernels = {
  forward: (x, bias, epilogue) =>
    tf.tidy(() => applyEpilogue(tf.add(byImage(x), spread(bias, x.shape)), x.shape, epilogue)),

  gradient: (incoming) =>
    tf.tidy(() => {
      const dz = preActivationGradient(incoming);
      const shortcut = shortcutGradient(dz, incoming);
      return { x: tf.clone(dz), bias: channelSum(dz, dz.shape), shortcut };
    }),
};

/** The sum of all values, [1]; in two steps, as float32 loses digits in long sums. */
function total(x: tf.Tensor4D): tf.Tensor1D {
  const perChannel = channelSum(x, x.shape);
  return channelSum(perChannel, [perChannel.size, 1, 1, 1]);
}

export const scalarsReference: ScalarKernels = {
  forward: (x, factor, bias, epilogue) =>
    tf.tidy(() => {
      const scaled = factor === null ? x : tf.mul(x, factor);
      return applyEpilogue(bias === null ? scaled : tf.add(scaled, bias), x.shape, epilogue);
    }),

  gradient: (incoming, multiplied) =>
    tf.tidy(() => {
      const dz = preActivationGradient(incoming);
      return {
        x: multiplied === null ? tf.clone(dz) : tf.mul(dz, multiplied.factor),
        factor: multiplied === null ? undefined : total(tf.mul(dz, multiplied.x)),
        bias: total(dz),
        shortcut: shortcutGradient(dz, incoming),
      };
    }),
};
