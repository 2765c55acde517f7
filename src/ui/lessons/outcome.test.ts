import { describe, expect, it } from 'vitest';
import { planLanes } from '../../architecture/plan-experiment';
import { setBlocks } from '../../config/edit/edit';
import type { ExperimentConfig } from '../../config/schema';
import type { Question } from '../../lessons/format';
import { metricsLayout } from '../../contract/metrics';
import { MetricsStore } from '../../state/metrics';
import { initialRunFacts, type LaneFacts, type RunFacts } from '../../state/run';
import type { StudyFacts, StudyRecord } from '../../state/studies';
import { firstRequest } from '../../studies/kinds';
import { questionOf, stepOf } from '../../testing/lesson';
import { experimentOf, isOfStep, withSeed } from './experiment';
import { outcomeOf, type RunAtHand } from './outcome';

const own = experimentOf(stepOf(null).experiment);

/** A run at so many updates; losses are their steps, the plain network's ten times as large. */
function runAt(
  stepCount: number,
  parts: Partial<RunFacts> = {},
  config: ExperimentConfig = own,
): RunAtHand & { readonly metrics: MetricsStore } {
  const metrics = new MetricsStore(200);
  const plans = planLanes(config);
  const lanes = config.lanes.map(({ id }) => ({ id, layers: [] }));
  metrics.reset(metricsLayout(lanes));
  for (let step = 0; step <= stepCount; step++)
    metrics.append(new Float64Array([step, step, 0.5, 10 * step, 0.5]));
  const facts: RunFacts = {
    ...initialRunFacts,
    status: { kind: 'paused' },
    stepCount,
    stepMilliseconds: 200,
    ...parts,
  };
  return { config, plans, facts, metrics, studies: { records: {}, current: null } };
}

const at = (question: Question | null, until = 0) => ({
  step: stepOf(question, { until }),
  own,
  taken: null,
  looked: false,
  lastStudy: -1,
});

describe('the experiment of a step', () => {
  it('may have another seed', () => {
    expect(isOfStep(withSeed(own, 7), own, stepOf(questionOf({})))).toBe(true);
    expect(isOfStep(setBlocks(own, 0, 2), own, stepOf(null))).toBe(false);
  });

  it('may have its skips switched where the step does that, and only there', () => {
    const switched = { ...own, timeline: [{ step: 3, lane: 'plain', block: 'all' as const, gain: 1 }] };
    const act = { kind: 'switch', lane: 'plain', block: 'all', gain: 1, steps: 5 } as const;
    expect(isOfStep(switched, own, stepOf(questionOf({ act })))).toBe(true);
    expect(isOfStep(switched, own, stepOf(questionOf({})))).toBe(false);
  });

  it('that is another one is told', () => {
    expect(outcomeOf(at(questionOf({})), runAt(0, {}, setBlocks(own, 0, 2)))).toEqual({ kind: 'edited' });
  });
});

describe('training', () => {
  const question = questionOf({});

  it('waits until the run has come to where the step begins', () => {
    expect(outcomeOf(at(question, 3), runAt(2))).toEqual({ kind: 'setting-up' });
    expect(outcomeOf(at(question, 3), runAt(3))).toMatchObject({ kind: 'ready' });
    expect(outcomeOf(at(null, 3), runAt(3))).toBeNull();
    const preparing = { status: { kind: 'preparing', phase: 'data', fraction: null } } as const;
    expect(outcomeOf(at(question), runAt(0, preparing))).toEqual({ kind: 'setting-up' });
  });

  it('tells how far it is, whoever trains', () => {
    const running = { status: { kind: 'running' } } as const;
    expect(outcomeOf(at(question, 2), runAt(4, running))).toMatchObject({
      kind: 'acting',
      waits: false,
      fraction: 0.4,
      stepsLeft: 3,
      secondsLeft: 0.6,
      goal: 7,
    });
    expect(outcomeOf(at(question, 2), runAt(4))).toMatchObject({ kind: 'acting', waits: true });
  });

  it('is measured at its step, however far the run goes on', () => {
    const ratio = questionOf({
      measure: {
        one: { of: 'loss', lane: 'plain', at: 'after' },
        other: { of: 'loss', lane: 'residual', at: 'after' },
        by: 'ratio',
        unit: 'times',
      },
    });
    for (const stepCount of [7, 60])
      expect(outcomeOf(at(ratio, 2), runAt(stepCount))).toEqual({
        kind: 'measured',
        // Batches 2 to 6.
        values: { value: 10, one: 40, other: 4 },
      });
  });

  it('waits for the test that is due, which comes after its row', () => {
    const reads = questionOf({
      measure: { one: { of: 'test', lane: 'plain', at: 'after' }, other: null, by: 'ratio', unit: 'percent' },
    });
    const config = { ...own, testInterval: 5 };
    const tested = (...steps: readonly number[]): LaneFacts[] =>
      config.lanes.map(({ id }) => ({
        id,
        loss: 1,
        accuracy: 1,
        answers: null,
        test: null,
        tests: steps.map((step) => ({ step, loss: 1, accuracy: step / 100 })),
        gains: [],
        began: [],
      }));
    const outcome = (status: RunFacts['status'], lanes: readonly LaneFacts[]) =>
      outcomeOf({ ...at(reads, 7), own: config }, runAt(12, { status, lanes }, config));
    expect(outcome({ kind: 'running' }, tested(5))).toMatchObject({ kind: 'acting', waits: false });
    expect(outcome({ kind: 'running' }, tested(5, 10))).toMatchObject({ values: { value: 0.1 } });
    expect(outcome({ kind: 'paused' }, tested(5))).toEqual({ kind: 'unmeasured' });
  });

  it('that measures nothing says so', () => {
    const test = questionOf({
      measure: { one: { of: 'test', lane: 'plain', at: 'after' }, other: null, by: 'ratio', unit: 'percent' },
    });
    expect(outcomeOf(at(test), runAt(5))).toEqual({ kind: 'unmeasured' });
  });
});

describe('switching', () => {
  const act = { kind: 'switch', lane: 'plain', block: 'all', gain: 1, steps: 5 } as const;
  const question = questionOf({
    act,
    measure: {
      one: { of: 'loss', lane: 'plain', at: 'after' },
      other: { of: 'loss', lane: 'plain', at: 'before' },
      by: 'difference',
      unit: 'number',
    },
  });

  it('begins with the switch, wherever the run is by then', () => {
    expect(outcomeOf(at(question, 2), runAt(10))).toMatchObject({ kind: 'ready' });
    const switches = [{ step: 10, lane: 'plain', block: 'all' as const, gain: 1 }];
    expect(outcomeOf(at(question, 2), runAt(12, { switches }))).toMatchObject({
      kind: 'acting',
      stepsLeft: 3,
    });
    const outcome = outcomeOf(at(question, 2), runAt(15, { switches }));
    // Batches 10 to 14, and 0 to 9 before.
    expect(outcome).toMatchObject({ kind: 'measured', values: { one: 120, other: 45 } });
  });

  it('of other skips, or of before the step, is another matter', () => {
    const switches = [
      { step: 1, lane: 'plain', block: 'all' as const, gain: 1 },
      { step: 10, lane: 'plain', block: 0, gain: 1 },
      { step: 10, lane: 'plain', block: 'all' as const, gain: 0 },
    ];
    expect(outcomeOf(at(question, 2), runAt(15, { switches }))).toMatchObject({ kind: 'ready' });
  });

  it('without training waits for the row that is measured anew', () => {
    const atOnce = { ...question, act: { ...act, steps: 0 } };
    const switches = [{ step: 0, lane: 'plain', block: 'all' as const, gain: 1 }];
    const taken = { one: null, other: 3 };
    const run = runAt(0, { switches });
    run.metrics.switched('plain', 0);
    expect(outcomeOf({ ...at(atOnce), taken }, run)).toMatchObject({ kind: 'acting', waits: false });
    run.metrics.append(new Float64Array([0, 0, 0.5, 8, 0.5]));
    expect(outcomeOf({ ...at(atOnce), taken }, run)).toMatchObject({
      kind: 'measured',
      values: { one: 8, other: 3, value: 5 },
    });
  });

  it('at the step at hand remembers what was there before', () => {
    const ready = outcomeOf(at(question), runAt(0));
    expect(ready).toMatchObject({ kind: 'ready', taken: { other: 0 } });
    const switches = [{ step: 0, lane: 'plain', block: 'all' as const, gain: 1 }];
    const later = { ...at(question), taken: { one: null, other: 3 } };
    expect(outcomeOf(later, runAt(5, { switches }))).toMatchObject({
      values: { one: 20, other: 3, value: 17 },
    });
  });
});

it('looks where it is asked to, and not before', () => {
  const question = questionOf({
    act: { kind: 'look' },
    measure: { one: { of: 'depth', lane: 'plain' }, other: null, by: 'ratio', unit: 'number' },
  });
  expect(outcomeOf(at(question), runAt(0))).toMatchObject({ kind: 'ready' });
  expect(outcomeOf({ ...at(question), looked: true }, runAt(0))).toEqual({
    kind: 'measured',
    // The stem, a block of two convolutions, the classifier.
    values: { value: 4, one: 4, other: Number.NaN },
  });
});

describe('a study', () => {
  const request = firstRequest('paths');
  const question = questionOf({
    act: { kind: 'study', request },
    measure: {
      one: { of: 'study', figure: 'open', lane: 'plain' },
      other: null,
      by: 'ratio',
      unit: 'number',
    },
  });
  const record: StudyRecord<'paths'> = {
    study: 4,
    request,
    experiment: own,
    gains: [],
    switched: false,
    step: 0,
    state: 'running',
    fraction: 0.5,
    parts: [],
    atOnce: 1,
    secondsLeft: 3,
    result: null,
    message: '',
  };
  const outcome = (parts: Partial<StudyRecord<'paths'>>, lastStudy = 3) => {
    const studies: StudyFacts = { current: null, records: { paths: { ...record, ...parts } } };
    return outcomeOf({ ...at(question), lastStudy }, { ...runAt(0), studies });
  };

  it('tells how far it is', () => {
    expect(outcome({})).toMatchObject({ kind: 'acting', fraction: 0.5, secondsLeft: 3, stepsLeft: null });
  });

  it('of before the step was set up, of another request or of another experiment does not count', () => {
    expect(outcome({ state: 'done' }, 4)).toMatchObject({ kind: 'ready' });
    expect(outcome({ experiment: setBlocks(own, 0, 2) })).toMatchObject({ kind: 'ready' });
    expect(outcome({ state: 'abandoned' })).toMatchObject({ kind: 'ready' });
  });

  it('without a figure says so', () => {
    expect(outcome({ state: 'done' })).toEqual({ kind: 'unmeasured' });
  });
});
