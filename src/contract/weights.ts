/** What the networks of a run have learnt, as it leaves the worker. */

/** Running mean and variance of a batch norm, per channel. */
interface RunningNorm {
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
  /** Of its batch norms, by name. */
  readonly statistics: ReadonlyMap<string, RunningNorm>;
}

export interface RunWeights {
  /** Updates that were made. */
  readonly step: number;
  /** In the order of the experiment's lanes. */
  readonly lanes: readonly LaneWeights[];
}

/** Memory of all of them, to be transferred. */
export function memoryOfWeights({ lanes }: RunWeights): ArrayBuffer[] {
  return lanes.flatMap(({ initial, now, statistics }) =>
    [initial, now, ...[...statistics.values()].flatMap(({ mean, variance }) => [mean, variance])].map(
      ({ buffer }) => buffer,
    ),
  );
}
