/**
 * Ties the experiment to the trainer: a changed experiment begins a new run, except where the change only records a
 * switch that was thrown live, or a learning rate set so, and is already in force. The page's controls call this and nothing below it.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { InstrumentName } from '../architecture/instruments';
import {
  changesAfter,
  recordRate,
  recordSwitch,
  replaysRate,
  replaysSwitch,
  setGain,
} from '../config/edit/edit';
import { equal } from '../config/equal';
import { withoutLaneStyle } from '../config/edit/lanes';
import type { Blocks, ExperimentConfig } from '../config/schema';
import { endedRunOf, endedRuns, type EndedRuns } from '../state/ended-run';
import {
  changeExperiment,
  experimentStore,
  recordingBegins,
  recordingEnds,
  recordingForgets,
  recordingStore,
} from '../state/experiment';
import type { Whereabouts } from '../state/lesson';
import { metricsStore, type MetricsStore } from '../state/metrics';
import { pageStore } from '../state/page';
import { runStore, type RunFacts } from '../state/run';
import type { BackendChoice } from '../contract/backend';
import type { InspectionRequest } from '../contract/inspections';
import type { RunState } from '../contract/run-state';
import type { RunWeights } from '../contract/weights';
import type { KeptRun } from '../runs/run';
import type { StudyRequest } from '../studies/kinds';
import { delayed, type Delay } from './timing';
import { Trainer } from './trainer';
import type { KeptStart, TrainerOptions } from './trainer-options';

/** Changes that follow each other faster than this begin one run, not many. */
const QUIET_MILLISECONDS = 150;

export interface SessionOptions extends Omit<TrainerOptions, 'onSwitched' | 'onRated'> {
  readonly backend: BackendChoice;
  readonly experiment?: StoreApi<{ readonly config: ExperimentConfig }>;
  readonly change?: (config: ExperimentConfig) => void;
  readonly ended?: EndedRuns;
}

export class Session {
  readonly #trainer: Trainer;
  readonly #experiment: StoreApi<{ readonly config: ExperimentConfig }>;
  readonly #facts: StoreApi<RunFacts>;
  readonly #change: (config: ExperimentConfig) => void;
  readonly #metrics: MetricsStore;
  readonly #ended: EndedRuns;
  readonly #delay: Delay;
  #backend: BackendChoice;
  #recording = false;
  #cancelStart: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#trainer = new Trainer({
      ...options,
      onSwitched: (event) => {
        recordingForgets(changesAfter(this.#config, event.step));
        this.#record(recordSwitch(this.#config, event));
        if (!replaysSwitch(this.#config, event)) recordingEnds(event.step);
      },
      onRated: (event) => {
        recordingForgets(changesAfter(this.#config, event.step));
        this.#record(recordRate(this.#config, event));
        if (!replaysRate(this.#config, event)) recordingEnds(event.step);
      },
    });
    this.#experiment = options.experiment ?? experimentStore;
    this.#facts = options.facts ?? runStore;
    this.#change = options.change ?? changeExperiment;
    this.#metrics = options.metrics ?? metricsStore;
    this.#ended = options.ended ?? endedRuns;
    this.#delay = options.delay ?? delayed;
    this.#backend = options.backend;
  }

  get backend(): BackendChoice {
    return this.#backend;
  }

  /**
   * Begins the first run and follows the experiment from then on; returns what ends that.
   * @param until Updates that the run makes unasked, what is recorded for them included, before it waits.
   * @param plays Whether it trains on instead.
   */
  open(until = 0, plays = false): () => void {
    this.#trainer.start(this.#config, this.#backend, until);
    if (plays) this.#trainer.train();
    const forget = this.#facts.subscribe(({ stepCount }) => this.#ended.outrun(stepCount));
    const leave = this.#experiment.subscribe((now, before) => {
      if (this.#recording || now.config === before.config) return;
      // Names and colours of lanes are no other experiment.
      if (equal(withoutLaneStyle(now.config), withoutLaneStyle(before.config))) return;
      this.#keepEnded(before.config);
      this.#trainer.announce(now.config);
      this.#cancelStart();
      this.#cancelStart = this.#delay(() => this.#begin(), QUIET_MILLISECONDS);
    });
    return () => {
      forget();
      leave();
    };
  }

  train(): void {
    this.#trainer.train();
  }

  /**
   * Trains until so many updates are made and waits there; `pause` ends it sooner. `RunFacts.goal` tells where it goes.
   * @returns False where the run has made as many already: then nothing happens.
   */
  trainTo(step: number): boolean {
    if (step <= this.#trainer.facts.stepCount) return false;
    this.#trainer.train(step);
    return true;
  }

  pause(): void {
    this.#trainer.pause();
  }

  step(): void {
    this.#trainer.step();
  }

  /** Replays the experiment from its seeds, recorded switches included. */
  reset(): void {
    this.#keepEnded(this.#config);
    this.#begin();
  }

  /** Brings the run back that ended last, with its experiment and at its step; the one at hand may come back in its turn. */
  restore(): void {
    const ended = this.#ended.take();
    if (ended === null) return;
    this.#keepEnded(this.#config, ended.step);
    this.#record(ended.config);
    this.#cancelStart();
    recordingBegins();
    if (ended.replaysTo !== null) recordingEnds(ended.replaysTo);
    this.#trainer.announce(ended.config);
    this.#trainer.start(ended.replay, this.#backend, ended.step);
  }

  /**
   * Makes this the experiment and has its run wait after so many updates, from step 0 where it has come further. The run that
   * ends is not offered back.
   */
  setUp(config: ExperimentConfig, until: number): void {
    const { run, status } = this.#trainer.facts;
    this.#change(config);
    if (this.#trainer.facts.run === run) {
      if (status.kind === 'failed') this.restart();
      else if (this.#trainer.facts.stepCount > until) this.reset();
      else this.#trainer.pause();
    }
    this.#ended.take();
    this.trainTo(until);
  }

  /** The experiment and its run as they are, for `comeBack`. */
  whereabouts(): Whereabouts {
    const { end } = recordingStore.getState();
    return { config: this.#config, run: endedRunOf(this.#config, this.#trainer.facts, this.#metrics, end) };
  }

  /** Brings an experiment back, and its run to the step at which it was. */
  comeBack({ config, run }: Whereabouts): void {
    if (run === null) {
      this.#change(config);
      return;
    }
    this.#ended.keep(run);
    this.restore();
  }

  /** Has a run that is being brought back wait at the step that it has come to, whatever was to follow. */
  stopReplay(): void {
    this.#trainer.pause();
    this.#trainer.stopReplay();
  }

  /** Begins anew in a fresh worker, after a failure. */
  restart(): void {
    this.#trainer.discardWorker();
    this.#begin();
  }

  /** Runs the experiment on another backend, from step 0. */
  setBackend(backend: BackendChoice): void {
    this.#backend = backend;
    this.restart();
  }

  /** Has the way of training recorded, for the landscape; or no longer. */
  recordPath(on: boolean): void {
    pageStore.setState({ recordsPath: on });
    this.#trainer.recordPath(on);
  }

  /** Carries a study out between two steps; training waits meanwhile. */
  study(request: StudyRequest): void {
    this.#trainer.study(request);
  }

  /** Asks for sample images of the data: see `sampleStore`. */
  samples(perClass: number, draw: number): void {
    this.#trainer.samples(perClass, draw);
  }

  /** Asks for a look at the networks between two steps: see `inspectionStore`. */
  inspect(request: InspectionRequest): void {
    this.#trainer.inspect(request);
  }

  /** What the networks have learnt, between two steps. @throws NoRunError where no run has weights, or it ends before. */
  async weights(): Promise<RunWeights> {
    return this.#trainer.weights();
  }

  /** All that the run at hand goes on from, when the page has heard of all its steps. @throws NoRunError likewise */
  async state(): Promise<RunState> {
    return this.#trainer.state();
  }

  /** The run at hand as it is now, to be kept; null where it has made no update. @throws NoRunError likewise */
  async keptRun(): Promise<KeptRun | null> {
    const { keptRunOf } = await import('./kept-run');
    return keptRunOf(this, () => ({ config: this.#config, facts: this.#trainer.facts }));
  }

  /**
   * Makes the experiment of a kept run that of the page, and goes on from where it was kept; where that does not go with the
   * experiment any more, its steps are taken again. The run that ends may be brought back.
   */
  async continueFrom(run: KeptRun): Promise<void> {
    const { continueKept } = await import('./kept-run');
    continueKept(this, run);
  }

  /** Begins a run of this experiment, which becomes that of the page, from where it was kept. `replaysTo`: see `RunHistory`. */
  goOn(config: ExperimentConfig, replaysTo: number | null, kept: KeptStart): void {
    this.#keepEnded(this.#config);
    this.#record(config);
    this.#cancelStart();
    recordingBegins();
    if (replaysTo !== null) recordingEnds(replaysTo);
    this.#trainer.start(this.#config, this.#backend, 0, kept);
  }

  /** Has this measured from now on, rows at least so many steps apart, in this run and those that follow; nothing at first. */
  watch(instruments: readonly InstrumentName[], every = 1): void {
    this.#trainer.watch(instruments, every);
  }

  cancelStudy(): void {
    this.#trainer.cancelStudy();
  }

  /** Sets skip gains from the next step on; where no run can take them they become gains of step 0. */
  setSkip(lane: string, block: Blocks, gain: number): void {
    if (this.#facts.getState().status.kind !== 'failed') {
      this.#trainer.setSkip(lane, block, gain);
      return;
    }
    this.#change(setGain(this.#config, lane, block, gain));
  }

  /** Sets the learning rate from the next step on; where no run can take it, from step 0. */
  setRate(rate: number): void {
    if (this.#facts.getState().status.kind !== 'failed') this.#trainer.setRate(rate);
    else this.#change(recordRate(this.#config, { step: 0, rate }));
  }

  get #config(): ExperimentConfig {
    return this.#experiment.getState().config;
  }

  /** The run of this experiment is about to end. `reach`: the steps that the next one takes unasked. */
  #keepEnded(config: ExperimentConfig, reach = 0): void {
    const { end } = recordingStore.getState();
    const ended = endedRunOf(config, this.#trainer.facts, this.#metrics, end);
    if (ended !== null) this.#ended.keep(ended, reach);
  }

  #begin(): void {
    this.#cancelStart();
    recordingBegins();
    this.#trainer.start(this.#config, this.#backend);
  }

  /** The run goes on: only the link learns of the change, so that whoever opens it sees the same. */
  #record(changed: ExperimentConfig): void {
    this.#recording = true;
    try {
      this.#change(changed);
    } finally {
      this.#recording = false;
    }
  }
}
