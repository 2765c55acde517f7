/**
 * Lanes whose parameters and optimiser live on the processor: for wasm and cpu, and for what WebGPU cannot capture yet.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { DataSet } from '../data/dataset';
import { randomStream } from '../data/random';
import type { Score } from '../engine/measures';
import type { Noise } from '../network/network';
import type { Fault } from './fault';
import { testBatches, trainingBatch } from './images';
import { Lane } from './lane';
import type { LaneState, Lanes } from './lanes';
import { learningRateAt } from './schedule';

const TEST_BATCH = 100;

export class HostLanes implements Lanes {
  readonly runAhead = 1;
  readonly #experiment: ExperimentConfig;
  readonly #data: DataSet;
  readonly #lanes: readonly Lane[];
  readonly #faults = new Map<number, Fault | null>();

  /** `plans` are those of the experiment's lanes, in their order. */
  constructor(experiment: ExperimentConfig, plans: readonly LanePlan[], data: DataSet) {
    this.#experiment = experiment;
    this.#data = data;
    this.#lanes = plans.map((plan, i) => {
      const { id = '', gains = [] } = experiment.lanes[i] ?? {};
      return new Lane(id, plan, gains, experiment);
    });
  }

  setGain(lane: number, block: number | 'all', gain: number): void {
    const own = this.#lanes[lane];
    if (own === undefined) return;
    own.gains = own.gains.map((old, index) => (block === 'all' || block === index ? gain : old));
  }

  async run(indices: Uint32Array<ArrayBuffer>, update: boolean, step = 0): Promise<readonly number[]> {
    const { optimiser, schedule, augmentation, seeds } = this.#experiment;
    const batch = trainingBatch(this.#data, indices, {
      augmentation,
      random: randomStream(seeds.order, 'augmentation', step),
    });
    // The same in every lane, where blocks have the same names.
    const noise: Noise = (name) => randomStream(seeds.order, 'dropout', step, name);
    const learningRate = learningRateAt(step, optimiser.learningRate, schedule);
    try {
      const gradients = [];
      for (const [i, lane] of this.#lanes.entries()) {
        const gradient = await lane.gradient(batch, noise);
        const norms = lane.gradientNorms(gradient);
        // Before the update, which would carry what is not finite into all weights.
        if (![gradient.loss, ...norms].every(Number.isFinite) && !this.#faults.has(i))
          this.#faults.set(i, await lane.fault(batch, noise));
        gradients.push({ gradient, norms });
      }
      return gradients.flatMap(({ gradient, norms }, i) => {
        if (update) this.#lanes[i]?.update(gradient, learningRate);
        return [gradient.loss, gradient.accuracy, ...norms];
      });
    } finally {
      tf.dispose([batch.images, batch.oneHot]);
    }
  }

  fault(lane: number): Fault | null {
    return this.#faults.get(lane) ?? null;
  }

  async *test(lane: number, count: number): AsyncGenerator<Score> {
    yield* this.#lanes[lane]?.test(testBatches(this.#data, count, TEST_BATCH)) ?? [];
  }

  async snapshot(lane: number): Promise<LaneState> {
    const own = this.#lanes[lane];
    if (own === undefined) throw new RangeError(`There is no lane ${lane}`);
    return own.snapshot();
  }

  dispose(): void {
    // Between two runs nothing of theirs is on the backend.
  }
}
