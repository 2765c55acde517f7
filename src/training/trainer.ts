/**
 * Lanes in lockstep: every lane sees the same batches in the same order from the same initial values. Owns the count of
 * steps, tests, checkpoints and the rows of metrics; it knows nothing of messages and clocks.
 */
import * as tf from '@tensorflow/tfjs-core';
import { instrumentColumns, type InstrumentName } from '../architecture/instruments';
import { planLanesFor, type LanePlan } from '../architecture/plan-experiment';
import type { Blocks, ExperimentConfig } from '../config/schema';
import type { ClassCounts, Divergence, TestResult } from '../contract/messages';
import {
  metricsLayout,
  rowOffsets,
  TEST_IMAGES,
  type InstrumentLayout,
  type MetricsLayout,
} from '../contract/metrics';
import type { RunWeights, StartedLane } from '../contract/weights';
import type { Checkpoint, LaneSnapshot, LiveChange, Resumption } from '../contract/run-state';
import { countClasses, type DataSet } from '../data/dataset';
import { softmaxRows } from '../engine/measures';
import { simdMachine } from '../engine/simd';
import { beginningOfLane, broughtState, startedLanes, type BroughtWeights } from './brought';
import { faultInRow } from './fault';
import type { GpuLanes } from './gpu/lanes';
import { HostLanes } from './host/lanes';
import { firstOfClasses } from './images';
import type { Watch } from './instruments';
import type { Lanes, OpenLanes } from './lanes';
import { PlannedLanes } from './planned/lanes';
import { Timeline } from './step-inputs';

type InstrumentListener = (row: Float64Array<ArrayBuffer>) => void;

let gpu: { readonly GpuLanes: typeof GpuLanes } | undefined;

/** To be called before anything is trained on WebGPU; who has another backend need not load it. */
export async function loadGpuLanes(): Promise<void> {
  gpu = await import('./gpu/lanes');
}

/** Here, on the backend that runs. @throws Error where that is WebGPU and `loadGpuLanes` was not called. */
export const openLanes: OpenLanes = (experiment, plans, data, turns) => {
  const machine = simdMachine();
  if (machine !== null) return new PlannedLanes(machine, experiment, plans, data, turns);
  if (tf.getBackend() !== 'webgpu') return new HostLanes(experiment, plans, data, turns);
  if (gpu === undefined) throw new Error('What lanes on the GPU need is not loaded');
  return new gpu.GpuLanes(experiment, plans, data);
};

export class Trainer {
  readonly experiment: ExperimentConfig;
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
  readonly layout: MetricsLayout;
  readonly testImages: number;
  readonly classCounts: ClassCounts;
  /** Places of the test images to which a test tells the answers. */
  readonly shown: readonly number[];
  readonly #lanes: Lanes;
  readonly #brought: BroughtWeights;
  readonly #timeline: Timeline;
  #stepCount = 0;
  #instruments: readonly InstrumentName[] = [];
  #every = 1;
  #onInstruments: InstrumentListener = () => undefined;

  /**
   * `open` decides where its lanes live; `brought` has the weights that lanes start from. One whose weights are not there starts
   * from the seed, as networks that studies train anew do. @throws RangeError where the data set cannot fill one batch.
   */
  constructor(
    experiment: ExperimentConfig,
    data: DataSet,
    resumption: Resumption | null = null,
    open: OpenLanes = openLanes,
    brought: BroughtWeights = new Map(),
  ) {
    this.experiment = experiment;
    this.#brought = brought;
    this.#timeline = new Timeline(experiment, data.train.count);
    this.plans = planLanesFor(experiment, data, data.classes.length);
    this.#lanes = open(experiment, this.plans, data);
    this.layout = metricsLayout(
      experiment.lanes.map(({ id }, i) => ({ id, layers: this.plans[i]?.layers ?? [] })),
      experiment.optimiser.clip > 0,
    );
    this.testImages = Math.min(TEST_IMAGES, data.test.count);
    this.classCounts = {
      train: countClasses(data, data.train.labels),
      test: countClasses(data, data.test.labels.subarray(0, this.testImages)),
    };
    this.shown = firstOfClasses(data.test.labels.subarray(0, this.testImages));
    if (resumption !== null) this.#resume(resumption);
    if (resumption === null || resumption.checkpoint === null) this.#takeBrought();
  }

  /** Updates made so far; also the step whose gradient comes next. */
  get stepCount(): number {
    return this.#stepCount;
  }

  /** Lanes that have started from brought weights. */
  get started(): readonly StartedLane[] {
    return startedLanes(this.experiment, this.plans, this.#brought);
  }

  get stepsPerEpoch(): number {
    return this.#timeline.stepsPerEpoch;
  }

  /** Steps that may be taken before the row of the first of them is known. */
  get runAhead(): number {
    return this.#lanes.runAhead;
  }

  /**
   * What the instruments measure from the next gradient on, none by default; `listener` hears of every row (see
   * InstrumentLayout) before that of the metrics is known. Rows are at least `every` steps apart. No step may be under way.
   */
  async watch(
    instruments: readonly InstrumentName[],
    listener: InstrumentListener,
    every = 1,
  ): Promise<InstrumentLayout> {
    this.#instruments = instruments;
    this.#onInstruments = listener;
    const next = this.#timeline.inputsOf(this.#stepCount, false);
    this.#every = Math.max(every, await this.#lanes.prepareWatch(instruments, next));
    const lanes = this.plans.map((plan, i) => {
      return { id: this.layout.lanes[i]?.id ?? '', columns: instrumentColumns(plan, instruments) };
    });
    return { lanes, every: this.#every };
  }

  /** Does beforehand what the first gradient would do, and tells the share that is done; see Lanes. */
  async prepare(onProgress: (fraction: number) => void): Promise<void> {
    await this.#lanes.prepare(onProgress);
  }

  /** The row of metrics of the next step, without taking it. */
  async measure(): Promise<Float64Array<ArrayBuffer>> {
    return this.#run(false);
  }

  /**
   * Takes one step in every lane and gives its row of metrics (see MetricsLayout). The step counts as taken at once; up to
   * `runAhead` of them may be under way, and their rows come in order.
   */
  async step(): Promise<Float64Array<ArrayBuffer>> {
    const row = this.#run(true);
    this.#stepCount++;
    return row;
  }

  /** The lanes of which a row of metrics is not finite, and where, as far as the row tells. */
  divergences(row: Float64Array): readonly Divergence[] {
    const offsets = rowOffsets(this.layout);
    return this.layout.lanes.flatMap(({ id: lane, columns }, index) => {
      const seen = faultInRow(columns, row.subarray(...offsets.slice(index, index + 2)));
      return seen === null ? [] : [{ lane, step: row[0] ?? 0, ...seen }];
    });
  }

  /** A divergence that was seen in a row, with the first layer at fault where more is known. No step may be under way. */
  async locate(seen: Divergence): Promise<Divergence> {
    const index = this.layout.lanes.findIndex(({ id }) => id === seen.lane);
    const fault = await this.#lanes.fault(index, this.#timeline.inputsOf(seen.step, false));
    return { ...seen, ...fault };
  }

  /** Whether changes wait to be made before the next step. */
  get changesAreDue(): boolean {
    return this.#timeline.isDue(this.#stepCount);
  }

  /**
   * Makes the changes that are due at the next step, and returns those that are made for the first time. They were recorded
   * after whatever was measured between the two steps, so a test of this step comes before.
   */
  replayDue(): readonly LiveChange[] {
    return this.#timeline.makeDue(this.#stepCount);
  }

  /** Throws a switch by hand, in force from the next step on. What was recorded for later is forgotten. */
  switch(lane: string, block: Blocks, gain: number): void {
    this.#timeline.change({ step: this.#stepCount, lane, block, gain });
  }

  /** Sets the learning rate that the schedule goes on from, like `switch`. */
  setRate(rate: number): void {
    this.#timeline.change({ step: this.#stepCount, rate });
  }

  /** Loss and accuracy of every lane on the test images, and its answers to those shown. Gives way after every batch, so that others can run. */
  async *test(): AsyncGenerator<void, readonly TestResult[]> {
    const results: TestResult[] = [];
    const { gains } = this.#timeline.settings;
    for (const [index, { id: lane }] of this.layout.lanes.entries()) {
      let loss = 0;
      let correct = 0;
      let first = 0;
      const classes = this.plans[index]?.classes ?? 0;
      const answers = new Float32Array(this.shown.length * classes);
      for await (const batch of this.#lanes.test(index, this.testImages, gains[index] ?? [])) {
        loss += batch.loss * batch.count;
        correct += batch.correct;
        for (const [place, image] of this.shown.entries()) {
          const start = (image - first) * classes;
          if (image < first || image >= first + batch.count) continue;
          answers.set(softmaxRows(batch.logits.subarray(start, start + classes), classes), place * classes);
        }
        first += batch.count;
        yield;
      }
      results.push({ lane, loss: loss / this.testImages, accuracy: correct / this.testImages, answers });
    }
    return results;
  }

  /** What every lane has learnt so far, with the skip gains in force. No step may be under way. */
  async snapshots(): Promise<readonly LaneSnapshot[]> {
    const snapshots: LaneSnapshot[] = [];
    const { gains } = this.#timeline.settings;
    for (const [index, { id }] of this.layout.lanes.entries())
      snapshots.push({ id, gains: gains[index] ?? [], ...(await this.#lanes.snapshot(index)) });
    return snapshots;
  }

  /** What every lane began with, and has learnt so far. No step may be under way. */
  async weights(): Promise<Omit<RunWeights, 'images'>> {
    const lanes = (await this.snapshots()).flatMap(({ id, gains, parameters, statistics }, index) => {
      const [plan, lane] = [this.plans[index], this.experiment.lanes[index]];
      if (plan === undefined || lane === undefined) return [];
      const began = beginningOfLane(lane, plan, this.experiment, this.#brought);
      const initialStatistics = began.statistics;
      return [{ id, gains, initial: began.parameters, now: parameters, initialStatistics, statistics }];
    });
    return { step: this.#stepCount, lanes };
  }

  /** Everything that a run needs to go on elsewhere. No step may be under way. */
  async checkpoint(): Promise<Checkpoint> {
    const { rate } = this.#timeline.settings;
    return { stepCount: this.#stepCount, rate, lanes: await this.snapshots() };
  }

  /** How another trainer goes on from a checkpoint of this one, or from the beginning. */
  resumptionFrom(checkpoint: Checkpoint | null): Resumption {
    return { checkpoint, changes: this.#timeline.changesFrom(checkpoint?.stepCount ?? 0) };
  }

  /** The training images of the batch whose gradient comes next. */
  get nextBatch(): Uint32Array<ArrayBuffer> {
    return this.#timeline.inputsOf(this.#stepCount, false).indices;
  }

  /** Frees what the lanes hold. No step may be under way. */
  dispose(): void {
    this.#lanes.dispose();
  }

  #takeBrought(): void {
    for (const [index, lane] of this.experiment.lanes.entries()) {
      const plan = this.plans[index];
      const state = plan && broughtState(lane, plan, this.experiment, this.#brought);
      if (state) this.#lanes.restore(index, state);
    }
  }

  #resume({ checkpoint, changes }: Resumption): void {
    const settings = checkpoint && {
      rate: checkpoint.rate,
      gains: checkpoint.lanes.map(({ gains }) => gains),
    };
    this.#timeline.resume(changes, settings);
    if (checkpoint === null) return;
    this.#stepCount = checkpoint.stepCount;
    checkpoint.lanes.forEach((snapshot, lane) => this.#lanes.restore(lane, snapshot));
  }

  async #run(update: boolean): Promise<Float64Array<ArrayBuffer>> {
    const inputs = this.#timeline.inputsOf(this.#stepCount, update);
    const { step } = inputs;
    const instruments = this.#instruments;
    const measures = instruments.length > 0 && (!update || step % this.#every === 0);
    const rows: (readonly number[])[] = [];
    const watch: Watch = { instruments, measured: (lane, row) => void (rows[lane] = row) };
    const row = await this.#lanes.run(inputs, measures ? watch : undefined);
    if (measures) this.#onInstruments(Float64Array.from([step, ...rows.flat()]));
    return Float64Array.from([step, ...row]);
  }
}
