/** What kernels that update are told with every step, in one small tensor. */
import type * as tf from '@tensorflow/tfjs-core';

/**
 * Where each number lies that changes from step to step or from experiment to experiment. Shares of what is new come as they
 * are, not as 1 minus what is kept: in float32 the difference would be off by more than the arithmetic.
 */
export const HYPER = {
  /** 0 where the step changes nothing. */
  update: 0,
  learningRate: 1,
  weightDecay: 2,
  /** Largest norm of a gradient, and what is added to a norm before it is divided by. */
  clip: 3,
  clipEpsilon: 4,
  /** Of SGD and RMSProp. */
  momentum: 5,
  /** Not 0 where SGD looks ahead. */
  nesterov: 6,
  /** Share of the newest gradient in Adam's mean. */
  firstShare: 7,
  /** Share of the newest squared gradient, of Adam and RMSProp. */
  secondShare: 8,
  /** Adam's learning rate, over what its mean lacks at first. */
  stepSize: 9,
  /** Root of what Adam's mean square has of 1 so far. */
  unbias: 10,
  /** Not 0 where the decay is AdamW's. */
  decoupled: 11,
  /** Added to a root before it is divided by. */
  epsilon: 12,
} as const;

/** Numbers that `HYPER` names. */
export const HYPER_SIZE = 13;

/** See `HYPER`. */
export type Hyperparameters = tf.Tensor1D;

/** AdamW is Adam with its decay apart. */
export type UpdateRule = 'sgd' | 'adam' | 'rmsprop';

/** Rows of the state. */
export function stateRows(rule: UpdateRule): number {
  return rule === 'sgd' ? 3 : 4;
}
