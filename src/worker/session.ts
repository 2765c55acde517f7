/**
 * The life of a run inside the worker: prepared, measured, then stepped as commands ask, with a turn for incoming
 * messages after every step. Where the trainer lets steps run ahead of their results, several are under way at once; before
 * anything else happens, their rows are awaited. Studies are carried out between two steps. One run at a time; a new one
 * abandons the old at its next turn.
 */
import type { InstrumentName } from '../architecture/instruments';
import type { DataSet } from '../data/dataset';
import { sampleSheet } from '../training/samples';
import { PathRecorder } from '../training/path';
import { Trainer, type Checkpoint } from '../training/trainer';
import type { GpuError } from '../engine/device-watch';
import { DeviceHealth } from './device-health';
import { failureOf } from './failure';
import { InFlight } from './in-flight';
import { inTurns } from './in-turns';
import { inspection, memoryOf } from './looks';
import type { BackendChoice, BackendInfo, BackendName, Command, Phase, Report } from './protocol';
import { Requests } from './requests';
import { StudyDesk } from './study-desk';

type Start = Extract<Command, { type: 'start' }>;

/** What the session needs of the world around it. */
export interface SessionHost {
  readonly post: (report: Report, transfer?: Transferable[]) => void;
  /** `lost` tells that WebGPU has just failed repeatedly. */
  readonly chooseBackend: (requested: BackendChoice, lost: boolean) => Promise<BackendInfo>;
  readonly loadData: (start: Start, onProgress: (fraction: number | null) => void) => Promise<DataSet>;
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

/** Milliseconds of training between two checkpoints: what a lost device costs at most. */
const CHECKPOINT_INTERVAL = 10_000;

export class Session {
  readonly #host: SessionHost;
  #run = -1;
  /** Ends when the run before has noticed that it is no longer wanted. */
  #previous: Promise<void> = Promise.resolve();
  #running = false;
  readonly #requests = new Requests();
  /** Of the current run, once loaded, with the seed that samples are drawn by. */
  #loaded: { readonly data: DataSet; readonly seed: number } | null = null;
  /** What is measured now: another trainer has to be told. */
  #watched: readonly InstrumentName[] = [];
  readonly #studies: StudyDesk;
  /** The way of training so far, where it is asked for. */
  #path: PathRecorder | null = null;
  /** Lanes of the run that have diverged: training pauses for each of them once. */
  readonly #diverged = new Set<string>();
  /** When the last row was posted. */
  #posted = 0;
  /** Updates that the page knows of. */
  #reached = 0;
  #testedStep = 0;
  readonly #device = new DeviceHealth();
  #wake: () => void = () => undefined;

  constructor(host: SessionHost) {
    this.#host = host;
    this.#studies = new StudyDesk(host);
  }

  /** Takes a command in. Commands for any run but the current one are ignored. */
  handle(command: Command): void {
    if (command.type === 'start') {
      this.#run = command.run;
      this.#running = false;
      this.#requests.clear();
      this.#loaded = null;
      this.#watched = [];
      this.#path = null;
      this.#studies.clear();
      this.#previous = this.#previous.then(() => this.#live(command));
    } else if (command.run === this.#run) {
      this.#obey(command);
    }
    this.#wake();
  }

  /** The device of the GPU is gone: the run goes on elsewhere. */
  deviceLost(): void {
    this.#device.noteLoss();
    this.#wake();
  }

  /** The GPU has done something else than it was told: the run must not go on. */
  deviceFailed(error: GpuError): void {
    this.#device.noteFault(error);
    this.#wake();
  }

  #obey(command: Exclude<Command, Start>): void {
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
      case 'switch':
        this.#requests.addSwitch(command);
        return;
      case 'watch':
        this.#requests.setWatch(command.instruments);
        return;
      case 'inspect':
        this.#requests.addInspection(command.request);
        return;
      case 'record-path':
        if (command.on !== (this.#path !== null)) this.#path = command.on ? new PathRecorder() : null;
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
    this.#host.post({ type: 'running', run: this.#run, running });
  }

  /** A run from its first to its last moment. Never rejects. */
  async #live(start: Start): Promise<void> {
    const wanted = (): boolean => start.run === this.#run;
    const flight = new InFlight();
    let live: Live | null = null;
    this.#reached = 0;
    this.#testedStep = 0;
    this.#device.forgetFault();
    try {
      while (wanted()) {
        try {
          live ??= await this.#prepare(start, wanted);
          if (live === null) return;
          if (live.interrupted) await this.#resume(start, live, wanted);
          await this.#attend(live, flight, wanted);
        } catch (error) {
          await flight.settled();
          if (!(await this.#device.isLost(() => this.#host.breathe()))) throw error;
          if (live !== null) live.interrupted = true;
        }
      }
    } catch (error) {
      if (!wanted()) return;
      this.#running = false;
      this.#host.post({ type: 'failed', run: start.run, ...failureOf(error) });
    } finally {
      await flight.settled();
      live?.trainer.dispose();
    }
  }

  /** Does what is asked for until the run is no longer wanted. @throws Error also where the device is lost. */
  async #attend(live: Live, flight: InFlight, wanted: () => boolean): Promise<void> {
    const { trainer } = live;
    while (wanted()) {
      this.#device.check();
      if (this.#requests.hasSwitches) {
        await flight.fewerThan(1);
        this.#throwSwitches(trainer);
        // While nothing trains, the effect is shown at once: the same batch, measured anew.
        if (!this.#stepIsDue()) await this.#show(trainer, wanted);
      } else if (this.#requests.hasWatch) {
        await flight.fewerThan(1);
        const measures = await this.#setWatch(trainer, wanted);
        // What a panel opens with is the gradient at hand.
        if (measures && !this.#stepIsDue()) await this.#show(trainer, wanted);
      } else if (this.#requests.hasInspections) {
        await flight.fewerThan(1);
        await this.#inspect(trainer, live.data, wanted);
      } else if (this.#path?.points.length === 0) {
        await flight.fewerThan(1);
        await this.#record(trainer);
      } else if (this.#studies.waiting) {
        await flight.fewerThan(1);
        await this.#study(trainer, live.data, wanted);
      } else if (this.#stepIsDue()) {
        await this.#step(trainer, flight, wanted);
        if (this.#host.now() - live.kept >= CHECKPOINT_INTERVAL) await this.#keep(live, flight);
        await this.#host.breathe();
      } else {
        await this.#keep(live, flight);
        // Something may have come meanwhile.
        if (this.#isAsked() || this.#stepIsDue() || !wanted() || this.#device.isIll) continue;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  /** Takes a checkpoint where the state lives on a device that can be lost, and has changed. */
  async #keep(live: Live, flight: InFlight): Promise<void> {
    await flight.fewerThan(1);
    if (live.backend === 'webgpu' && live.trainer.stepCount !== (live.checkpoint?.stepCount ?? 0))
      live.checkpoint = await live.trainer.checkpoint();
    live.kept = this.#host.now();
  }

  /** A backend for this run. Twice lost in a short time, WebGPU is not tried a third time. */
  async #chooseBackend({ run, backend: requested }: Start, wanted: () => boolean): Promise<BackendName> {
    const givenUp = this.#device.takeLoss(this.#host.now());
    const backend = await this.#host.chooseBackend(requested, givenUp);
    if (wanted()) this.#host.post({ type: 'backend', run, backend });
    return backend.name;
  }

  /** Brings an interrupted run to where it was, on whatever backend there is now. */
  async #resume(start: Start, live: Live, wanted: () => boolean): Promise<void> {
    const { run, experiment } = start;
    const tell = (fraction: number | null): void => {
      if (wanted()) this.#host.post({ type: 'progress', run, phase: 'recovering', fraction });
    };
    tell(null);
    const resumption = live.trainer.resumptionFrom(live.checkpoint);
    live.trainer.dispose();
    live.backend = await this.#chooseBackend(start, wanted);
    const trainer = new Trainer(experiment, live.data, resumption);
    live.trainer = trainer;
    const first = trainer.stepCount;
    const reached = this.#reached;
    // The page has these rows and switches.
    trainer.replayDueSwitches();
    while (trainer.stepCount < reached && wanted()) {
      await trainer.step();
      trainer.replayDueSwitches();
      tell((trainer.stepCount - first) / (reached - first));
      await this.#host.breathe();
    }
    live.interrupted = false;
    if (this.#watched.length > 0 && !this.#requests.hasWatch) this.#requests.setWatch(this.#watched);
    if (!wanted()) return;
    const repeated = reached - first;
    this.#host.post({ type: 'recovered', run, step: reached, repeated, backend: live.backend });
    this.#host.post({ type: 'running', run, running: this.#running });
    if (this.#testIsDue(trainer)) await this.#test(trainer, wanted);
  }

  /** Null where another run was started meanwhile. */
  async #prepare(start: Start, wanted: () => boolean): Promise<Live | null> {
    const { run, experiment } = start;
    const post = (report: Report): void => {
      if (wanted()) this.#host.post(report);
    };
    const progress = (phase: Phase, fraction: number | null): void =>
      post({ type: 'progress', run, phase, fraction });

    progress('backend', null);
    // Both at once: neither needs the other, and a visitor waits for both.
    const loading = this.#host.loadData(start, (fraction) => progress('data', fraction));
    const [data, backend] = await Promise.all([loading, this.#chooseBackend(start, wanted)]);
    if (!wanted()) return null;
    this.#loaded = { data, seed: experiment.seeds.data };
    this.#showSamples();
    progress('network', null);
    const trainer = new Trainer(experiment, data);
    this.#diverged.clear();
    try {
      await trainer.prepare((fraction) => progress('kernels', fraction));
    } catch (error) {
      trainer.dispose();
      throw error;
    }
    post({
      type: 'ready',
      run,
      layout: trainer.layout,
      trainImages: data.train.count,
      testImages: trainer.testImages,
      stepsPerEpoch: trainer.stepsPerEpoch,
    });
    progress('first-gradient', null);
    await this.#host.breathe();
    try {
      if (wanted()) await this.#show(trainer, wanted);
    } catch (error) {
      trainer.dispose();
      throw error;
    }
    // Now the page may say that the run can be trained.
    post({ type: 'running', run, running: this.#running });
    const kept = this.#host.now();
    return { trainer, data, backend, checkpoint: null, kept, interrupted: false };
  }

  #showSamples(): void {
    if (this.#loaded === null) return;
    const samples = this.#requests.takeSamples();
    if (samples === null) return;
    const { run, perClass, draw } = samples;
    const sheet = sampleSheet(this.#loaded.data, this.#loaded.seed, perClass, draw);
    this.#host.post({ type: 'samples', run, sheet }, [sheet.pixels.buffer]);
  }

  #isAsked(): boolean {
    return (
      this.#requests.hasSwitches ||
      this.#requests.hasWatch ||
      this.#requests.hasInspections ||
      this.#path?.points.length === 0 ||
      this.#studies.waiting
    );
  }

  /** Returns whether anything is measured. */
  async #setWatch(trainer: Trainer, wanted: () => boolean): Promise<boolean> {
    const instruments = this.#requests.takeWatch();
    this.#watched = instruments;
    const run = this.#run;
    const layout = await trainer.watch(instruments, (row) => {
      if (wanted()) this.#host.post({ type: 'instruments', run, row }, [row.buffer]);
    });
    if (wanted()) this.#host.post({ type: 'watching', run, layout });
    return instruments.length > 0;
  }

  /** Answers the first question that waits. */
  async #inspect(trainer: Trainer, data: DataSet, wanted: () => boolean): Promise<void> {
    const request = this.#requests.takeInspection();
    if (request === null) return;
    const look = inspection(request, trainer, data);
    const result = await inTurns(look, () => this.#host.breathe(), wanted);
    if (result !== null) this.#host.post({ type: 'inspected', run: this.#run, result }, memoryOf(result));
  }

  #stepIsDue(): boolean {
    return this.#running || this.#requests.steps > 0;
  }

  #throwSwitches(trainer: Trainer): void {
    for (const { run, lane, block, gain } of this.#requests.takeSwitches()) {
      trainer.switch(lane, block, gain);
      this.#host.post({ type: 'switched', run, step: trainer.stepCount, lane, block, gain, replayed: false });
    }
  }

  /** Training waits as it is; switches are confirmed meanwhile, and in force when it goes on. */
  async #study(trainer: Trainer, data: DataSet, wanted: () => boolean): Promise<void> {
    let switched = false;
    const turn = async (): Promise<void> => {
      await this.#host.breathe();
      if (!this.#requests.hasSwitches || !wanted()) return;
      switched = true;
      this.#throwSwitches(trainer);
    };
    await this.#studies.carryOut(trainer, data, { turn, wanted, path: this.#path?.points ?? [] });
    if (switched && !this.#stepIsDue() && wanted()) await this.#show(trainer, wanted);
  }

  /** Measures the next step without taking it. */
  async #show(trainer: Trainer, wanted: () => boolean): Promise<void> {
    const start = this.#host.now();
    const row = await trainer.measure();
    if (wanted()) this.#postRow(trainer, trainer.stepCount, row, start);
  }

  /** Takes a step, and waits until another may be taken; with switches or a test due, for all rows. */
  async #step(trainer: Trainer, flight: InFlight, wanted: () => boolean): Promise<void> {
    this.#requests.steps = Math.max(0, this.#requests.steps - 1);
    const start = this.#host.now();
    const row = trainer.step();
    const { stepCount } = trainer;
    flight.add(
      row.then((values) => {
        if (wanted()) this.#postRow(trainer, stepCount, values, start);
      }),
    );
    await flight.fewerThan(trainer.runAhead);
    if (!wanted()) return;
    const run = this.#run;
    const due = trainer.replayDueSwitches();
    const tests = this.#testIsDue(trainer);
    const isOnPath = this.#path?.wants(stepCount) === true;
    if (due.length > 0 || tests || isOnPath) await flight.fewerThan(1);
    if (!wanted()) return;
    if (isOnPath) await this.#record(trainer);
    for (const { step, lane, block, gain } of due)
      this.#host.post({ type: 'switched', run, step, lane, block, gain, replayed: true });
    if (tests) await this.#test(trainer, wanted);
  }

  /** No step may be under way. */
  async #record(trainer: Trainer): Promise<void> {
    const path = this.#path;
    path?.add(trainer.stepCount, await trainer.snapshots());
  }

  #testIsDue({ stepCount, experiment: { testInterval } }: Trainer): boolean {
    return testInterval > 0 && stepCount % testInterval === 0 && stepCount > this.#testedStep;
  }

  async #test(trainer: Trainer, wanted: () => boolean): Promise<void> {
    const { stepCount: step } = trainer;
    const results = await inTurns(trainer.test(), () => this.#host.breathe(), wanted);
    if (results === null) return;
    this.#testedStep = step;
    this.#host.post({ type: 'tested', run: this.#run, step, results });
  }

  #postRow(trainer: Trainer, stepCount: number, rows: Float64Array<ArrayBuffer>, start: number): void {
    const now = this.#host.now();
    // Steps under way at once share the time: each is charged what passed since the row before it.
    const stepMilliseconds = now - Math.max(start, this.#posted);
    this.#posted = now;
    // The row is handed over below.
    const divergences = trainer.divergences(rows).filter(({ lane }) => !this.#diverged.has(lane));
    this.#reached = stepCount;
    this.#host.post({ type: 'metrics', run: this.#run, stepCount, rows, stepMilliseconds }, [rows.buffer]);
    for (const divergence of divergences) {
      this.#diverged.add(divergence.lane);
      this.#host.post({ type: 'diverged', run: this.#run, divergence });
    }
    if (divergences.length === 0) return;
    this.#requests.steps = 0;
    this.#setRunning(false);
  }
}
