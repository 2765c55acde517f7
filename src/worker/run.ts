/**
 * The life of one run inside the worker: prepared, measured, then stepped as commands ask, with a turn for incoming messages
 * after every step. What is asked for between two steps is carried out when none is under way. A lost device or worker is
 * replaced, and what it had done since the last checkpoint is done again. How steps are taken is in `live-trainer.ts`.
 */
import type { BackendName } from '../contract/backend';
import type { Command, Loss, Phase, ReportBody } from '../contract/messages';
import type { DataSet } from '../data/dataset';
import { sampleSheet } from '../training/images';
import type { WorkerTurns } from '../training/turns';
import { WeightTrajectory } from '../training/weight-trajectory';
import { LaneLostError } from '../training/workers/line';
import { Course } from './course';
import { failureOf, type DeviceHealth } from './failures';
import { HERE, type LanePlace } from './lane-workers';
import { LiveTrainer, type RunHost, type Start } from './live-trainer';
import { Loading } from './loading';
import { Requests } from './requests';
import { stepTurns } from './step-turns';
import { StudyQueue } from './study-queue';

/** Something that is asked for between two steps, and how it is done; no step is under way then. */
type Chore = readonly [isDue: (live: LiveTrainer) => boolean, carryOut: (live: LiveTrainer) => unknown];

export class Run {
  readonly #host: RunHost;
  readonly #start: Start;
  readonly #device: DeviceHealth;
  readonly #requests = new Requests();
  readonly #studies: StudyQueue;
  /** Abandoned or failed: nothing is done and nothing is said after that. */
  #isOver = false;
  #end: () => void = () => undefined;
  /** Resolves to null with the end. */
  readonly #ended = new Promise<null>((resolve) => {
    this.#end = () => resolve(null);
  });
  /** Whether the first gradient is there. */
  #isMeasured = false;
  readonly #loading: Loading;
  /** Once loaded, for what is drawn from it. */
  #data: DataSet | null = null;
  readonly #course: Course;
  readonly #turns: WorkerTurns;
  /** The way of training so far, where it is asked for. */
  #path: WeightTrajectory | null = null;
  #wake: () => void = () => undefined;

  /** `device` outlives the run: what happened to it before decides which backend comes next. */
  constructor(host: RunHost, start: Start, device: DeviceHealth) {
    this.#host = host;
    this.#start = start;
    const isPreparing = (): boolean => !this.#isMeasured && !this.#course.isReplaying;
    this.#turns = stepTurns(host, this.#post, isPreparing);
    this.#course = new Course(this.#turns, start.replayTo ?? 0, start.from?.checkpoint.stepCount);
    this.#device = device;
    if (start.watched) this.#requests.add({ type: 'watch', run: start.run, ...start.watched });
    if (start.recordsPath === true) this.#path = new WeightTrajectory();
    // Its workers load while the data do.
    const onBackend = (backend: BackendName): unknown => this.#isWanted() && this.#placeFor(backend);
    this.#loading = new Loading(host, start, device, this.#post, onBackend);
    this.#studies = new StudyQueue({
      post: (report) => this.#post(report),
      now: () => host.now(),
      open: host.openStudy,
      isLost: () => device.isLost(host),
    });
  }

  get id(): number {
    return this.#start.run;
  }

  /** Ends the run at its next turn; it says nothing more. */
  abandon(): void {
    this.#isOver = true;
    this.#studies.clear();
    this.#turns.abandon();
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
    this.#course.hold();
    this.#wake();
  }

  #take(command: Exclude<Command, Start>): void {
    switch (command.type) {
      case 'train':
        this.#course.until = command.until ?? Infinity;
        this.#setRunning(true);
        return;
      case 'pause':
        this.#setRunning(false);
        return;
      case 'step':
        this.#course.askStep();
        this.#setRunning(false);
        return;
      case 'stop-replay':
        if (!this.#course.isReplaying) return;
        this.#course.replayTo = 0;
        this.#tellRunning();
        return;
      case 'inspect':
      case 'weights':
        this.#course.finishStep();
        this.#requests.add(command);
        return;
      case 'switch':
      case 'rate':
      case 'watch':
      case 'state':
        // These wait for the end of a step that waits.
        this.#requests.add(command);
        return;
      case 'samples':
        this.#requests.add(command);
        this.#showSamples();
        return;
      case 'record-path':
        if (command.on !== (this.#path !== null)) this.#path = command.on ? new WeightTrajectory() : null;
        return;
      case 'study':
        this.#course.finishStep();
        this.#studies.ask(command);
        return;
      case 'cancel-study':
        this.#studies.cancel(command.study);
        return;
    }
    command satisfies never;
  }

  #setRunning(running: boolean): void {
    if (running === this.#course.isRunning) return;
    this.#course.isRunning = running;
    if (!this.#course.isReplaying) this.#tellRunning();
  }

  readonly #asks = (type: 'watch' | 'inspect' | 'weights' | 'state') => () => this.#requests.has(type);
  readonly #isWanted = (): boolean => !this.#isOver;
  readonly #placeFor = (backend: BackendName): LanePlace =>
    this.#host.laneWorkers?.placeFor(this.#start.experiment, backend, this.#start.workers) ?? HERE;
  readonly #breathe = (): Promise<void> => this.#host.breathe();

  /** The one way out of a run: says something of it until it is over. */
  readonly #post = (report: ReportBody, transfer?: Transferable[]): void => {
    if (!this.#isOver) this.#host.post({ ...report, run: this.id }, transfer);
  };

  #tellRunning(): void {
    this.#post({ type: 'running', running: this.#course.isRunning });
  }

  /** From its first to its last moment. */
  async live(): Promise<void> {
    let live: LiveTrainer | null = null;
    /** What was lost, so that what it had done is to be done again. */
    let lost: Loss | null = null;
    this.#device.forgetFault();
    try {
      while (this.#isWanted()) {
        try {
          live ??= await this.#prepare();
          if (live === null) return;
          if (lost !== null) await this.#recover(live, lost);
          lost = null;
          await this.#attend(live);
        } catch (error) {
          await live?.settled();
          this.#course.endStep();
          if (this.#isOver) return;
          const loss = await this.#lossBehind(error, live);
          if (loss === null) throw error;
          lost = live && loss;
        }
      }
    } catch (error) {
      this.fail(error);
    } finally {
      await Promise.allSettled([live?.settled(), this.#loading.settled()]);
      live?.trainer.dispose();
    }
  }

  /** What has failed for something that can be had anew; null where that is not why. */
  async #lossBehind(error: unknown, live: LiveTrainer | null): Promise<Loss | null> {
    const isShort = live?.trainsInWorkers === true && failureOf(error).code === 'memory';
    if (!isShort && !(error instanceof LaneLostError))
      return (await this.#device.isLost(this.#host)) ? 'device' : null;
    this.#host.laneWorkers?.noteLoss();
    return 'worker';
  }

  /** All of them; the first that is due comes next. */
  readonly #chores: readonly Chore[] = [
    [(live) => live.hasDiverged, (live) => this.#tellDivergences(live)],
    [() => this.#course.hasArrived, () => this.#setRunning(false)],
    [() => this.#requests.has('switch') && !this.#course.isReplaying, (live) => this.#throwSwitches(live)],
    [
      () => this.#requests.has('rate') && !this.#course.isReplaying,
      (live) => live.setRate(this.#requests.take('rate').rate),
    ],
    [this.#asks('watch'), (live) => live.watch(this.#requests.take('watch'))],
    // While nothing trains, what a change does is shown at once: the same batch, measured anew.
    [(live) => live.isOutdated && !this.#course.stepIsDue, (live) => live.show()],
    [this.#asks('inspect'), (live) => this.#requests.answer('inspect', (one) => live.inspect(one.request))],
    [this.#asks('weights'), (live) => this.#requests.answer('weights', () => live.tellWeights())],
    [this.#asks('state'), (live) => this.#requests.answer('state', () => live.tellState())],
    [() => this.#path?.points.length === 0, (live) => live.record()],
    [() => this.#studies.waiting && !this.#course.isReplaying, (live) => this.#study(live)],
  ];

  /** Does what is asked for until the run is no longer wanted. @throws Error also where the device is lost. */
  async #attend(live: LiveTrainer): Promise<void> {
    while (this.#isWanted()) {
      this.#device.check();
      const [, carryOut] = this.#chores.find(([isDue]) => isDue(live)) ?? [];
      if (carryOut !== undefined) {
        await live.landed();
        await carryOut(live);
      } else if (this.#course.stepIsDue) {
        await this.#step(live);
        await this.#breathe();
      } else {
        await live.keep();
        // Something may have come meanwhile.
        const isAsked = this.#course.stepIsDue || this.#chores.some(([isDue]) => isDue(live));
        if (isAsked || !this.#isWanted() || this.#device.isIll) continue;
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  /**
   * Takes a step: one that is asked for or, up to where a restored run had ended, one that it had taken. The page may train such
   * a run once it is told that none of these is left; what is asked for meanwhile is done afterwards.
   */
  async #step(live: LiveTrainer): Promise<void> {
    const replays = this.#course.isReplaying;
    this.#course.beginStep();
    await live.step();
    this.#course.taken = live.trainer.stepCount;
    if (!replays || this.#course.replayTo === 0) return;
    this.#post({
      type: 'progress',
      phase: 'replaying',
      fraction: Math.min(1, this.#course.taken / this.#course.replayTo),
    });
    if (this.#course.isReplaying) return;
    await live.landed();
    this.#tellRunning();
  }

  /** Null where another run was started meanwhile. */
  async #prepare(): Promise<LiveTrainer | null> {
    const progress = (phase: Phase, fraction: number | null): void =>
      this.#post({ type: 'progress', phase, fraction });
    const loaded = await this.#loading.all(this.#ended);
    if (loaded === null) return null;
    const { data, backend, brought } = loaded;
    this.#data = data;
    this.#showSamples();
    progress('network', null);
    const live = new LiveTrainer(this.#start, data, backend, {
      post: this.#post,
      placeFor: this.#placeFor,
      isWanted: this.#isWanted,
      breathe: this.#breathe,
      now: () => this.#host.now(),
      path: () => this.#path,
      onDivergence: () => this.#course.halt(),
      brought,
      turns: this.#turns,
      onTaken: () => this.#course.endStep(),
    });
    try {
      await live.begin();
      if (this.#course.isReplaying) progress('replaying', 0);
      else progress('first-gradient', null);
      await this.#breathe();
      if (this.#isWanted()) await live.show();
      this.#isMeasured = true;
    } catch (error) {
      live.trainer.dispose();
      throw error;
    }
    // Now the page may say that the run can be trained.
    if (!this.#course.isReplaying) this.#tellRunning();
    return live;
  }

  /** Brings an interrupted run to where it was. */
  async #recover(live: LiveTrainer, lost: Loss): Promise<void> {
    const underWay = await live.recover(lost, () => this.#loading.chooseBackend());
    // A run that trains by itself comes to them again.
    if (!this.#course.isRunning) this.#course.steps += underWay;
    this.#course.taken = live.trainer.stepCount;
    const { watched } = live;
    if (watched.instruments.length > 0 && !this.#requests.has('watch'))
      this.#requests.add({ type: 'watch', run: this.id, ...watched });
    this.#tellRunning();
    await live.arrive();
  }

  /** Waits for the data. */
  #showSamples(): void {
    if (this.#data === null || !this.#requests.has('samples')) return;
    const { perClass, draw } = this.#requests.take('samples');
    const sheet = sampleSheet(this.#data, this.#start.experiment.seeds.data, perClass, draw);
    this.#post({ type: 'samples', sheet }, [sheet.pixels.buffer]);
  }

  #throwSwitches(live: LiveTrainer): void {
    while (this.#requests.has('switch')) {
      const { lane, block, gain } = this.#requests.take('switch');
      live.switch(lane, block, gain);
    }
  }

  /** Training waits as it is; switches are confirmed meanwhile, and in force when it goes on. */
  async #study(live: LiveTrainer): Promise<void> {
    const turn = async (): Promise<void> => {
      await this.#breathe();
      if (this.#isWanted()) this.#throwSwitches(live);
    };
    const path = this.#path?.points ?? [];
    await this.#studies.carryOut(live.trainer, live.data, { turn, wanted: this.#isWanted, path });
  }

  async #tellDivergences(live: LiveTrainer): Promise<void> {
    await live.tellDivergences();
    if (this.#course.isHalted) this.#tellRunning();
    this.#course.isHalted = false;
  }
}
