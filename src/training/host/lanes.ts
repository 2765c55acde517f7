/** Lanes whose parameters and optimiser live on the processor: for wasm and cpu. */
import * as tf from '@tensorflow/tfjs-core';
import { histogram, histogramLayer, UNMEASURED, type InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import { optimiserAt } from '../../config/schedule';
import type { Blocks, ExperimentConfig } from '../../config/schema';
import { covers } from '../../config/switches';
import type { DataSet } from '../../data/dataset';
import { pairStatistics, type PairStatistics, type Score } from '../../engine/measures';
import { clipFactor } from '../../engine/optimiser';
import { peek } from '../../engine/read';
import type { Noise } from '../../network/noise';
import type { Fault } from '../fault';
import type { Batch } from '../gradient';
import { testBatches } from '../images';
import { instrumentRow, type Watch } from '../instruments';
import { Lane } from './lane';
import type { LaneState, Lanes } from '../lanes';
import { hasCosine, PairedProbe } from '../paired-probe';
import { batchOfStep, noiseOfStep } from './step';

const TEST_BATCH = 100;

/** Steps from one watched gradient to the next where it is computed beside the one trained with. */
const SEPARATE_INTERVAL = 6;

/** See `prepareWatch`. */
function separate(plan: LanePlan, instruments: readonly InstrumentName[]): boolean {
  const shares = plan.blocks.some(
    ({ order, projection, gate }) => gate !== null || (order === 'pre-activation' && projection !== null),
  );
  return instruments.includes('streams') && shares;
}

export class HostLanes implements Lanes {
  readonly runAhead = 1;
  readonly #experiment: ExperimentConfig;
  readonly #data: DataSet;
  readonly #lanes: readonly Lane[];
  /** What the schedule goes on from. */
  #rate: number;
  readonly #faults = new Map<number, Fault | null>();

  /** `plans` are those of the experiment's lanes, in their order. */
  constructor(experiment: ExperimentConfig, plans: readonly LanePlan[], data: DataSet) {
    this.#experiment = experiment;
    this.#data = data;
    this.#rate = experiment.optimiser.learningRate;
    this.#lanes = plans.map((plan, i) => {
      const { id = '', gains = [] } = experiment.lanes[i] ?? {};
      return new Lane(id, plan, gains, experiment);
    });
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  setGain(lane: number, blocks: Blocks, gain: number): void {
    const own = this.#lanes[lane];
    if (own === undefined) return;
    own.gains = own.gains.map((old, block) => (covers(blocks, block) ? gain : old));
  }

  setRate(rate: number): void {
    this.#rate = rate;
  }

  /**
   * Blocks come apart while they are watched. Where branch and shortcut share nothing but the block's input, every number
   * stays as it is; elsewhere gradients are summed in another order, so that the watched one may not be the one trained with.
   */
  async prepareWatch(instruments: readonly InstrumentName[]): Promise<number> {
    if (instruments.length === 0) return 1;
    return this.#lanes.some(({ plan }) => separate(plan, instruments)) ? SEPARATE_INTERVAL : 1;
  }

  async run(
    indices: Uint32Array<ArrayBuffer>,
    update: boolean,
    step = 0,
    watch?: Watch,
  ): Promise<readonly number[]> {
    const batch = batchOfStep(this.#experiment, this.#data, indices, step);
    const noise = noiseOfStep(this.#experiment, step);
    const { optimiser, schedule } = this.#experiment;
    const settings = optimiserAt(step, { ...optimiser, learningRate: this.#rate }, schedule);
    try {
      const measured = watch === undefined ? [] : await this.#measure(batch, noise, watch);
      const gradients = [];
      for (const [i, lane] of this.#lanes.entries()) {
        const gradient = measured[i]?.gradient ?? (await lane.gradient(batch, noise));
        const norms = lane.gradientNorms(gradient);
        // Before the update, which would carry what is not finite into all weights.
        if (![gradient.loss, ...norms].every(Number.isFinite) && !this.#faults.has(i))
          this.#faults.set(i, await lane.fault(batch, noise));
        gradients.push({ gradient, norms });
      }
      return gradients.flatMap(({ gradient, norms }, i) => {
        const lane = this.#lanes[i];
        const seen = measured[i];
        let factor: number | undefined;
        if (update && seen?.weighs === true) {
          const moved = lane?.measuredUpdate(gradient, settings);
          seen.tell(moved?.changes ?? []);
          factor = moved?.factor;
        } else {
          seen?.tell([]);
          if (update) factor = lane?.update(gradient, settings);
        }
        factor ??= clipFactor(gradient.gradient, settings.clip);
        return [gradient.loss, gradient.accuracy, ...norms, ...(settings.clip > 0 ? [factor] : [])];
      });
    } finally {
      tf.dispose([batch.images, batch.oneHot]);
    }
  }

  async fault(lane: number): Promise<Fault | null> {
    return this.#faults.get(lane) ?? null;
  }

  /**
   * Measures every lane while it computes its gradient, which is left out where it is not the one to train with. `tell` hands
   * the rows on, once it is known how far the update went.
   */
  async #measure(batch: Batch, noise: Noise, { instruments, measured }: Watch) {
    const weighs = instruments.includes('layers');
    const all = [];
    for (const [i, lane] of this.#lanes.entries()) {
      const { plan, gains } = lane;
      const found = new Map<string, PairStatistics>();
      const histograms: Float32Array[] = [];
      const probe = new PairedProbe(
        plan,
        instruments,
        // In float64, and at once, where they lie.
        (key, a, b) => found.set(key, pairStatistics(peek(a), b && peek(b), hasCosine(key))),
        (activation) => histograms.push(histogram(peek(activation))),
      );
      const gradient = await lane.gradient(batch, noise, probe.watchers);
      probe.finish();
      const norms = weighs ? lane.weightNorms() : [];
      const layer = histogramLayer(plan, instruments);
      if (layer !== null) histograms.push(histogram(lane.weightGradient(gradient, layer)));
      const tell = (updates: readonly number[]): void => {
        const weights = norms.map((norm, layer) => ({ norm, update: updates[layer] ?? UNMEASURED }));
        measured(i, instrumentRow(plan, { instruments, pairs: found, gains, weights, histograms }));
      };
      all.push({ gradient: separate(plan, instruments) ? undefined : gradient, weighs, tell });
    }
    return all;
  }

  async *test(lane: number, count: number): AsyncGenerator<Score> {
    yield* this.#lanes[lane]?.test(testBatches(this.#data, count, TEST_BATCH)) ?? [];
  }

  async snapshot(lane: number): Promise<LaneState> {
    const own = this.#lanes[lane];
    if (own === undefined) throw new RangeError(`There is no lane ${lane}`);
    return own.snapshot();
  }

  restore(lane: number, state: LaneState): void {
    this.#lanes[lane]?.restore(state);
  }

  dispose(): void {
    // Between two runs nothing of theirs is on the backend.
  }
}
