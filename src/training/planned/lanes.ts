/** Lanes whose steps are planned, on the heap of the kernels: for wasm with SIMD. */
import { histogramLayer, UNMEASURED, type InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { ExperimentConfig, OptimiserConfig } from '../../config/schema';
import type { LaneState } from '../../contract/run-state';
import type { DataSet } from '../../data/dataset';
import { HeapOptimiser } from '../../engine/heap-optimiser';
import { scoreLogits } from '../../engine/measures';
import { initialiseParameter } from '../../network/parameters';
import { forgetPrograms } from '../../network/planned/programs';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';
import { distance, histogramAt, l2 } from '../../ops/simd/measures';
import type { Work } from '../../ops/simd/work';
import type { Fault } from '../fault';
import type { PixelBatch } from '../batch';
import { testPixels, trainingPixels } from '../images';
import { TEST_BATCH } from '../inference';
import { instrumentRow, type Watch, type WeightStatistics } from '../instruments';
import type { Lanes, TestedBatch } from '../lanes';
import { augmentationOf, streamsOf, type StepInputs } from '../step-inputs';
import { WITHOUT_TURNS, type Turns } from '../turns';
import { faultInPlannedPass } from './fault';
import { HeapInstruments } from './instruments';
import { HeapNetwork } from './network';
import { gradientPass, forwardPass, type Pass, type PassRequest } from './pass';

/** Bytes of a number. */
const FLOAT = 4;

/** Steps from one watched gradient to the next where it is computed beside the one trained with. */
const SEPARATE_INTERVAL = 6;

/** See `prepareWatch`. */
function separate(plan: LanePlan, instruments: readonly InstrumentName[]): boolean {
  const shares = plan.blocks.some(
    ({ gate, nodes: { shortcutReads, opening } }) =>
      gate !== null || (shortcutReads === 'opening' && opening.length > 0),
  );
  return instruments.includes('streams') && shares;
}

/** A gradient, and what the instruments see of it. */
interface Observed {
  readonly pass: Pass;
  readonly pairs: HeapInstruments['pairs'];
  readonly histograms: readonly Float32Array[];
}

/** What one network has learnt. */
class Lane {
  readonly network: HeapNetwork;
  readonly optimiser: HeapOptimiser;
  /** Where it broke first: null where that is not known. */
  fault: Fault | null | undefined;
  readonly #machine: Machine;
  readonly #seed: number;
  /** Whether its parameters have values. */
  #isFilled = false;
  readonly #weights: readonly { readonly offset: number; readonly size: number }[];

  constructor(
    machine: Machine,
    plan: LanePlan,
    { seeds, optimiser }: Pick<ExperimentConfig, 'seeds' | 'optimiser'>,
  ) {
    this.#machine = machine;
    this.#seed = seeds.init;
    this.network = new HeapNetwork(machine, plan);
    try {
      this.optimiser = new HeapOptimiser(machine, plan.parameters, optimiser.kind);
    } catch (error) {
      this.network.dispose();
      throw error;
    }
    const { entries } = this.network.layout;
    this.#weights = plan.layers.map(({ name }) => {
      const entry = entries.find((one) => one.name === `${name}.weight`);
      if (entry === undefined) throw new Error(`The plan names no ${name}.weight`);
      return entry;
    });
  }

  /** Gives the parameters their initial values, where they have none. */
  *fill(): Work {
    if (this.#isFilled) return;
    const { network } = this;
    for (const entry of network.layout.entries) {
      const own = network.weights.subarray(entry.offset, entry.offset + entry.size);
      // Some may have been given before the work was left.
      own.fill(0);
      initialiseParameter(own, entry, network.plan, this.#seed);
      yield 0;
    }
    this.#isFilled = true;
  }

  restore({ parameters, statistics, optimiser }: LaneState): void {
    this.network.weights.set(parameters);
    this.network.restoreStatistics(statistics);
    this.optimiser.restore(optimiser);
    this.#isFilled = true;
  }

  /** The L2 norm of each layer's weights in such values, in the order of the plan's layers. */
  normsOf(values: Address): number[] {
    return this.#weights.map(({ offset, size }) => l2(this.#machine, values + FLOAT * offset, size));
  }

  /** Takes the gradient of a pass in: running statistics, then parameters. Returns what clipping has multiplied it with. */
  *update({ program }: Pass, settings: OptimiserConfig): Work<number> {
    const { network } = this;
    network.updateRunning(program.statistics, program.seen, program.count);
    const { reached } = program;
    return yield* this.optimiser.update(
      network.parameters,
      network.gradient,
      settings,
      (i) => reached[i] === 1,
    );
  }

  /** What the instruments show of each layer's weights, which were these before the update, if there was one. */
  weightStatistics(before: Float32Array, updated: boolean): WeightStatistics[] {
    const { parameters } = this.network;
    const old = this.#machine.scratch('weights before', before.length);
    this.#machine.floats(old, before.length).set(before);
    return this.#weights.map(({ offset, size }) => {
      const [own, moved] = [old + FLOAT * offset, parameters + FLOAT * offset];
      const update = updated ? distance(this.#machine, moved, own, size) : UNMEASURED;
      return { norm: l2(this.#machine, own, size), update };
    });
  }

  /** Looks for what broke with these weights: those before the update, which carries what is not finite into all of them. */
  *locateFault(before: Float32Array, request: PassRequest): Work {
    const after = this.network.weights.slice();
    this.network.weights.set(before);
    this.fault = yield* faultInPlannedPass(this.#machine, this.network, request);
    this.network.weights.set(after);
  }

  /** The gradient, with what the instruments see of it. */
  *observe(request: PassRequest, instruments: readonly InstrumentName[]): Work<Observed> {
    const { plan } = this.network;
    const watcher = new HeapInstruments(this.#machine, plan, instruments);
    const watches = instruments.includes('streams') ? 'blocks' : 'layers';
    const watching = { watches, watcher } as const;
    const pass = yield* gradientPass(this.#machine, this.network, { ...request, watching });
    const layer = histogramLayer(plan, instruments);
    const { offset, size } = this.#weights[plan.layers.findIndex(({ name }) => name === layer)] ?? {
      offset: 0,
      size: 0,
    };
    const histograms = [...watcher.histograms];
    if (layer !== null)
      histograms.push(histogramAt(this.#machine, this.network.gradient + FLOAT * offset, size));
    return { pass, pairs: watcher.pairs, histograms };
  }
}

export class PlannedLanes implements Lanes {
  readonly runAhead = 1;
  readonly #machine: Machine;
  readonly #experiment: ExperimentConfig;
  readonly #data: DataSet;
  readonly #lanes: Lane[] = [];
  readonly #turns: Turns;

  /**
   * `plans` are those of the experiment's lanes, in their order.
   * @throws RangeError where there is no memory for all of them; none of it is then taken.
   */
  constructor(
    machine: Machine,
    experiment: ExperimentConfig,
    plans: readonly LanePlan[],
    data: DataSet,
    turns: Turns = WITHOUT_TURNS,
  ) {
    this.#machine = machine;
    this.#turns = turns;
    this.#experiment = experiment;
    this.#data = data;
    try {
      for (const plan of plans) this.#lanes.push(new Lane(machine, plan, experiment));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  async prepare(): Promise<void> {
    await this.#turns.through(this.#fill(), 0);
  }

  *#fill(): Work {
    for (const lane of this.#lanes) yield* lane.fill();
  }

  /** See `HostLanes`: where branch and shortcut share more than the block's input, gradients are summed in another order. */
  async prepareWatch(instruments: readonly InstrumentName[]): Promise<number> {
    return this.#lanes.some(({ network }) => separate(network.plan, instruments)) ? SEPARATE_INTERVAL : 1;
  }

  async run(inputs: StepInputs, watch?: Watch): Promise<readonly number[]> {
    const { augmentation } = this.#experiment;
    const random = augmentationOf(inputs);
    const batch = trainingPixels(this.#data, inputs.indices, { augmentation, random });
    const passes = this.#lanes.map(({ network: { plan } }) => {
      const isSeparate = watch !== undefined && separate(plan, watch.instruments);
      return plan.layers.length * (isSeparate ? 2 : 1);
    });
    const layers = 2 * passes.reduce((sum, count) => sum + count, 0);
    return this.#turns.through(this.#steps(batch, inputs, watch), layers);
  }

  *#steps(batch: PixelBatch, inputs: StepInputs, watch?: Watch): Work<readonly number[]> {
    yield* this.#fill();
    const row: number[] = [];
    for (const [i, lane] of this.#lanes.entries()) {
      const gains = inputs.gains[i] ?? [];
      const request = { batch, gains, loss: this.#experiment.loss, streams: streamsOf(inputs) };
      row.push(...(yield* this.#step(lane, i, request, inputs, watch)));
    }
    return row;
  }

  *#step(
    lane: Lane,
    index: number,
    request: PassRequest,
    { update, optimiser }: StepInputs,
    watch?: Watch,
  ): Work<readonly number[]> {
    const { network } = lane;
    const { instruments = [] } = watch ?? {};
    const seen = watch && (yield* lane.observe(request, instruments));
    const isOwn = seen !== undefined && !separate(network.plan, instruments);
    const pass = isOwn ? seen.pass : yield* gradientPass(this.#machine, network, request);
    const { loss, correct, count } = pass.score;
    const norms = lane.normsOf(network.gradient);
    const breaks = lane.fault === undefined && ![loss, ...norms].every(Number.isFinite);
    const before = breaks || instruments.includes('layers') ? network.weights.slice() : null;
    const factor = update
      ? yield* lane.update(pass, optimiser)
      : lane.optimiser.clipFactor(network.gradient, optimiser.clip);
    if (seen !== undefined) {
      const weights = before === null ? [] : lane.weightStatistics(before, update);
      const { pairs, histograms } = seen;
      const measured = { pairs, histograms, instruments, gains: request.gains, weights };
      watch?.measured(index, instrumentRow(network.plan, measured));
    }
    if (breaks && before !== null) yield* lane.locateFault(before, request);
    return [loss, correct / count, ...norms, ...(optimiser.clip > 0 ? [factor] : [])];
  }

  async fault(lane: number): Promise<Fault | null> {
    return this.#lane(lane).fault ?? null;
  }

  async *test(lane: number, count: number, gains: readonly number[]): AsyncGenerator<TestedBatch> {
    const { network } = await this.#filled(lane);
    for (const batch of testPixels(this.#data, count, TEST_BATCH)) {
      const work = forwardPass(this.#machine, network, { batch, gains, mode: 'inference' });
      const logits = (await this.#turns.through(work, 0)).slice();
      yield { ...scoreLogits(logits, batch.labels, network.plan.classes, this.#experiment.loss), logits };
    }
  }

  async snapshot(lane: number): Promise<LaneState> {
    const { network, optimiser } = await this.#filled(lane);
    return {
      parameters: network.weights.slice(),
      statistics: network.statistics(),
      optimiser: optimiser.snapshot(),
    };
  }

  restore(lane: number, state: LaneState): void {
    this.#lane(lane).restore(state);
  }

  /** Other lanes that are there plan their steps anew. */
  dispose(): void {
    for (const { network, optimiser } of this.#lanes) {
      network.dispose();
      optimiser.dispose();
    }
    forgetPrograms(this.#machine);
  }

  async #filled(index: number): Promise<Lane> {
    const lane = this.#lane(index);
    await this.#turns.through(lane.fill(), 0);
    return lane;
  }

  #lane(index: number): Lane {
    const lane = this.#lanes[index];
    if (lane === undefined) throw new RangeError(`There is no lane ${index}`);
    return lane;
  }
}
