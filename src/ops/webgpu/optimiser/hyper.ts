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
  /** Not 0 where the decay is AdamW's. */
  decoupled: 9,
  /** Added to a root before it is divided by. */
  epsilon: 10,
} as const;

/** Numbers that `HYPER` names. */
export const HYPER_SIZE = 11;

/**
 * Numbers that kernels are told with every step of each group of parameters that get a gradient in the same steps: not 0 where
 * this is one of them; Adam's learning rate, over what its mean lacks at first; the root of what its mean square has of 1 so
 * far; nothing. A group that gets none is left as it is, with its momentum and its running statistics.
 */
export const PACE_SIZE = 4;

/** Rows of `PACE_SIZE` numbers, one a group. */
export type Paces = tf.Tensor2D;

/** The last number of a table's entry: how many numbers it is about, at most 255, and which group they are of. */
export function withGroup(count: number, group: number): number {
  return count + 256 * group;
}

/** Both, from an `i32` of WGSL. */
export const countIn = (entry: string): string => `(${entry} & 255)`;
export const groupIn = (entry: string): string => `(${entry} >> 8)`;

/** See `HYPER`. */
export type Hyperparameters = tf.Tensor1D;

/** AdamW is Adam with its decay apart. */
export type UpdateRule = 'sgd' | 'adam' | 'rmsprop';

/** Rows of the state. */
export function stateRows(rule: UpdateRule): number {
  return rule === 'sgd' ? 3 : 4;
}
