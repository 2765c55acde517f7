/** Lanes whose parameters and optimisers live on the processor: for wasm and cpu. */
import * as tf from '@tensorflow/tfjs-core';
import { histogram, histogramLayer, UNMEASURED, type InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig, OptimiserConfig } from '../../config/schema';
import type { LaneState } from '../../contract/run-state';
import type { DataSet } from '../../data/dataset';
import { l2Norm, pairStatistics, scoreLogits, type PairStatistics } from '../../engine/measures';
import { clipFactor, Optimiser } from '../../engine/optimiser';
import { peek } from '../../engine/read';
import { RunningStatistics } from '../../engine/statistics';
import { initialParameters, layoutOf, type ParameterLayout } from '../../network/parameters';
import { faultInPass, type Fault } from '../fault';
import { gradientOf, lookUp, type GradientRequest, type GradientResult } from '../gradient';
import { trainingBatch } from '../images';
import { logitsOf } from '../inference';
import { instrumentRow, type Watch, type WeightStatistics } from '../instruments';
import type { Lanes, TestedBatch } from '../lanes';
import { hasCosine, PairedProbe } from '../paired-probe';
import { augmentationOf, noiseOfStep, type StepInputs } from '../step-inputs';
import { WITHOUT_TURNS, type Turns } from '../turns';

/** Steps from one watched gradient to the next where it is computed beside the one trained with. */
const SEPARATE_INTERVAL = 6;

/** See `prepareWatch`. */
function separate(plan: LanePlan, instruments: readonly InstrumentName[]): boolean {
  const shares = plan.blocks.some(
    ({ gate, nodes: { shortcutReads, opening } }) =>
      gate !== null || (shortcutReads === 'opening' && opening.some(({ kind }) => kind === 'activation')),
  );
  return instruments.includes('streams') && shares;
}

/** What one network has learnt. */
class Lane {
  readonly plan: LanePlan;
  readonly layout: ParameterLayout;
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly running: RunningStatistics;
  readonly optimiser: Optimiser;
  readonly #entries: ReadonlyMap<string, ParameterLayout['entries'][number]>;

  constructor(plan: LanePlan, { seeds, optimiser }: Pick<ExperimentConfig, 'seeds' | 'optimiser'>) {
    this.plan = plan;
    this.layout = layoutOf(plan.parameters);
    this.parameters = initialParameters(plan, seeds.init);
    this.running = new RunningStatistics(plan);
    this.optimiser = new Optimiser(plan.parameters, optimiser.kind);
    this.#entries = new Map(this.layout.entries.map((entry) => [entry.name, entry]));
  }

  /** Of values in the layout of the parameters, those of a layer's weights. */
  weightsIn(values: Float32Array, layer: string): Float32Array {
    const { offset, size } = lookUp(this.#entries)(`${layer}.weight`);
    return values.subarray(offset, offset + size);
  }

  /** The L2 norm of each layer's weights in such values, in the order of the plan's layers. */
  normsOf(values: Float32Array): number[] {
    return this.plan.layers.map(({ name }) => l2Norm(this.weightsIn(values, name)));
  }

  /** Takes a gradient in: running statistics, then parameters. Returns what clipping has multiplied it with. */
  update({ gradient, reached, statistics }: GradientResult, settings: OptimiserConfig): number {
    for (const { norm, mean, variance, count } of statistics)
      this.running.update(norm, mean, variance, count);
    return this.optimiser.update(this.parameters, gradient, settings, (i) => reached[i] === true);
  }

  /** What the instruments show of each layer's weights, which were these before the update, if there was one. */
  weightStatistics(before: Float32Array, updated: boolean): WeightStatistics[] {
    const moved = before.map((value, i) => (this.parameters[i] as number) - value);
    const updates = updated ? this.normsOf(moved) : [];
    return this.normsOf(before).map((norm, i) => ({ norm, update: updates[i] ?? UNMEASURED }));
  }

  /** The gradient, with what the instruments see of it: in float64, and at once, where the numbers lie. */
  async observe(request: GradientRequest, instruments: readonly InstrumentName[]) {
    const { plan } = this;
    const pairs = new Map<string, PairStatistics>();
    const histograms: Float32Array[] = [];
    const probe = new PairedProbe(
      plan,
      instruments,
      (key, a, b) => pairs.set(key, pairStatistics(peek(a), b && peek(b), hasCosine(key))),
      (activation) => histograms.push(histogram(peek(activation))),
    );
    const gradient = await gradientOf({ ...request, ...probe.watchers });
    probe.finish();
    const layer = histogramLayer(plan, instruments);
    if (layer !== null) histograms.push(histogram(this.weightsIn(gradient.gradient, layer)));
    return { gradient, pairs, histograms };
  }
}

export class HostLanes implements Lanes {
  readonly runAhead = 1;
  readonly #experiment: ExperimentConfig;
  readonly #data: DataSet;
  readonly #lanes: readonly Lane[];
  readonly #turns: Turns;
  readonly #faults = new Map<number, Fault | null>();

  /** `plans` are those of the experiment's lanes, in their order. */
  constructor(
    experiment: ExperimentConfig,
    plans: readonly LanePlan[],
    data: DataSet,
    turns: Turns = WITHOUT_TURNS,
  ) {
    this.#turns = turns;
    this.#experiment = experiment;
    this.#data = data;
    this.#lanes = plans.map((plan) => new Lane(plan, experiment));
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Blocks come apart while they are watched. Where branch and shortcut share nothing but the block's input, every number
   * stays as it is; elsewhere gradients are summed in another order, so that the watched one may not be the one trained with.
   */
  async prepareWatch(instruments: readonly InstrumentName[]): Promise<number> {
    return this.#lanes.some(({ plan }) => separate(plan, instruments)) ? SEPARATE_INTERVAL : 1;
  }

  async run(inputs: StepInputs, watch?: Watch): Promise<readonly number[]> {
    const { augmentation, loss } = this.#experiment;
    const { update, optimiser } = inputs;
    const { instruments = [] } = watch ?? {};
    const random = augmentationOf(inputs);
    const batch = trainingBatch(this.#data, inputs.indices, { augmentation, random });
    const noise = noiseOfStep(inputs);
    try {
      const done = [];
      this.#turns.begin(2 * this.#lanes.reduce((sum, { plan }) => sum + plan.layers.length, 0));
      for (const [i, lane] of this.#lanes.entries()) {
        const { plan, layout, parameters } = lane;
        const gains = inputs.gains[i] ?? [];
        const request = { plan, layout, parameters, gains, batch, loss, noise };
        const seen = watch && (await lane.observe(request, instruments));
        const isOwn = seen !== undefined && !separate(plan, instruments);
        const gradient = isOwn ? seen.gradient : await gradientOf(request);
        const norms = lane.normsOf(gradient.gradient);
        // Before the update, which would carry what is not finite into all weights.
        if (![gradient.loss, ...norms].every(Number.isFinite) && !this.#faults.has(i))
          this.#faults.set(i, await faultInPass(request));
        done.push({ lane, gains, seen, gradient, norms });
        await this.#turns.pass(2 * plan.layers.length);
      }
      return done.flatMap(({ lane, gains, seen, gradient, norms }, i) => {
        const before = instruments.includes('layers') ? lane.parameters.slice() : null;
        const factor = update
          ? lane.update(gradient, optimiser)
          : clipFactor(gradient.gradient, optimiser.clip);
        if (seen !== undefined) {
          const weights = before === null ? [] : lane.weightStatistics(before, update);
          watch?.measured(i, instrumentRow(lane.plan, { ...seen, instruments, gains, weights }));
        }
        return [gradient.loss, gradient.accuracy, ...norms, ...(optimiser.clip > 0 ? [factor] : [])];
      });
    } finally {
      this.#turns.end();
      tf.dispose([batch.images, batch.oneHot]);
    }
  }

  async fault(lane: number): Promise<Fault | null> {
    return this.#faults.get(lane) ?? null;
  }

  async *test(lane: number, count: number, gains: readonly number[]): AsyncGenerator<TestedBatch> {
    const { plan, parameters, running } = this.#lane(lane);
    const trained = { parameters, statistics: running.norms, gains };
    for await (const { logits, labels } of logitsOf(plan, trained, this.#data, count))
      yield { ...scoreLogits(logits, labels, plan.classes, this.#experiment.loss), logits };
  }

  async snapshot(lane: number): Promise<LaneState> {
    const { parameters, running, optimiser } = this.#lane(lane);
    return {
      parameters: parameters.slice(),
      statistics: running.snapshot(),
      optimiser: optimiser.snapshot(),
    };
  }

  restore(lane: number, { parameters, statistics, optimiser }: LaneState): void {
    const own = this.#lane(lane);
    own.parameters.set(parameters);
    own.running.restore(statistics);
    own.optimiser.restore(optimiser);
  }

  dispose(): void {
    // Between two runs nothing of theirs is on the backend.
  }

  #lane(index: number): Lane {
    const lane = this.#lanes[index];
    if (lane === undefined) throw new RangeError(`There is no lane ${index}`);
    return lane;
  }
}
