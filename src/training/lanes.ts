/** All networks of an experiment in lockstep, wherever they live: what the trainer needs of them. */
import type { Score } from '../engine/measures';

export interface Lanes {
  /** Gradients that may be under way at once; their results come in order. */
  readonly runAhead: number;
  /** Sets skip gains, in force from the next gradient on. `lane` counts as the experiment does. */
  setGain(lane: number, block: number | 'all', gain: number): void;
  /**
   * The gradient of a batch in every lane and, with `update`, the step along it; without, nothing changes. Resolves to loss,
   * accuracy and the gradient norm of every layer, lane by lane.
   */
  run(indices: Uint32Array<ArrayBuffer>, update: boolean): Promise<readonly number[]>;
  /** Scores of the first `count` test images, batch by batch, in one lane, with the running statistics in every norm. */
  test(lane: number, count: number): AsyncGenerator<Score>;
  /** Frees what they hold. Nothing may be under way. */
  dispose(): void;
}
