/**
 * The page's end of the trainer worker. Owns run ids, drops reports of other runs, keeps what the user asks for while a run is
 * being prepared, and hands series to the metrics store at once but the low-rate facts to React at most once per frame. What
 * the experiment is, and when a new run begins, is decided in `session.ts`.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { InstrumentName } from '../architecture/instruments';
import { equal } from '../config/equal';
import type { Blocks, ExperimentConfig, RateEvent, SwitchEvent } from '../config/schema';
import { abandonStudy, beginStudy, studyStore, type StudyFacts } from '../state/studies';
import { forgetInspections, sampleStore } from '../state/inspections';
import { instrumentStore, type InstrumentStore } from '../state/instruments';
import { metricsStore, type MetricsStore } from '../state/metrics';
import { runStore, type RunFacts } from '../state/run';
import type { BackendChoice } from '../contract/backend';
import type { StalledFile } from '../contract/files';
import type { InspectionRequest } from '../contract/inspections';
import type { CommandBody, Failure, Report, Watched } from '../contract/messages';
import type { RunState } from '../contract/run-state';
import type { RunWeights } from '../contract/weights';
import type { StudyRequest } from '../studies/kinds';
import { Asked } from './asked';
import { deliver, markSteps, type Recipients } from './deliveries';
import { inFrame, LATE, patienceFor, SHORT_PATIENCE } from './timing';
import { applyReport, factsOfNewRun } from './reports';
import { besidesOf, type Besides, type KeptStart, type TrainerOptions } from './trainer-options';
import { WorkerLine } from './worker-line';

export class Trainer {
  readonly #line: WorkerLine;
  readonly #store: StoreApi<RunFacts>;
  readonly #metrics: MetricsStore;
  readonly #instruments: InstrumentStore;
  readonly #studies: StoreApi<StudyFacts>;
  readonly #recipients: Recipients;
  readonly #weights = new Asked<RunWeights>();
  readonly #state = new Asked<RunState>();
  readonly #frame: (callback: () => void) => void;
  readonly #workers: number | undefined;
  readonly #onSwitched: (event: SwitchEvent) => void;
  readonly #onRated: (event: RateEvent) => void;
  /** Newest facts; the store follows. */
  #facts: RunFacts;
  /** Of the run. */
  #experiment: ExperimentConfig | null = null;
  /** What open panels need measured, in every run. */
  #watched: Watched = { instruments: [], every: 1 };
  #recordsPath = false;
  /** What the run began with of these. */
  #begun: Besides = {};
  #studyCount = 0;
  #frameAsked = false;
  #announced = false;
  #ready = false;
  /** Asked for while the run was being prepared. */
  #queue: CommandBody[] = [];
  /** What this run goes on from, until it is prepared. */
  #kept: KeptStart | null = null;

  constructor(options: TrainerOptions = {}) {
    this.#line = new WorkerLine(
      {
        isWaiting: () => this.#isWaiting(),
        onSilence: (milliseconds) => this.#noteSilence(milliseconds),
        onReport: (report) => this.#receive(report),
        onFailure: (failure) => this.#crash(failure),
      },
      options,
    );
    this.#store = options.facts ?? runStore;
    this.#metrics = options.metrics ?? metricsStore;
    this.#instruments = options.instruments ?? instrumentStore;
    this.#studies = options.studies ?? studyStore;
    this.#recipients = {
      instruments: this.#instruments,
      studies: this.#studies,
      samples: options.samples ?? sampleStore,
      weights: this.#weights,
      state: this.#state,
    };
    this.#frame = options.frame ?? inFrame;
    this.#workers = options.workers;
    this.#onSwitched = options.onSwitched ?? (() => undefined);
    this.#onRated = options.onRated ?? (() => undefined);
    this.#facts = this.#store.getState();
  }

  /**
   * Shows the experiment as being prepared and silences the run before; `start` must follow. Steppers that are clicked
   * several times in a row thus do not build a network per click.
   */
  announce(experiment: ExperimentConfig): void {
    if (this.#ready) this.#post({ type: 'pause' });
    this.#ready = false;
    this.#giveUpAsked();
    this.#announced = true;
    this.#queue = [];
    this.#kept = null;
    this.#experiment = experiment;
    this.#studies.setState(abandonStudy);
    this.#facts = factsOfNewRun(this.#facts.run + 1, experiment, this.#facts);
    this.#metrics.reset({ lanes: [] });
    this.#instruments.reset();
    forgetInspections();
    this.#publish();
  }

  /** The newest facts of the run; React hears of them a frame later. */
  get facts(): RunFacts {
    return this.#facts;
  }

  /**
   * Starts a new run of this experiment and stops before step 0. The same experiment again is an exact replay; with `replayTo`
   * it is replayed to that many updates, and with `kept` it goes on from there.
   */
  start(
    experiment: ExperimentConfig,
    backend: BackendChoice,
    replayTo = 0,
    kept: KeptStart | null = null,
  ): void {
    if (!this.#announced) this.announce(experiment);
    this.#announced = false;
    const { run } = this.#facts;
    const workers = this.#workers && { workers: this.#workers };
    this.#kept = kept;
    const asked = { ...workers, ...(replayTo > 0 && { replayTo }), ...(kept && { from: kept.state }) };
    this.#begun = besidesOf(this.#watched, this.#recordsPath);
    this.#line.begin({ type: 'start', run, experiment, backend, ...asked, ...this.#begun });
  }

  /** Has a run that is replayed wait at the step that it has come to. */
  stopReplay(): void {
    this.#post({ type: 'stop-replay' });
  }

  /** Trains; with `until` no further than to that many updates. */
  train(until?: number): void {
    const { status, intent } = this.#facts;
    this.#intend(status.kind === 'running' && intent !== 'pause' ? null : 'train', until);
    this.#ask({ type: 'train', ...(until !== undefined && { until }) });
  }

  /** Pauses after the step under way, or within it where it lasts; while a run is being prepared it takes back what was asked for. */
  pause(): void {
    this.#queue = this.#queue.filter((command) => command.type !== 'train');
    this.#intend(this.#facts.status.kind === 'running' ? 'pause' : null);
    if (this.#ready) this.#post({ type: 'pause' });
  }

  step(): void {
    this.#ask({ type: 'step' });
  }

  /** Sets the skip gain of blocks of a lane from the next step on. */
  setSkip(lane: string, block: Blocks, gain: number): void {
    if (this.#facts.status.kind === 'failed') return;
    this.#facts = { ...this.#facts, pending: [...this.#facts.pending, { lane, block, gain }] };
    this.#ask({ type: 'switch', lane, block, gain });
    this.#publish();
  }

  /** Sets the learning rate that the schedule goes on from, as of the next step. */
  setRate(rate: number): void {
    if (this.#facts.status.kind === 'failed') return;
    this.#facts = { ...this.#facts, pendingRate: rate };
    this.#ask({ type: 'rate', rate });
    this.#publish();
  }

  /** Has this measured from now on, in this run and those that follow, at least so many steps apart. */
  watch(instruments: readonly InstrumentName[], every = 1): void {
    const watched = { instruments, every };
    if (equal(watched, this.#watched)) return;
    this.#watched = watched;
    if (this.#ready) this.#postWatch();
  }

  /** Asks for a look at the networks between two steps: see `inspectionStore`. */
  inspect(request: InspectionRequest): void {
    if (this.#ready) this.#post({ type: 'inspect', request });
  }

  /** The weights of all networks, between two steps. @throws NoRunError where there is no run, or it ends before. */
  async weights(): Promise<RunWeights> {
    return this.#weights.ask(this.#ready ? () => this.#post({ type: 'weights' }) : null);
  }

  /** All that the run goes on from, when all is heard of the steps before. @throws NoRunError likewise */
  async state(): Promise<RunState> {
    return this.#state.ask(this.#ready ? () => this.#post({ type: 'state' }) : null);
  }

  /** Has the way of training recorded from now on, in this run and those that follow; or no longer. */
  recordPath(on: boolean): void {
    this.#recordsPath = on;
    if (this.#ready) this.#post({ type: 'record-path', on });
  }

  /** Asks for a study between two steps. While one is carried out, or no run is ready, nothing happens. */
  study(request: StudyRequest): void {
    if (!this.#ready || this.#experiment === null || this.#studies.getState().current !== null) return;
    const study = ++this.#studyCount;
    const experiment = this.#experiment;
    this.#studies.setState((facts) => beginStudy(facts, study, request, experiment, this.#facts));
    this.#post({ type: 'study', study, request });
  }

  /** Ends the study that is carried out, at its next turn. */
  cancelStudy(): void {
    const { current, records } = this.#studies.getState();
    const record = current === null ? undefined : records[current];
    if (record !== undefined) this.#post({ type: 'cancel-study', study: record.study });
  }

  /** Asks for sample images of the run's data; they come into their store. Each draw gives other ones. */
  samples(perClass: number, draw: number): void {
    this.#ask({ type: 'samples', perClass, draw });
  }

  /** Gives up the worker, crashed or not; the next `start` makes a new one. */
  discardWorker(): void {
    this.#stop(false);
  }

  #stop(keepsWorker: boolean): void {
    if (!keepsWorker) this.#line.discard();
    this.#ready = false;
    this.#giveUpAsked();
    this.#queue = [];
    this.#studies.setState(abandonStudy);
  }

  #giveUpAsked(): void {
    this.#weights.giveUp();
    this.#state.giveUp();
  }

  #postWatch(): void {
    this.#post({ type: 'watch', ...this.#watched });
  }

  #post(command: CommandBody): void {
    this.#line.post({ ...command, run: this.#facts.run });
  }

  #ask(command: CommandBody): void {
    if (this.#ready) this.#post(command);
    else if (this.#facts.status.kind === 'preparing') {
      this.#queue = [
        ...this.#queue.filter((one) => one.type !== command.type || one.type === 'switch'),
        command,
      ];
    }
  }

  #isWaiting(): boolean {
    const { status, intent, pending, pendingRate } = this.#facts;
    const isBusy = status.kind === 'preparing' || status.kind === 'running';
    const isOwed = intent !== null || pending.length > 0 || pendingRate !== null;
    const isAsked = this.#weights.isWaiting || this.#state.isWaiting;
    return isBusy || isOwed || isAsked || this.#studies.getState().current !== null;
  }

  /** A worker that was never heard of is still on its way. */
  #noteSilence(milliseconds: number): void {
    const isComing = !this.#line.hasSpoken;
    const { file } = this.#line;
    const coming: readonly StalledFile[] = isComing && milliseconds >= LATE ? [{ file, use: 'trainer' }] : [];
    const stalled = [...this.#facts.stalled.filter(({ use }) => use !== 'trainer'), ...coming];
    if (!equal(stalled, this.#facts.stalled)) {
      this.#facts = { ...this.#facts, stalled };
      this.#publish();
    }
    if (isComing) return;
    const isSilent = milliseconds > 0 && milliseconds >= this.#patience(milliseconds);
    const silence = isSilent ? milliseconds : null;
    if (silence === this.#facts.silence) return;
    this.#facts = { ...this.#facts, silence };
    this.#publish();
  }

  #patience(milliseconds: number): number {
    const experiment = this.#experiment;
    if (milliseconds < SHORT_PATIENCE || experiment === null) return SHORT_PATIENCE;
    return patienceFor(experiment, this.#facts);
  }

  #crash(failure: Failure): void {
    this.#stop(false);
    this.#receive({ type: 'failed', run: this.#facts.run, ...failure });
  }

  /** The one way in: nothing counts of another run, or after this one has failed. */
  #receive(received: Report): void {
    if (received.run !== this.#facts.run || this.#facts.status.kind === 'failed') return;
    const report = deliver(received, this.#recipients, this.#experiment);
    if (report === null) return;
    if (report.type === 'ready') this.#metrics.reset(report.layout);
    this.#facts = applyReport(this.#facts, report, this.#metrics.layout);
    if (report.type === 'ready' && this.#kept !== null) {
      this.#facts = this.#kept.bringBack(this.#facts);
      this.#kept = null;
    }
    markSteps(report, [this.#metrics, this.#instruments]);
    if (report.type === 'switched') this.#metrics.switched(report.lane, report.step);
    if (report.type === 'metrics') this.#metrics.append(report.rows);
    // Only what failed by its data leaves a worker behind that another run may trust.
    if (report.type === 'failed') this.#stop(report.code === 'data' || report.code === 'own-data');
    if (report.type === 'metrics' || report.type === 'progress' || report.type === 'step-progress')
      this.#publishInFrame();
    else this.#publish();
    if (report.type === 'ready') {
      this.#ready = true;
      // What it began with may have changed meanwhile.
      const { watched, recordsPath } = besidesOf(this.#watched, this.#recordsPath);
      if (!equal(watched, this.#begun.watched)) this.#postWatch();
      if (recordsPath !== this.#begun.recordsPath) this.recordPath(this.#recordsPath);
      const asked = this.#queue;
      this.#queue = [];
      for (const command of asked) this.#post(command);
    }
    if (report.type === 'switched' && !report.replayed) {
      const { step, lane, block, gain } = report;
      this.#onSwitched({ step, lane, block, gain });
    }
    if (report.type === 'rated' && !report.replayed) this.#onRated({ step: report.step, rate: report.rate });
  }

  #publishInFrame(): void {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    this.#frame(() => {
      this.#frameAsked = false;
      this.#publish();
    });
  }

  #publish(): void {
    this.#store.setState(this.#facts, true);
  }

  #intend(intent: RunFacts['intent'], goal: number | null = null): void {
    if (this.#facts.status.kind === 'failed') return;
    this.#facts = { ...this.#facts, intent, goal };
    this.#publish();
  }
}
