/**
 * The run of a step: sets it up, carries its act out, and follows what becomes of it, so that the answer comes whether the
 * lesson’s button or the reader on the stage acted.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { planLanes } from '../../architecture/plan-experiment';
import type { Session } from '../../client/session';
import type { ExperimentConfig } from '../../config/schema';
import type { LessonStep } from '../../lessons/format';
import type { Taken } from '../../lessons/measure';
import { experimentStore } from '../../state/experiment';
import type { Measured } from '../../state/lesson';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { studyStore } from '../../state/studies';
import { throwSwitch } from '../page/throw-switch';
import { experimentOf, isOfStep, seedOf, withSeed } from './experiment';
import { outcomeOf, type Outcome } from './outcome';

export interface StepFacts {
  /** Null where there is nothing to do. */
  readonly outcome: Outcome | null;
  /** Of the run at hand. */
  readonly seed: number;
}

type Commands = Pick<Session, 'setUp' | 'trainTo' | 'pause' | 'setSkip' | 'study' | 'cancelStudy'>;

export class StepRun {
  readonly store: StoreApi<StepFacts>;
  /** As the page opens it. */
  readonly own: ExperimentConfig;
  readonly #step: LessonStep;
  readonly #session: Commands;
  readonly #onMeasured: (measured: Measured) => void;
  #taken: Taken | null = null;
  #looked = false;
  #lastStudy = newestStudy();
  /** Whether the act is carried out as soon as the step is set up. */
  #actsNext = false;
  /** Updates to which it is trained for the act; null where nobody asked, or it was stopped. */
  #goal: number | null = null;
  /** Lanes that had diverged when it last went on. */
  #diverged = 0;
  #frame = 0;

  /** @param onMeasured Hears what was measured, more than once. */
  constructor(step: LessonStep, session: Commands, onMeasured: (measured: Measured) => void) {
    this.#step = step;
    this.#session = session;
    this.#onMeasured = onMeasured;
    this.own = experimentOf(step.experiment);
    this.store = createStore<StepFacts>()(() => ({
      outcome: { kind: 'setting-up' },
      seed: seedOf(this.own),
    }));
  }

  /** Follows the run; returns what ends that. */
  follow(): () => void {
    const soon = (): void => {
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(() => this.#look());
    };
    const leave = [
      experimentStore.subscribe(soon),
      runStore.subscribe(soon),
      metricsStore.subscribe(soon),
      studyStore.subscribe(soon),
    ];
    this.#look();
    return () => {
      for (const stop of leave) stop();
      cancelAnimationFrame(this.#frame);
    };
  }

  /**
   * Enters the step: with its own experiment, or with that of the page, whose run comes to where the step begins where it is of
   * the step.
   */
  enter(setsUp: boolean): void {
    const { config } = experimentStore.getState();
    if (setsUp) this.setUp();
    else if (isOfStep(config, this.own, this.#step)) this.#begin(config);
  }

  /** Makes the step’s experiment that of the page, by another chance if so asked, and its run come to where the step begins. */
  setUp(seed: number | null = null): void {
    this.#begin(seed === null ? this.own : withSeed(this.own, seed));
  }

  #begin(config: ExperimentConfig): void {
    this.#taken = null;
    this.#looked = false;
    this.#goal = null;
    this.#actsNext = false;
    this.#lastStudy = newestStudy();
    this.#session.setUp(config, this.#step.until);
    this.#look();
  }

  /** Carries the act out, or goes on with it. */
  act(): void {
    const act = this.#step.question?.act;
    const { outcome } = this.store.getState();
    if (act === undefined) return;
    if (outcome?.kind === 'acting' && outcome.goal !== null) this.#trainTo(outcome.goal);
    if (outcome?.kind !== 'ready') return;
    const { stepCount } = runStore.getState();
    switch (act.kind) {
      case 'look':
        this.#looked = true;
        break;
      case 'train':
        this.#trainTo(this.#step.until + act.steps);
        break;
      case 'switch':
        throwSwitch(this.#session, act.lane, act.block, act.gain);
        if (act.steps > 0) this.#trainTo(stepCount + act.steps);
        break;
      case 'study':
        this.#session.study(act.request);
        break;
    }
    this.#look();
  }

  /** Has the act wait where it is. */
  stop(): void {
    this.#goal = null;
    this.#actsNext = false;
    this.#session.pause();
    if (this.#step.question?.act.kind === 'study') this.#session.cancelStudy();
  }

  /** Sets the step up and acts: by another chance, or by its own. */
  tryAnother(seed: number | null): void {
    this.setUp(seed);
    this.#actsNext = true;
    this.#look();
  }

  #trainTo(step: number): void {
    this.#goal = step;
    this.#diverged = runStore.getState().divergences.length;
    this.#session.trainTo(step);
  }

  #look(): void {
    const { config } = experimentStore.getState();
    const facts = runStore.getState();
    const run = {
      config,
      plans: planLanes(config),
      facts,
      metrics: metricsStore,
      studies: studyStore.getState(),
    };
    const at = {
      step: this.#step,
      own: this.own,
      taken: this.#taken,
      looked: this.#looked,
      lastStudy: this.#lastStudy,
    };
    const outcome = outcomeOf(at, run);
    const seed = seedOf(config);
    if (outcome?.kind === 'ready') this.#taken = outcome.taken;
    if (outcome?.kind === 'measured') {
      this.#goal = null;
      this.#onMeasured({ seed, ...outcome.values });
    }
    this.store.setState({ outcome, seed });
    if (outcome?.kind === 'ready' && this.#actsNext) {
      this.#actsNext = false;
      this.act();
    }
    // A run that diverges waits by itself: what the act asked for goes on. Whoever pauses it ends the act.
    if (
      outcome?.kind === 'acting' &&
      outcome.waits &&
      this.#goal !== null &&
      facts.status.kind === 'paused'
    ) {
      const goal = outcome.goal ?? this.#goal;
      if (facts.divergences.length > this.#diverged) this.#trainTo(goal);
      else if (facts.intent === null) this.#goal = null;
    }
  }
}

function newestStudy(): number {
  const { records } = studyStore.getState();
  return Math.max(-1, ...Object.values(records).map(({ study }) => study));
}
