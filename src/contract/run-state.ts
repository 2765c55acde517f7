/** A run in the middle of its training, as it leaves the worker to be kept, and comes back: plain data, and all that it goes on from. */
import type { RateEvent, SwitchEvent } from '../config/schema';
import type { RunningNorm } from './weights';

/** What a network's optimiser remembers, in the layout of the parameters. */
export interface OptimiserState {
  /** See `Memory` of the optimiser. */
  readonly first: Float32Array<ArrayBuffer>;
  readonly second: Float32Array<ArrayBuffer>;
  /** How often each parameter was updated, in their order: those that got no gradient in a step were left alone by it. */
  readonly updates: readonly number[];
}

/** What a network has learnt so far, as copies on the processor. */
export interface LaneState {
  /** Flat, in the layout of the plan's parameters. */
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Running statistics by norm. */
  readonly statistics: ReadonlyMap<string, RunningNorm>;
  readonly optimiser: OptimiserState;
}

/** The same with the skip gains in force, block by block. */
export interface LaneSnapshot extends LaneState {
  readonly id: string;
  readonly gains: readonly number[];
}

/** All lanes after so many updates. What is random is drawn by seeds and steps, so that nothing of it need be kept. */
export interface Checkpoint {
  readonly stepCount: number;
  /** Learning rate that the schedule goes on from. */
  readonly rate: number;
  readonly lanes: readonly LaneSnapshot[];
}

/** Something changed while training: a skip gain, or the learning rate. */
export type LiveChange = SwitchEvent | RateEvent;

/** Changes that were made, and are to be made again, and those that are still to come; in order of their steps. */
export interface Changes {
  readonly made: readonly LiveChange[];
  readonly coming: readonly LiveChange[];
}

/** How a run goes on elsewhere. */
export interface Resumption {
  /** Null where it begins from the seeds. */
  readonly checkpoint: Checkpoint | null;
  /** Since then. */
  readonly changes: Changes;
}

/** A checkpoint, and what the page has been told of the run up to there: it is not told again. */
export interface RunState extends Resumption {
  readonly checkpoint: Checkpoint;
  /** Step of the newest test; 0 where there was none. */
  readonly testedStep: number;
  /** Lanes that have diverged. */
  readonly diverged: readonly string[];
}

/** Memory of all of it, to be transferred. */
export function memoryOfState({ checkpoint }: RunState): ArrayBuffer[] {
  return checkpoint.lanes.flatMap(({ parameters, statistics, optimiser: { first, second } }) => [
    parameters.buffer,
    first.buffer,
    second.buffer,
    ...[...statistics.values()].flatMap(({ mean, variance }) => [mean.buffer, variance.buffer]),
  ]);
}
