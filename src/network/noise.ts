/** What is random in a training step, and how it is drawn on the processor. */
import type * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../data/random';
import { dropout, scaleBy } from '../ops/elementwise';

/** The randomness of the step at hand; names tell what it is for. */
export interface Noise {
  /** x with a share of its values set to 0, and what is kept divided by its own share. */
  drop<T extends tf.Tensor>(x: T, share: number, name: string): T;
  /** The end of a branch times `scale`, and times 1 / `survival` or, where it does not survive this step, times 0. */
  survive(x: tf.Tensor4D, block: number, survival: number, scale: number, name: string): tf.Tensor4D;
  /** What it is drawn by, where it is drawn on the processor. */
  readonly streams?: Streams;
}

/** Streams by what they are for. Names are those of blocks with `.dropout`, `.shortcut.dropout` or `.depth` behind them. */
export type Streams = (name: string) => RandomStream;

/** What stochastic depth multiplies a branch with (Huang 2016, scaled while training). */
export function survivalFactor(random: RandomStream, survival: number): number {
  return random.uniform() < survival ? 1 / survival : 0;
}

/** Noise that is drawn here and now. */
export function noiseOf(streams: Streams): Noise {
  return {
    streams,
    drop: (x, share, name) => dropout(x, share, streams(name)),
    survive: (x, _, survival, scale, name) => scaleBy(x, scale * survivalFactor(streams(name), survival)),
  };
}
