/** All networks of an experiment in lockstep, wherever they live: what the trainer needs of them. */
import type { InstrumentName } from '../architecture/instruments';
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { LaneState } from '../contract/run-state';
import type { DataSet } from '../data/dataset';
import type { Score } from '../engine/measures';
import type { Fault } from './fault';
import type { Watch } from './instruments';
import type { StepInputs } from './step-inputs';
import type { WorkerTurns } from './turns';

/** Scores of a batch of test images, with the logits [count, classes] that they were taken from. */
export interface TestedBatch extends Score {
  readonly logits: Float32Array;
}

/** Lanes count as the experiment's do. But for runs, nothing may be under way when they are asked for something. */
export interface Lanes {
  /** Runs that may be under way at once, now; their results come in order. */
  readonly runAhead: number;
  /**
   * What the first gradient needs and takes long, told as the share that is done; where it is not called, the first gradient
   * does it. On the processor these are the initial values, and nothing is told.
   */
  prepare(onProgress: (fraction: number) => void): Promise<void>;
  /**
   * The gradient of a step in every lane and, if it is to be taken, the update along it; otherwise nothing changes. Resolves to
   * loss, accuracy, the gradient norm of every layer and, where gradients are clipped, what this one is multiplied with, lane by
   * lane. With `watch` it also measures what that asks for, and changes no number by it.
   */
  run(inputs: StepInputs, watch?: Watch): Promise<readonly number[]>;
  /**
   * Prepares what runs with `watch` need that measure these, `next` the first of them. Resolves to the steps from one measurement
   * to the next, so that all of them cost at most a quarter of the time.
   */
  prepareWatch(instruments: readonly InstrumentName[], next: StepInputs): Promise<number>;
  /**
   * Where the forward pass broke of the first gradient of a lane that was not finite, which was that of this step; null where
   * all of it is finite, or nothing more is known.
   */
  fault(lane: number, inputs: StepInputs): Promise<Fault | null>;
  /**
   * Scores of the first `count` test images, batch by batch, in one lane with these skip gains and the running statistics in
   * every norm.
   */
  test(lane: number, count: number, gains: readonly number[]): AsyncGenerator<TestedBatch>;
  /** The state of a lane after the updates so far. */
  snapshot(lane: number): Promise<LaneState>;
  /** Goes on from a state of the same architecture and optimiser, wherever it was taken. */
  restore(lane: number, state: LaneState): void;
  /** Frees what they hold. */
  dispose(): void;
}

/** Lanes of an experiment, from its seeds; `plans` are theirs, in their order. With `turns` their steps give way where they last. */
export type OpenLanes = (
  experiment: ExperimentConfig,
  plans: readonly LanePlan[],
  data: DataSet,
  turns?: WorkerTurns,
) => Lanes;
