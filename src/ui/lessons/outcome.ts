/**
 * What has come of a step’s question so far, from the run at hand: whether the experiment is the step’s, how far the act is,
 * and what was measured. It does not matter who acts, the lesson’s button or the reader on the stage. Pure.
 */
import type { LanePlan } from '../../architecture/plan-experiment';
import { equal } from '../../config/equal';
import { withoutLaneStyle } from '../../config/edit/lanes';
import type { ExperimentConfig } from '../../config/schema';
import type { Act, LessonStep, Question } from '../../lessons/format';
import {
  momentsOf,
  takeBefore,
  valuesOf,
  type RunView,
  type Taken,
  type Values,
} from '../../lessons/measure';
import type { MetricsStore } from '../../state/metrics';
import type { RunFacts } from '../../state/run';
import type { StudyFacts } from '../../state/studies';
import { figureOf } from '../../studies/page/figures';
import { isOfStep } from './experiment';

export interface RunAtHand {
  readonly config: ExperimentConfig;
  readonly plans: readonly LanePlan[];
  readonly facts: RunFacts;
  readonly metrics: Pick<MetricsStore, 'value' | 'column' | 'indexOf' | 'stepAt' | 'row' | 'before'>;
  readonly studies: StudyFacts;
}

export type Outcome =
  /** The experiment is another one. */
  | { readonly kind: 'edited' }
  | { readonly kind: 'failed' }
  /** Prepared, or trained to where the step begins. */
  | { readonly kind: 'setting-up' }
  /** Nothing was done yet. `taken`: what is read before. */
  | { readonly kind: 'ready'; readonly taken: Taken }
  /** The act began and is not done; where it does not go on by itself, `waits`. Null: not known. */
  | {
      readonly kind: 'acting';
      readonly waits: boolean;
      readonly fraction: number;
      readonly stepsLeft: number | null;
      readonly secondsLeft: number | null;
      /** Updates at which it is done; null where it trains nothing. */
      readonly goal: number | null;
    }
  | { readonly kind: 'measured'; readonly values: Values }
  /** All was done, and the run does not say it: the study found nothing, or the steps are no longer held. */
  | { readonly kind: 'unmeasured' };

/** Updates at which the newest test is made that a run of so many has; 0, at which none is, where there is none. */
function dueTest({ testInterval }: ExperimentConfig, updates: number): number {
  return testInterval > 0 ? updates - (updates % testInterval) : 0;
}

/** Whether a test is still under way: it comes after the row of the update that it follows. */
function isTestToCome({ config, facts }: RunAtHand, updates: number): boolean {
  const due = dueTest(config, updates);
  return (
    due > 0 &&
    facts.status.kind === 'running' &&
    facts.lanes.some(({ tests }) => !tests.some(({ step }) => step === due))
  );
}

/** The run as measures read it. */
function viewOf({ config, plans, facts, metrics, studies }: RunAtHand, { kind, ...act }: Act): RunView {
  const request = 'request' in act ? act.request : null;
  return {
    config,
    plans,
    value: (lane, column, step) => metrics.value(lane, metrics.column(lane, column), step),
    newest: (step) => metrics.stepAt(metrics.indexOf(step)) ?? -1,
    test(lane, updates) {
      const due = dueTest(config, updates);
      return facts.lanes[lane]?.tests.find(({ step }) => step === due)?.accuracy ?? null;
    },
    study(figure, lane) {
      const record = request === null ? undefined : studies.records[request.kind];
      return record?.state === 'done' && record.result !== null && kind === 'study'
        ? figureOf(record.result, figure, lane)
        : null;
    },
  };
}

interface StepAtHand {
  readonly step: LessonStep;
  /** Of the step, as the page opens it. */
  readonly own: ExperimentConfig;
  /** What was read before the act; null while it is not known. */
  readonly taken: Taken | null;
  /** Whether the reader asked for the answer of an act that does nothing. */
  readonly looked: boolean;
  /** Number of the newest study from before the step was set up: what that found is not of its run. */
  readonly lastStudy: number;
}

/** What has come of the step; null for a step without a question once it is set up. */
export function outcomeOf(at: StepAtHand, run: RunAtHand): Outcome | null {
  const { step, own } = at;
  const { config, facts } = run;
  if (!isOfStep(config, own, step)) return { kind: 'edited' };
  if (facts.status.kind === 'failed') return { kind: 'failed' };
  if (facts.status.kind === 'preparing' || facts.stepCount < step.until) return { kind: 'setting-up' };
  return step.question === null ? null : answerOf(step.question, at, run);
}

function answerOf(question: Question, at: StepAtHand, run: RunAtHand): Outcome {
  const { step, taken, looked, lastStudy } = at;
  const { act, measure } = question;
  const { facts, studies } = run;
  const view = viewOf(run, act);
  const began = beginning(act, step.until, lastStudy, run);
  if (began === null || (act.kind === 'look' && !looked)) {
    const from = act.kind === 'switch' ? facts.stepCount : step.until;
    return { kind: 'ready', taken: takeBefore(measure, view, momentsOf(act, from)) };
  }
  const moments = momentsOf(act, began);
  const values = (): Outcome => {
    const found = valuesOf(measure, view, moments, taken ?? undefined);
    return found === null || Number.isNaN(found.value)
      ? { kind: 'unmeasured' }
      : { kind: 'measured', values: found };
  };
  if (act.kind === 'study') {
    const record = studies.records[act.request.kind];
    if (record?.state === 'done') return values();
    const { fraction = 0, secondsLeft = null } = record ?? {};
    return { kind: 'acting', waits: false, fraction, secondsLeft, stepsLeft: null, goal: null };
  }
  const steps = moments.updates - began;
  const left = moments.updates - facts.stepCount;
  if (left > 0) {
    const goes = facts.intent === null ? facts.status.kind === 'running' : facts.intent === 'train';
    const seconds = (left * facts.stepMilliseconds) / 1000;
    return {
      kind: 'acting',
      waits: !goes,
      fraction: 1 - left / steps,
      stepsLeft: left,
      secondsLeft: Number.isFinite(seconds) ? seconds : null,
      goal: moments.updates,
    };
  }
  const outcome = values();
  // What a switch changes at once is measured anew, and comes a moment later; so does a test.
  const isToCome =
    act.kind === 'switch' && steps === 0
      ? !isMeasuredAnew(act.lane, moments.after, run)
      : outcome.kind === 'unmeasured' && (facts.pending.length > 0 || isTestToCome(run, moments.updates));
  return isToCome
    ? { kind: 'acting', waits: false, fraction: 1, stepsLeft: 0, secondsLeft: null, goal: null }
    : outcome;
}

/** Whether the row of a step is there, and another one than before the lane was switched at that step. */
function isMeasuredAnew(id: string, step: number, { config, metrics }: RunAtHand): boolean {
  const lane = config.lanes.findIndex((one) => one.id === id);
  if (metrics.stepAt(metrics.indexOf(step)) !== step) return false;
  const before = metrics.before(lane);
  if (before?.step !== step) return true;
  return metrics.row(lane, step).some((value, column) => !Object.is(value, before.values[column]));
}

/** Updates after which the act began; null where it did not. */
function beginning(
  act: Act,
  until: number,
  lastStudy: number,
  { config, facts, studies }: RunAtHand,
): number | null {
  switch (act.kind) {
    case 'look':
      return until;
    case 'train':
      return facts.stepCount > until || facts.goal !== null || facts.status.kind === 'running' ? until : null;
    case 'switch': {
      const { lane, block, gain } = act;
      const thrown = facts.switches.find(
        (mark) => mark.step >= until && mark.lane === lane && mark.gain === gain && equal(mark.block, block),
      );
      return thrown?.step ?? null;
    }
    case 'study': {
      const record = studies.records[act.request.kind];
      const isOurs =
        record !== undefined &&
        record.study > lastStudy &&
        (record.state === 'running' || record.state === 'done') &&
        record.step >= until &&
        equal<unknown>(record.request, act.request) &&
        equal(withoutLaneStyle(record.experiment), withoutLaneStyle(config));
      return isOurs ? record.step : null;
    }
  }
  return act satisfies never;
}
