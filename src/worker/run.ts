/**
 * The life of one run inside the worker: prepared, measured, then stepped as commands ask, with a turn for incoming messages
 * after every step. Where the trainer lets steps run ahead of their results, several are under way at once; before anything
 * else happens, their rows are awaited. Looks and studies are carried out between two steps. A lost device is replaced, and
 * what it had done since the last checkpoint is done again.
 */
import type { InstrumentName } from '../architecture/instruments';
import type { DataSet } from '../data/dataset';
import type { OnStall } from '../data/download';
import { WeightTrajectory } from '../training/weight-trajectory';
import { sampleSheet } from '../training/images';
import { Trainer, type Checkpoint } from '../training/trainer';
import type { DeviceHealth } from './device-health';
import { Divergences } from './divergences';
import { failureOf } from './failure';
import { InFlight } from './in-flight';
import { runCooperatively } from './run-cooperatively';
import { inspect, memoryOf } from '../training/inspect';
import type { BackendChoice, BackendInfo, BackendName } from '../contract/backend';
import type { Command, Phase, Report } from '../contract/messages';
import { Replay } from './replay';
import { Requests } from './requests';
import { StudyQueue } from './study-queue';

export type Start = Extract<Command, { type: 'start' }>;
type Unsent<R> = R extends Report ? Omit<R, 'run'> : never;

/** What a run needs of the world around it. */
export interface RunHost {
  readonly post: (report: Report, transfer?: Transferable[]) => void;
  /** `lost` tells that WebGPU has just failed repeatedly. */
  readonly chooseBackend: (requested: BackendChoice, lost: boolean, onStall: OnStall) => Promise<BackendInfo>;
  readonly loadData: (
    start: Start,
    onProgress: (fraction: number | null) => void,
    onStall: OnStall,
  ) => Promise<DataSet>;
  /** Lets messages that have arrived be handled. */
  readonly breathe: () => Promise<void>;
  readonly now: () => number;
}

/** A run that has been prepared. */
interface Live {
  readonly data: DataSet;
  backend: BackendName;
  trainer: Trainer;
  /** What the run goes on from should the device be lost; null is its beginning. */
  checkpoint: Checkpoint | null;
  /** When that was taken. */
  kept: number;
  /** Whether a device was lost, and what it had done is not yet done again. */
  interrupted: boolean;
}

/** Something that is asked for between two steps; none is under way when it is carried out. */
interface Chore {
  readonly isDue: () => boolean;
  readonly carryOut: (live: Live) => Promise<void>;
}

/** Milliseconds of training between two checkpoints: what a lost device costs at most. */
const CHECKPOINT_INTERVAL = 10_000;

export class Run {
  readonly #host: RunHost;
  readonly #start: Start;
  readonly #device: DeviceHealth;
  readonly #requests = new Requests();
  readonly #replay: Replay;
  readonly #studies: StudyQueue;
  /** Abandoned or failed: nothing is done and nothing is said after that. */
  #isOver = false;
  #end: () => void = () => undefined;
  /** Resolves to null with the end. */
  readonly #ended = new Promise<null>((resolve) => {
    this.#end = () => resolve(null);
  });
  /** The choice of a backend, which the next run has to wait for: tfjs has one engine. */
  #choosing: Promise<unknown> = Promise.resolve();
  #running = false;
  /** Once loaded, for what is drawn from it. */
  #data: DataSet | null = null;
  /** What is measured now: another trainer has to be told. */
  #watched: readonly InstrumentName[] = [];
  /** The way of training so far, where it is asked for. */
  #path: WeightTrajectory | null = null;
  /** Files that do not move. */
  readonly #stalled = new Set<string>();
  readonly #divergences = new Divergences();
  /** Whether the row of the next step is another than the page has, since gains changed or more is watched. */
  #outdated = false;
  /** When the last row was posted. */
  #posted = 0;
  /** Updates that the page knows of. */
  #reached = 0;
  #testedStep = 0;
  #wake: () => void = () => undefined;

  /** `device` outlives the run: what happened to it before decides which backend comes next. */
  constructor(host: RunHost, start: Start, device: DeviceHealth) {
    this.#host = host;
    this.#start = start;
    this.#replay = new Replay(start.replayTo ?? 0);
    this.#device = device;
    this.#studies = new StudyQueue({ post: (report) => this.#post(report), now: () => host.now() });
  }

  get id(): number {
    return this.#start.run;
  }

  /** Ends the run at its next turn; it says nothing more. */
  abandon(): void {
    this.#isOver = true;
    this.#studies.clear();
    this.#end();
    this.#wake();
  }

  /** Ends the run, and says why unless it is over already. */
  fail(error: unknown): void {
    this.#post({ type: 'failed', ...failureOf(error) });
    this.abandon();
  }

  /** There is news of the device. */
  wake(): void {
    this.#wake();
  }

  /** Takes a command of this run in. */
  obey(command: Exclude<Command, Start>): void {
    this.#take(command);
    this.#wake();
  }

  #take(command: Exclude<Command, Start>): void {
    switch (command.type) {
      case 'train':
        this.#setRunning(true);
        return;
      case 'pause':
        this.#setRunning(false);
        return;
      case 'step':
        this.#setRunning(false);
        this.#requests.steps++;
        return;
      case 'stop-replay':
        if (!this.#replay.isDue) return;
        this.#replay.stop();
        this.#post({ type: 'running', running: this.#running });
        return;
      case 'switch':
        this.#requests.addSwitch(command);
        return;
      case 'rate':
        this.#requests.setRate(command.rate);
        return;
      case 'watch':
        this.#requests.setWatch(command.instruments);
        return;
      case 'inspect':
        this.#requests.addInspection(command.request);
        return;
      case 'record-path':
        if (command.on !== (this.#path !== null)) this.#path = command.on ? new WeightTrajectory() : null;
        return;
      case 'study':
        this.#studies.ask(command);
        return;
      case 'cancel-study':
        this.#studies.cancel(command.study);
        return;
      case 'samples':
        this.#requests.setSamples(command);
        this.#showSamples();
        return;
    }
    command satisfies never;
  }

  #setRunning(running: boolean): void {
    if (running === this.#running) return;
    this.#running = running;
    if (!this.#replay.isDue) this.#post({ type: 'running', running });
  }

  readonly #isWanted = (): boolean => !this.#isOver;
  readonly #breathe = (): Promise<void> => this.#host.breathe();

  /** The one way out of a run: says something of it until it is over. */
  #post(report: Unsent<Report>, transfer?: Transferable[]): void {
    if (this.#isOver) return;
    // A member of the union is one again with its run.
    this.#host.post({ ...report, run: this.id } as Report, transfer);
  }

  /** From its first to its last moment. */
  async live(): Promise<void> {
    const flight = new InFlight();
    let live: Live | null = null;
    this.#device.forgetFault();
    try {
      while (this.#isWanted()) {
        try {
          live ??= await this.#prepare();
          if (live === null) return;
          if (live.interrupted) await this.#resume(live);
          await this.#attend(live, flight);
        } catch (error) {
          await flight.settled();
          if (!(await this.#device.isLost(this.#breathe))) throw error;
          if (live !== null) live.interrupted = true;
        }
      }
    } catch (error) {
      this.fail(error);
    } finally {
      await Promise.allSettled([flight.settled(), this.#choosing]);
      live?.trainer.dispose();
    }
  }

  /** All of them; the first that is due comes next. */
  readonly #chores: readonly Chore[] = [
    {
      isDue: () => this.#divergences.waiting,
      carryOut: ({ trainer }) => this.#tellDivergences(trainer),
    },
    {
      isDue: () => this.#requests.hasSwitches && !this.#replay.isDue,
      carryOut: async ({ trainer }) => this.#throwSwitches(trainer),
    },
    {
      isDue: () => this.#requests.hasRate && !this.#replay.isDue,
      carryOut: async ({ trainer }) => this.#changeRate(trainer),
    },
    {
      isDue: () => this.#requests.hasWatch,
      carryOut: ({ trainer }) => this.#setWatch(trainer),
    },
    {
      // While nothing trains, what a change does is shown at once: the same batch, measured anew.
      isDue: () => this.#outdated && !this.#stepIsDue(),
      carryOut: ({ trainer }) => this.#show(trainer),
    },
    {
      isDue: () => this.#requests.hasInspections,
      carryOut: ({ trainer, data }) => this.#inspect(trainer, data),
    },
    {
      isDue: () => this.#path?.points.length === 0,
      carryOut: ({ trainer }) => this.#record(trainer),
    },
    {
      isDue: () => this.#studies.waiting && !this.#replay.isDue,
      carryOut: ({ trainer, data }) => this.#study(trainer, data),
    },
  ];

  /** Does what is asked for until the run is no longer wanted. @throws Error also where the device is lost. */
  async #attend(live: Live, flight: InFlight): Promise<void> {
    while (this.#isWanted()) {
      this.#device.check();
      const chore = this.#chores.find(({ isDue }) => isDue());
      if (chore !== undefined) {
        await flight.fewerThan(1);
        await chore.carryOut(live);
      } else if (this.#replay.isDue) {
        await this.#goBack(live, flight);
        await this.#breathe();
      } else if (this.#stepIsDue()) {
        this.#requests.steps = Math.max(0, this.#requests.steps - 1);
        await this.#step(live.trainer, flight);
        if (this.#host.now() - live.kept >= CHECKPOINT_INTERVAL) await this.#keep(live, flight);
        await this.#breathe();
      } else {
        await this.#keep(live, flight);
        // Something may have come meanwhile.
        const asked = this.#chores.some(({ isDue }) => isDue());
        if (asked || this.#stepIsDue() || !this.#isWanted() || this.#device.isIll) continue;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  /**
   * Takes steps again up to where the run had ended; the page may train it once it is told that none is left. What was
   * recorded is thrown on the way, and whatever is asked for meanwhile afterwards.
   */
  async #goBack(live: Live, flight: InFlight): Promise<void> {
    await this.#step(live.trainer, flight);
    this.#replay.reaches(live.trainer.stepCount);
    if (this.#host.now() - live.kept >= CHECKPOINT_INTERVAL) await this.#keep(live, flight);
    this.#post({ type: 'progress', phase: 'replaying', fraction: this.#replay.fraction });
    if (this.#replay.isDue) return;
    await flight.fewerThan(1);
    this.#post({ type: 'running', running: this.#running });
  }

  /** Takes a checkpoint where the state lives on a device that can be lost, and has changed. */
  async #keep(live: Live, flight: InFlight): Promise<void> {
    await flight.fewerThan(1);
    if (live.backend === 'webgpu' && live.trainer.stepCount !== (live.checkpoint?.stepCount ?? 0))
      live.checkpoint = await live.trainer.checkpoint();
    live.kept = this.#host.now();
  }

  /** A backend for this run. Twice lost in a short time, WebGPU is not tried a third time. */
  async #chooseBackend(): Promise<BackendName> {
    const givenUp = this.#device.takeLoss(this.#host.now());
    const backend = await this.#host.chooseBackend(this.#start.backend, givenUp, this.#onStall);
    this.#post({ type: 'backend', backend });
    return backend.name;
  }

  /** Brings an interrupted run to where it was, on whatever backend there is now. */
  async #resume(live: Live): Promise<void> {
    const tell = (fraction: number | null): void =>
      this.#post({ type: 'progress', phase: 'recovering', fraction });
    tell(null);
    const resumption = live.trainer.resumptionFrom(live.checkpoint);
    live.trainer.dispose();
    live.backend = await this.#chooseBackend();
    const trainer = new Trainer(this.#start.experiment, live.data, resumption);
    live.trainer = trainer;
    const first = trainer.stepCount;
    const reached = this.#reached;
    while (trainer.stepCount < reached && this.#isWanted()) {
      // The page has these changes and rows.
      trainer.replayDue();
      await trainer.step();
      tell((trainer.stepCount - first) / (reached - first));
      await this.#breathe();
    }
    live.interrupted = false;
    this.#replay.reaches(trainer.stepCount);
    if (this.#watched.length > 0 && !this.#requests.hasWatch) this.#requests.setWatch(this.#watched);
    if (!this.#isWanted()) return;
    const repeated = reached - first;
    this.#post({ type: 'recovered', step: reached, repeated, backend: live.backend });
    this.#post({ type: 'running', running: this.#running });
    await this.#arrive(trainer);
  }

  /** Null where another run was started meanwhile. */
  async #prepare(): Promise<Live | null> {
    const { experiment } = this.#start;
    const progress = (phase: Phase, fraction: number | null): void =>
      this.#post({ type: 'progress', phase, fraction });

    progress('backend', null);
    // Both at once: neither needs the other, and a visitor waits for both.
    const loading = this.#host.loadData(this.#start, (fraction) => progress('data', fraction), this.#onStall);
    const choosing = this.#chooseBackend();
    this.#choosing = choosing;
    // Another run does not wait for what this one was still loading.
    const prepared = await Promise.race([Promise.all([loading, choosing]), this.#ended]);
    if (prepared === null) return null;
    const [data, backend] = prepared;
    this.#data = data;
    this.#showSamples();
    progress('network', null);
    const trainer = new Trainer(experiment, data);
    try {
      await trainer.prepare((fraction) => progress('kernels', fraction));
    } catch (error) {
      trainer.dispose();
      throw error;
    }
    this.#post({
      type: 'ready',
      layout: trainer.layout,
      trainImages: data.train.count,
      testImages: trainer.testImages,
      classCounts: trainer.classCounts,
      stepsPerEpoch: trainer.stepsPerEpoch,
    });
    if (this.#replay.isDue) progress('replaying', 0);
    else progress('first-gradient', null);
    await this.#breathe();
    try {
      if (this.#isWanted()) await this.#show(trainer);
    } catch (error) {
      trainer.dispose();
      throw error;
    }
    // Now the page may say that the run can be trained.
    if (!this.#replay.isDue) this.#post({ type: 'running', running: this.#running });
    const kept = this.#host.now();
    return { trainer, data, backend, checkpoint: null, kept, interrupted: false };
  }

  readonly #onStall: OnStall = (file, stalled) => {
    if (stalled) this.#stalled.add(file);
    else this.#stalled.delete(file);
    this.#post({ type: 'stalled', files: [...this.#stalled] });
  };

  #showSamples(): void {
    if (this.#data === null) return;
    const samples = this.#requests.takeSamples();
    if (samples === null) return;
    const { perClass, draw } = samples;
    const sheet = sampleSheet(this.#data, this.#start.experiment.seeds.data, perClass, draw);
    this.#post({ type: 'samples', sheet }, [sheet.pixels.buffer]);
  }

  async #setWatch(trainer: Trainer): Promise<void> {
    const instruments = this.#requests.takeWatch();
    this.#watched = instruments;
    const layout = await trainer.watch(instruments, (row) => {
      this.#post({ type: 'instruments', row }, [row.buffer]);
    });
    this.#post({ type: 'watching', layout });
    // What a panel opens with is the gradient at hand.
    if (instruments.length > 0) this.#outdated = true;
  }

  /** Answers the first question that waits. */
  async #inspect(trainer: Trainer, data: DataSet): Promise<void> {
    const request = this.#requests.takeInspection();
    if (request === null) return;
    const task = inspect(trainer, data, request);
    const result = await runCooperatively(task, this.#breathe, this.#isWanted);
    if (result !== null) this.#post({ type: 'inspected', result }, memoryOf(result));
  }

  async #tellDivergences(trainer: Trainer): Promise<void> {
    const paused = await this.#divergences.tell(
      (divergence) => trainer.locate(divergence),
      (divergence) => this.#post({ type: 'diverged', divergence }),
    );
    if (paused) this.#post({ type: 'running', running: this.#running });
  }

  #stepIsDue(): boolean {
    return this.#replay.isDue || this.#running || this.#requests.steps > 0;
  }

  #throwSwitches(trainer: Trainer): void {
    for (const { lane, block, gain } of this.#requests.takeSwitches()) {
      trainer.switch(lane, block, gain);
      this.#outdated = true;
      this.#post({ type: 'switched', step: trainer.stepCount, lane, block, gain, replayed: false });
    }
  }

  #changeRate(trainer: Trainer): void {
    const rate = this.#requests.takeRate();
    if (rate === null) return;
    trainer.setRate(rate);
    this.#post({ type: 'rated', step: trainer.stepCount, rate, replayed: false });
  }

  /** Training waits as it is; switches are confirmed meanwhile, and in force when it goes on. */
  async #study(trainer: Trainer, data: DataSet): Promise<void> {
    const turn = async (): Promise<void> => {
      await this.#breathe();
      if (this.#isWanted()) this.#throwSwitches(trainer);
    };
    await this.#studies.carryOut(trainer, data, {
      turn,
      wanted: this.#isWanted,
      path: this.#path?.points ?? [],
    });
  }

  /** Measures the next step without taking it. */
  async #show(trainer: Trainer): Promise<void> {
    this.#outdated = false;
    const start = this.#host.now();
    const row = await trainer.measure();
    if (this.#isWanted()) this.#postRow(trainer, trainer.stepCount, row, start);
  }

  /** Takes a step, and waits until another may be taken; with something due at the step that is reached, for all rows. */
  async #step(trainer: Trainer, flight: InFlight): Promise<void> {
    this.#outdated = false;
    const start = this.#host.now();
    const row = trainer.step();
    const { stepCount } = trainer;
    flight.add(
      row.then((values) => {
        if (this.#isWanted()) this.#postRow(trainer, stepCount, values, start);
      }),
    );
    await flight.fewerThan(trainer.runAhead);
    if (trainer.changesAreDue || this.#testIsDue(trainer) || this.#isOnPath(trainer))
      await flight.fewerThan(1);
    await this.#arrive(trainer);
  }

  /**
   * What happens at a step before it is taken, in the one order that a run and its replay share: its weights are noted on the
   * path, they are tested, and then come the changes of this step, as whoever throws a switch has seen the test.
   */
  async #arrive(trainer: Trainer): Promise<void> {
    if (this.#isWanted() && this.#isOnPath(trainer)) await this.#record(trainer);
    if (this.#isWanted() && this.#testIsDue(trainer)) await this.#test(trainer);
    if (!this.#isWanted()) return;
    for (const change of trainer.replayDue()) {
      if ('rate' in change) this.#post({ type: 'rated', ...change, replayed: true });
      else {
        this.#outdated = true;
        this.#post({ type: 'switched', ...change, replayed: true });
      }
    }
  }

  #isOnPath({ stepCount }: Trainer): boolean {
    return this.#path?.wants(stepCount) === true;
  }

  /** No step may be under way. */
  async #record(trainer: Trainer): Promise<void> {
    const path = this.#path;
    path?.add(trainer.stepCount, await trainer.snapshots());
  }

  #testIsDue({ stepCount, experiment: { testInterval } }: Trainer): boolean {
    return testInterval > 0 && stepCount % testInterval === 0 && stepCount > this.#testedStep;
  }

  async #test(trainer: Trainer): Promise<void> {
    const { stepCount: step } = trainer;
    const results = await runCooperatively(trainer.test(), this.#breathe, this.#isWanted);
    if (results === null) return;
    this.#testedStep = step;
    this.#post({ type: 'tested', step, results });
  }

  #postRow(trainer: Trainer, stepCount: number, rows: Float64Array<ArrayBuffer>, start: number): void {
    const now = this.#host.now();
    // Steps under way at once share the time: each is charged what passed since the row before it.
    const stepMilliseconds = now - Math.max(start, this.#posted);
    this.#posted = now;
    // The row is handed over below.
    const divergences = trainer.divergences(rows);
    this.#reached = stepCount;
    this.#post({ type: 'metrics', stepCount, rows, stepMilliseconds }, [rows.buffer]);
    if (!this.#divergences.add(divergences, this.#running)) return;
    this.#requests.steps = 0;
    this.#running = false;
  }
}
