/** All networks of an experiment in lockstep, wherever they live: what the trainer needs of them. */
import type { InstrumentName } from '../architecture/instruments';
import type { Blocks } from '../config/schema';
import type { Score } from '../engine/measures';
import type { OptimiserState } from '../engine/optimiser';
import type { RunningNorm } from '../engine/statistics';
import type { Fault } from './fault';
import type { Watch } from './instruments';

/** What a network has learnt so far, as copies on the processor. */
export interface LaneState {
  /** In the layout of the plan's parameters. */
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Running statistics by norm. */
  readonly statistics: ReadonlyMap<string, RunningNorm>;
  readonly optimiser: OptimiserState;
}

export interface Lanes {
  /** Gradients that may be under way at once, now; their results come in order. */
  readonly runAhead: number;
  /**
   * What the first gradient needs and takes long, told as the share that is done; where it is not called, the first gradient
   * does it. On the processor there is nothing to do, and nothing is told.
   */
  prepare(onProgress: (fraction: number) => void): Promise<void>;
  /** Sets skip gains, in force from the next gradient on. `lane` counts as the experiment does. */
  setGain(lane: number, blocks: Blocks, gain: number): void;
  /** Sets the learning rate that the schedule goes on from, in force from the next step on; the optimiser's at first. */
  setRate(rate: number): void;
  /**
   * The gradient of a batch in every lane and, with `update`, the step along it; without, nothing changes. The number of
   * the step decides the learning rate and how the batch is augmented, 0 where absent. Resolves to loss, accuracy, the gradient norm of
   * every layer and, where gradients are clipped, what this one is multiplied with, lane by lane. With `watch` it also measures what that asks for, and changes no number by it.
   */
  run(
    indices: Uint32Array<ArrayBuffer>,
    update: boolean,
    step?: number,
    watch?: Watch,
  ): Promise<readonly number[]>;
  /**
   * Prepares what runs with `watch` need that measure these. Resolves to the steps from one measurement to the next, so that
   * all of them cost at most a quarter of the time. Nothing may be under way.
   */
  prepareWatch(instruments: readonly InstrumentName[]): Promise<number>;
  /**
   * Where the forward pass broke of the first gradient of a lane that was not finite, which was that of this step and batch;
   * null where all of it is finite, or nothing more is known. Nothing may be under way.
   */
  fault(lane: number, step: number, indices: Uint32Array<ArrayBuffer>): Promise<Fault | null>;
  /** Scores of the first `count` test images, batch by batch, in one lane, with the running statistics in every norm. */
  test(lane: number, count: number): AsyncGenerator<Score>;
  /** The state of a lane after the updates so far. Nothing may be under way. */
  snapshot(lane: number): Promise<LaneState>;
  /** Goes on from a state of the same architecture and optimiser, wherever it was taken. Nothing may be under way. */
  restore(lane: number, state: LaneState): void;
  /** Frees what they hold. Nothing may be under way. */
  dispose(): void;
}
