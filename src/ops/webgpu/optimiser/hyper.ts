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
  /** Largest norm of a gradient, and what is added to a norm before it is divided by. */
  clip: 2,
  clipEpsilon: 3,
  /** Of SGD and RMSProp. */
  momentum: 4,
  /** Not 0 where SGD looks ahead. */
  nesterov: 5,
  /** Share of the newest gradient in Adam's mean. */
  firstShare: 6,
  /** Share of the newest squared gradient, of Adam and RMSProp. */
  secondShare: 7,
  /** Not 0 where the decay is AdamW's. */
  decoupled: 8,
  /** Added to a root before it is divided by. */
  epsilon: 9,
} as const;

/** Numbers that `HYPER` names. */
export const HYPER_SIZE = 10;

/** One of them in WGSL. */
export const hyperOf = (name: keyof typeof HYPER): string => `hyper[${HYPER[name]}]`;

/**
 * Numbers that kernels are told with every step of each group of parameters that get a gradient in the same steps and decay
 * alike: not 0 where this is one of them; Adam's learning rate, over what its mean lacks at first; the root of what its mean
 * square has of 1 so far; the weight decay. A group that gets none is left as it is, with its momentum and its running statistics.
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

/** An optimiser as its kernels need it. */
export interface UpdateRule {
  /** Of its kernels: optimisers that differ in numbers alone share them. */
  readonly name: string;
  /** Rows of what it remembers: velocity or mean gradient, and mean squared gradient. */
  readonly moments: 1 | 2;
  /**
   * WGSL that moves one `weight`, at `index` of the state, along its `gradient`, with its `weightDecay` and the `pace` of its
   * group, and what is remembered of it at `first` and `second`.
   */
  readonly code: string;
}

/** Rows of the state: parameters, what is remembered, gradient. */
export function stateRows({ moments }: UpdateRule): number {
  return 2 + moments;
}
