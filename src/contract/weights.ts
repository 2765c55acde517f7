/** What the networks of a run have learnt, as it leaves the worker, and what they began with. */

/** Running mean and variance of a batch norm, per channel. */
export interface RunningNorm {
  readonly mean: Float32Array<ArrayBuffer>;
  readonly variance: Float32Array<ArrayBuffer>;
}

export interface LaneWeights {
  readonly id: string;
  /** What its shortcuts are multiplied with at this step, block by block. */
  readonly gains: readonly number[];
  /** Flat, in the order and the layouts of the plan's parameters: what it began with, and what has become of it. */
  readonly initial: Float32Array<ArrayBuffer>;
  readonly now: Float32Array<ArrayBuffer>;
  /** Of its batch norms, by name: those of step 0, which brought weights have, and those of now. */
  readonly initialStatistics: ReadonlyMap<string, RunningNorm>;
  readonly statistics: ReadonlyMap<string, RunningNorm>;
}

/** How much of brought weights a network has begun with. */
export interface StartedLane {
  readonly lane: string;
  /** Tensors that were taken: parameters and running statistics. */
  readonly fits: number;
  /** Names of those that are as initialised, since the weights have none that fits. */
  readonly rest: readonly string[];
}

/** What whoever uses the networks elsewhere has to know of the images that they were trained on. */
export interface ImageFacts {
  /** Names, in the order of labels. */
  readonly classes: readonly string[];
  /** Per channel, of pixels from 0 to 1: images are standardised with them. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface RunWeights {
  /** Updates that were made. */
  readonly step: number;
  /** In the order of the experiment's lanes. */
  readonly lanes: readonly LaneWeights[];
  readonly images: ImageFacts;
}

/** Memory of all of them, to be transferred. */
export function memoryOfWeights({ lanes }: RunWeights): ArrayBuffer[] {
  return lanes.flatMap(({ initial, now, initialStatistics, statistics }) =>
    [
      initial,
      now,
      ...[initialStatistics, statistics].flatMap((norms) =>
        [...norms.values()].flatMap(({ mean, variance }) => [mean, variance]),
      ),
    ].map(({ buffer }) => buffer),
  );
}
