/**
 * Lanes in lockstep: every lane sees the same batches in the same order from the same initial values. Owns the count of
 * steps, the replay of recorded switches and learning rates, and the rows of metrics; it knows nothing of messages and clocks.
 */
import { instrumentColumns, type InstrumentName } from '../architecture/instruments';
import { planLanesFor, type LanePlan } from '../architecture/plan-experiment';
import type { Blocks, ExperimentConfig, RateEvent, SwitchEvent } from '../config/schema';
import { covers } from '../config/switches';
import { planBatches, type Batches } from '../data/batches';
import { countClasses, type DataSet } from '../data/dataset';
import type { ClassCounts, Divergence, TestResult } from '../contract/messages';
import { metricsLayout, rowOffsets, type InstrumentLayout, type MetricsLayout } from '../contract/metrics';
import { faultInRow } from './fault';
import type { Watch } from './instruments';
import type { LaneState, Lanes } from './lanes';
import { openLanes } from './open-lanes';

/** Test accuracy is measured on the first test images only: all of them would cost as much as many steps. */
const TEST_IMAGES = 500;

/** A network in the middle of its training. */
export interface LaneSnapshot extends LaneState {
  readonly id: string;
  readonly gains: readonly number[];
}

type InstrumentListener = (row: Float64Array<ArrayBuffer>) => void;

/** Something changed while training: a skip gain, or the learning rate. */
export type LiveChange = SwitchEvent | RateEvent;

/** A run in the middle of its training, on the processor. */
export interface Checkpoint {
  readonly stepCount: number;
  /** Learning rate that the schedule goes on from. */
  readonly rate: number;
  readonly lanes: readonly LaneSnapshot[];
}

/** How a trainer goes on where another one of the same experiment had to end. */
export interface Resumption {
  /** Null where it begins from the seeds. */
  readonly checkpoint: Checkpoint | null;
  /** Changes that were made since then, in order of their steps. */
  readonly made: readonly LiveChange[];
  /** Recorded changes that are still to come, likewise. */
  readonly timeline: readonly LiveChange[];
}

export class Trainer {
  readonly experiment: ExperimentConfig;
  readonly layout: MetricsLayout;
  readonly testImages: number;
  readonly classCounts: ClassCounts;
  readonly #lanes: Lanes;
  readonly #batches: Batches;
  /** Recorded changes that are still to come, in order of their steps. */
  #timeline: readonly LiveChange[];
  /** Changes that another trainer had made before this one had to take its place, and that are to be made again. */
  #again: readonly LiveChange[] = [];
  /** Changes that were made so far. */
  #made: readonly LiveChange[] = [];
  #rate: number;
  /** Skip gains in force, per lane and block. */
  readonly #gains: (readonly number[])[];
  #stepCount = 0;
  readonly #plans: readonly LanePlan[];
  #instruments: readonly InstrumentName[] = [];
  #every = 1;
  #onInstruments: InstrumentListener = () => undefined;

  /** @throws RangeError where the data set cannot fill one batch. */
  constructor(experiment: ExperimentConfig, data: DataSet, resumption: Resumption | null = null) {
    const { lanes, seeds, batchSize, timeline, rates } = experiment;
    const plans = planLanesFor(experiment, data, data.classes.length);
    this.experiment = experiment;
    this.#plans = plans;
    this.#lanes = openLanes(experiment, plans, data);
    this.layout = metricsLayout(
      lanes.map(({ id }, i) => ({ id, layers: plans[i]?.layers ?? [] })),
      experiment.optimiser.clip > 0,
    );
    this.testImages = Math.min(TEST_IMAGES, data.test.count);
    this.classCounts = {
      train: countClasses(data, data.train.labels),
      test: countClasses(data, data.test.labels.subarray(0, this.testImages)),
    };
    this.#batches = planBatches(data.train.count, batchSize, seeds.order);
    this.#timeline = [...timeline, ...rates].toSorted((a, b) => a.step - b.step);
    this.#rate = experiment.optimiser.learningRate;
    this.#gains = lanes.map(({ gains }) => gains);
    if (resumption !== null) this.#resume(resumption);
  }

  /** Of the lanes, in their order. */
  get plans(): readonly LanePlan[] {
    return this.#plans;
  }

  /** Updates made so far; also the step whose gradient comes next. */
  get stepCount(): number {
    return this.#stepCount;
  }

  get stepsPerEpoch(): number {
    return this.#batches.stepsPerEpoch;
  }

  /** Steps that may be taken before the row of the first of them is known. */
  get runAhead(): number {
    return this.#lanes.runAhead;
  }

  /**
   * What the instruments measure from the next gradient on, none by default; `listener` hears of every row (see
   * InstrumentLayout) before that of the metrics is known. No step may be under way.
   */
  async watch(
    instruments: readonly InstrumentName[],
    listener: InstrumentListener,
  ): Promise<InstrumentLayout> {
    this.#instruments = instruments;
    this.#onInstruments = listener;
    this.#every = await this.#lanes.prepareWatch(instruments);
    const lanes = this.layout.lanes.map(({ id }, i) => {
      const plan = this.#plans[i];
      return { id, columns: plan === undefined ? [] : instrumentColumns(plan, instruments) };
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
    const fault = await this.#lanes.fault(index, seen.step, this.#batches.indicesOfStep(seen.step));
    return { ...seen, ...fault };
  }

  /** Whether changes wait to be made before the next step. */
  get changesAreDue(): boolean {
    return [this.#again, this.#timeline].some(([next]) => next !== undefined && next.step <= this.#stepCount);
  }

  /**
   * Makes the changes that are due at the next step, and returns those that are made for the first time. They were recorded
   * after whatever was measured between the two steps, so a test of this step comes before.
   */
  replayDue(): readonly LiveChange[] {
    const due = (changes: readonly LiveChange[]): readonly LiveChange[] =>
      changes.filter(({ step }) => step <= this.#stepCount);
    const [again, first] = [due(this.#again), due(this.#timeline)];
    this.#again = this.#again.slice(again.length);
    this.#timeline = this.#timeline.slice(first.length);
    for (const change of [...again, ...first]) this.#make(change);
    return first;
  }

  /** Throws a switch by hand, in force from the next step on. What was recorded for later is forgotten. */
  switch(lane: string, block: Blocks, gain: number): void {
    this.#timeline = [];
    this.#make({ step: this.#stepCount, lane, block, gain });
  }

  /** Sets the learning rate that the schedule goes on from, like `switch`. */
  setRate(rate: number): void {
    this.#timeline = [];
    this.#make({ step: this.#stepCount, rate });
  }

  /** Loss and accuracy of every lane on the test images. Gives way after every batch, so that others can run. */
  async *test(): AsyncGenerator<void, readonly TestResult[]> {
    const results: TestResult[] = [];
    for (const [index, { id: lane }] of this.layout.lanes.entries()) {
      let loss = 0;
      let correct = 0;
      for await (const score of this.#lanes.test(index, this.testImages)) {
        loss += score.loss * score.count;
        correct += score.correct;
        yield;
      }
      results.push({ lane, loss: loss / this.testImages, accuracy: correct / this.testImages });
    }
    return results;
  }

  /** What every lane has learnt so far, with the skip gains in force. No step may be under way. */
  async snapshots(): Promise<readonly LaneSnapshot[]> {
    const snapshots: LaneSnapshot[] = [];
    for (const [index, { id }] of this.layout.lanes.entries())
      snapshots.push({ id, gains: this.#gains[index] ?? [], ...(await this.#lanes.snapshot(index)) });
    return snapshots;
  }

  /** Everything that a run needs to go on elsewhere. No step may be under way. */
  async checkpoint(): Promise<Checkpoint> {
    return { stepCount: this.#stepCount, rate: this.#rate, lanes: await this.snapshots() };
  }

  /** How another trainer goes on from a checkpoint of this one, or from the beginning. */
  resumptionFrom(checkpoint: Checkpoint | null): Resumption {
    const first = checkpoint?.stepCount ?? 0;
    // Those of the checkpoint's own step may have been made after it was taken; making them twice does no harm.
    const made = this.#made.filter(({ step }) => step >= first);
    return { checkpoint, made: [...made, ...this.#again], timeline: this.#timeline };
  }

  /** The training images of the batch whose gradient comes next. */
  get nextBatch(): Uint32Array<ArrayBuffer> {
    return this.#batches.indicesOfStep(this.#stepCount);
  }

  /** Frees what the lanes hold. No step may be under way. */
  dispose(): void {
    this.#lanes.dispose();
  }

  #resume({ checkpoint, made, timeline }: Resumption): void {
    this.#again = made;
    this.#timeline = timeline;
    if (checkpoint === null) return;
    this.#stepCount = checkpoint.stepCount;
    this.#rate = checkpoint.rate;
    this.#lanes.setRate(checkpoint.rate);
    checkpoint.lanes.forEach((snapshot, lane) => {
      this.#lanes.restore(lane, snapshot);
      snapshot.gains.forEach((gain, block) => this.#lanes.setGain(lane, block, gain));
      this.#gains[lane] = snapshot.gains;
    });
  }

  async #run(update: boolean): Promise<Float64Array<ArrayBuffer>> {
    const step = this.#stepCount;
    const instruments = this.#instruments;
    const measures = instruments.length > 0 && (!update || step % this.#every === 0);
    const rows: (readonly number[])[] = [];
    const watch: Watch = { instruments, measured: (lane, row) => void (rows[lane] = row) };
    const indices = this.#batches.indicesOfStep(step);
    const row = await this.#lanes.run(indices, update, step, measures ? watch : undefined);
    if (measures) this.#onInstruments(Float64Array.from([step, ...rows.flat()]));
    return Float64Array.from([step, ...row]);
  }

  #make(change: LiveChange): void {
    this.#made = [...this.#made, change];
    if ('rate' in change) {
      this.#rate = change.rate;
      this.#lanes.setRate(change.rate);
    } else this.#setGain(change.lane, change.block, change.gain);
  }

  #setGain(id: string, blocks: Blocks, gain: number): void {
    const lane = this.layout.lanes.findIndex((one) => one.id === id);
    if (lane < 0) return;
    this.#lanes.setGain(lane, blocks, gain);
    this.#gains[lane] = (this.#gains[lane] ?? []).map((old, block) => (covers(blocks, block) ? gain : old));
  }
}
