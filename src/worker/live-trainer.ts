/**
 * A trainer amid a run: takes steps, as many at once as it lets go ahead of their results, does at each of them what belongs
 * there, and tells the page. It keeps a checkpoint where device or workers may be lost, from which it goes on with others. What is
 * done next, and when, is decided in `run.ts`.
 */
import type { Blocks, ExperimentConfig } from '../config/schema';
import type { BackendChoice, BackendInfo, BackendName } from '../contract/backend';
import type { InspectionRequest } from '../contract/inspections';
import type { Command, Divergence, Loss, Report, ReportBody, Watched } from '../contract/messages';
import { memoryOfWeights } from '../contract/weights';
import type { DataSet } from '../data/dataset';
import type { OnStall } from '../data/download';
import { startEngine } from '../engine/backend';
import { shownImages } from '../training/images';
import { inspect, memoryOf } from '../training/inspect';
import type { BroughtWeights } from '../training/brought';
import type { OpenLanes } from '../training/lanes';
import { memoryOfState, type Checkpoint } from '../contract/run-state';
import { Trainer } from '../training/trainer';
import type { WorkerTurns } from '../training/turns';
import type { WeightTrajectory } from '../training/weight-trajectory';
import type { Signs } from './failures';
import type { LanePlace, LaneWorkers } from './lane-workers';
import { Pace } from './pace';
import type { OpenStudy } from './study-queue';
import { InFlight, runCooperatively } from './tasks';

export type Start = Extract<Command, { type: 'start' }>;

/** What a run needs of the world around it. */
export interface RunHost extends Signs {
  readonly post: (report: Report, transfer?: Transferable[]) => void;
  /** `lost` tells that WebGPU has just failed repeatedly. */
  readonly chooseBackend: (requested: BackendChoice, lost: boolean, onStall: OnStall) => Promise<BackendInfo>;
  /** Absent where lanes are trained here. */
  readonly laneWorkers?: Pick<LaneWorkers, 'placeFor' | 'noteLoss'>;
  readonly loadData: (
    start: Start,
    onProgress: (fraction: number | null) => void,
    onStall: OnStall,
  ) => Promise<DataSet>;
  /** The weights that lanes start from; absent where nothing is kept. */
  readonly loadWeights?: (start: Start) => Promise<BroughtWeights>;
  /** Begins a study; absent where they are carried out here. */
  readonly openStudy?: OpenStudy;
  readonly now: () => number;
}

/** What a trainer needs of the run that it is part of. */
export interface LiveHost extends Pick<RunHost, 'breathe' | 'now'> {
  readonly post: (report: ReportBody, transfer?: Transferable[]) => void;
  /** Where the run has its lanes on this backend. */
  readonly placeFor: (backend: BackendName) => LanePlace;
  /** Whether the run is not over. */
  readonly isWanted: () => boolean;
  /** The way of training so far, where it is asked for. */
  readonly path: () => WeightTrajectory | null;
  /** Called for every row in which lanes diverge that had not before. */
  readonly onDivergence: () => void;
  /** Weights that lanes start from. */
  readonly brought: BroughtWeights;
  /** How steps that last give way. */
  readonly turns: WorkerTurns;
  /** Called when a step is taken, before what belongs to the step that it has reached. */
  readonly onTaken: () => void;
}

/** Milliseconds of training between two checkpoints: with the steps under way then, a lost device or worker costs ten seconds at most. */
const CHECKPOINT_INTERVAL = 9_000;

export class LiveTrainer {
  readonly data: DataSet;
  readonly #host: LiveHost;
  readonly #experiment: ExperimentConfig;
  readonly #flight = new InFlight();
  #trainer: Trainer;
  #backend: BackendName;
  #place: LanePlace;
  /** What it goes on from should device or workers be lost; null is its beginning. */
  #checkpoint: Checkpoint | null;
  /** When that was taken, or was not needed. */
  #kept: number;
  /** What is measured now: another trainer has to be told. */
  #watched: Watched = { instruments: [], every: 1 };
  /** Whether the row of the next step is another than the page has, since gains changed or more is watched. */
  #isOutdated = false;
  /** Lanes that have diverged. */
  readonly #diverged: Set<string>;
  /** Divergences that the page is not told of yet: where they broke is looked for when no step is under way. */
  readonly #untold: Divergence[] = [];
  readonly #pace = new Pace();
  /** Updates that the page knows of. */
  #reached: number;
  /** Steps that were under way when the first of some losses came, until the run has recovered. */
  #owed = 0;
  #testedStep: number;

  /** @throws RangeError where the data set cannot fill one batch. */
  constructor(
    { experiment, from }: Pick<Start, 'experiment' | 'from'>,
    data: DataSet,
    backend: BackendName,
    host: LiveHost,
  ) {
    this.data = data;
    this.#host = host;
    this.#experiment = experiment;
    this.#backend = backend;
    this.#place = host.placeFor(backend);
    this.#trainer = new Trainer(experiment, data, from ?? null, this.#open, host.brought);
    this.#checkpoint = from?.checkpoint ?? null;
    this.#reached = this.#trainer.stepCount;
    this.#testedStep = from?.testedStep ?? 0;
    this.#diverged = new Set(from?.diverged);
    this.#kept = host.now();
  }

  /** The one at work now. */
  get trainer(): Trainer {
    return this.#trainer;
  }

  get trainsInWorkers(): boolean {
    return this.#place.isInWorkers;
  }

  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Whether the page is to be told of divergences. */
  get hasDiverged(): boolean {
    return this.#untold.length > 0;
  }

  get watched(): Watched {
    return this.#watched;
  }

  /** Waits until no step is under way. */
  async landed(): Promise<void> {
    await this.#flight.fewerThan(1);
  }

  /** The same, whatever became of them. */
  async settled(): Promise<void> {
    await this.#flight.settled();
  }

  /** Does what the first gradient needs, and tells what the run is. */
  async begin(): Promise<void> {
    const { post } = this.#host;
    await this.#trainer.prepare((fraction) => post({ type: 'progress', phase: 'kernels', fraction }));
    const { layout, testImages, classCounts, stepsPerEpoch, started } = this.#trainer;
    const trainImages = this.data.train.count;
    const imageCount = trainImages + this.data.test.count;
    const shown = shownImages(this.data, this.#trainer.shown);
    const images = { trainImages, testImages, imageCount, shown, classCounts };
    post({ type: 'ready', layout, ...images, stepsPerEpoch, started }, [shown.pixels.buffer]);
  }

  /** Measures the next step without taking it. */
  async show(): Promise<void> {
    this.#isOutdated = false;
    this.#pace.begin(this.#host.now());
    const row = await this.#trainer.measure();
    this.#postRow(this.#trainer.stepCount, row);
  }

  /** Takes a step, and waits until another may be taken; with something due at the step that is reached, for all rows. */
  async step(): Promise<void> {
    this.#isOutdated = false;
    if (this.#flight.isEmpty) this.#pace.begin(this.#host.now());
    const row = this.#trainer.step();
    const { stepCount } = this.#trainer;
    this.#flight.add(row.then((values) => this.#postRow(stepCount, values)));
    await this.#flight.fewerThan(this.#trainer.runAhead);
    if (this.#trainer.changesAreDue || this.#testIsDue || this.#isOnPath) await this.landed();
    this.#host.onTaken();
    await this.arrive();
    if (this.#host.now() - this.#kept >= CHECKPOINT_INTERVAL) await this.keep();
  }

  /** Takes a checkpoint where the state may be lost, and has changed. */
  async keep(): Promise<void> {
    await this.landed();
    const mayBeLost = this.#backend === 'webgpu' || this.#place.isInWorkers;
    if (mayBeLost && this.#trainer.stepCount !== (this.#checkpoint?.stepCount ?? 0))
      this.#checkpoint = await this.#trainer.checkpoint();
    this.#kept = this.#host.now();
  }

  /**
   * Brings an interrupted run to where it was, on whatever backend `choose` starts. Resolves to the number of steps that were
   * under way: the page has no rows of them, and they are not taken again.
   */
  async recover(lost: Loss, choose: () => Promise<BackendName>): Promise<number> {
    const { post, isWanted, breathe } = this.#host;
    const tell = (fraction: number | null): void => post({ type: 'progress', phase: 'recovering', fraction });
    tell(null);
    this.#owed = Math.max(this.#owed, this.#trainer.stepCount - this.#reached);
    const resumption = this.#trainer.resumptionFrom(this.#checkpoint);
    this.#trainer.dispose();
    this.#backend = await choose();
    this.#place = this.#host.placeFor(this.#backend);
    const trainer = new Trainer(this.#experiment, this.data, resumption, this.#open, this.#host.brought);
    this.#trainer = trainer;
    const first = trainer.stepCount;
    const reached = this.#reached;
    while (trainer.stepCount < reached && isWanted()) {
      // The page has these changes and rows.
      trainer.replayDue();
      await trainer.step();
      tell((trainer.stepCount - first) / (reached - first));
      await breathe();
    }
    const repeated = reached - first;
    post({ type: 'recovered', lost, step: reached, repeated, backend: this.#backend });
    const owed = this.#owed;
    this.#owed = 0;
    return owed;
  }

  /** Throws a switch, in force from the next step on. */
  switch(lane: string, block: Blocks, gain: number): void {
    this.#trainer.switch(lane, block, gain);
    this.#isOutdated = true;
    const step = this.#trainer.stepCount;
    this.#host.post({ type: 'switched', step, lane, block, gain, replayed: false });
  }

  /** Sets the learning rate that the schedule goes on from, likewise. */
  setRate(rate: number): void {
    this.#trainer.setRate(rate);
    this.#host.post({ type: 'rated', step: this.#trainer.stepCount, rate, replayed: false });
  }

  async watch({ instruments, every = 1 }: Watched): Promise<void> {
    const { post } = this.#host;
    this.#watched = { instruments, every };
    const show = (row: Float64Array<ArrayBuffer>): void => post({ type: 'instruments', row }, [row.buffer]);
    const layout = await this.#trainer.watch(instruments, show, every);
    post({ type: 'watching', layout });
    // What a panel opens with is the gradient at hand.
    if (instruments.length > 0) this.#isOutdated = true;
  }

  async inspect(request: InspectionRequest): Promise<void> {
    const { post, breathe, isWanted } = this.#host;
    if (request.kind === 'layer') await startEngine();
    const result = await runCooperatively(inspect(this.#trainer, this.data, request), breathe, isWanted);
    if (result !== null) post({ type: 'inspected', result }, memoryOf(result));
  }

  async tellWeights(): Promise<void> {
    const { classes, mean, deviation } = this.data;
    const weights = { ...(await this.#trainer.weights()), images: { classes, mean, deviation } };
    this.#host.post({ type: 'weights', weights }, memoryOfWeights(weights));
  }

  /** Tells all that the run goes on from; a copy of what it keeps for itself. */
  async tellState(): Promise<void> {
    const checkpoint = await this.#trainer.checkpoint();
    const { coming } = this.#trainer.resumptionFrom(checkpoint).changes;
    // What is made is in the settings of the checkpoint.
    const changes = { made: [], coming };
    const told = { checkpoint, changes, testedStep: this.#testedStep, diverged: [...this.#diverged] };
    this.#host.post({ type: 'state', state: told }, memoryOfState(told));
  }

  /** Tells of each divergence, once it is located; one whose place could not be found out for a lost device waits on. */
  async tellDivergences(): Promise<void> {
    for (let next = this.#untold[0]; next !== undefined; next = this.#untold[0]) {
      const divergence = await this.#trainer.locate(next);
      this.#untold.shift();
      this.#host.post({ type: 'diverged', divergence });
    }
  }

  /** Notes the weights on the path. No step may be under way. */
  async record(): Promise<void> {
    const path = this.#host.path();
    path?.add(this.#trainer.stepCount, await this.#trainer.snapshots());
  }

  /**
   * What happens at a step before it is taken, in the one order that a run and its replay share: its weights are noted on the
   * path, they are tested, and then come the changes of this step, as whoever throws a switch has seen the test.
   */
  async arrive(): Promise<void> {
    const { post, isWanted } = this.#host;
    if (isWanted() && this.#isOnPath) await this.record();
    if (isWanted() && this.#testIsDue) await this.#test();
    if (!isWanted()) return;
    for (const change of this.#trainer.replayDue()) {
      if ('rate' in change) post({ type: 'rated', ...change, replayed: true });
      else {
        this.#isOutdated = true;
        post({ type: 'switched', ...change, replayed: true });
      }
    }
  }

  /** Opens lanes where they are to be now. */
  readonly #open: OpenLanes = (experiment, plans, data) =>
    this.#place.open(experiment, plans, data, this.#host.turns);

  get #isOnPath(): boolean {
    return this.#host.path()?.wants(this.#trainer.stepCount) === true;
  }

  get #testIsDue(): boolean {
    const { stepCount } = this.#trainer;
    const { testInterval } = this.#experiment;
    return testInterval > 0 && stepCount % testInterval === 0 && stepCount > this.#testedStep;
  }

  async #test(): Promise<void> {
    const { post, breathe, isWanted } = this.#host;
    const { stepCount: step } = this.#trainer;
    const results = await runCooperatively(this.#trainer.test(), breathe, isWanted);
    if (results === null) return;
    this.#testedStep = step;
    post({ type: 'tested', step, results });
  }

  #postRow(stepCount: number, rows: Float64Array<ArrayBuffer>): void {
    if (!this.#host.isWanted()) return;
    const stepMilliseconds = this.#pace.end(this.#host.now(), this.#trainer.runAhead);
    this.#reached = stepCount;
    // The row is handed over below.
    const divergences = this.#trainer.divergences(rows);
    this.#host.post({ type: 'metrics', stepCount, rows, stepMilliseconds }, [rows.buffer]);
    const fresh = divergences.filter(({ lane }) => !this.#diverged.has(lane));
    if (fresh.length === 0) return;
    for (const { lane } of fresh) this.#diverged.add(lane);
    this.#untold.push(...fresh);
    this.#host.onDivergence();
  }
}
