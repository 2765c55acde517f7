/** What the page was told of a run, taken out of its stores to be kept, and brought back into those of a run that goes on. */
import type { RunHistory } from '../contract/run-history';
import type { RunState } from '../contract/run-state';
import type { InstrumentStore } from './instruments';
import type { MetricsStore } from './metrics';
import type { LaneFacts, RunFacts } from './run';

export interface Series {
  readonly metrics: MetricsStore;
  readonly instruments: InstrumentStore;
}

/** @param replaysTo See `RunHistory`. */
export function historyOf(
  facts: RunFacts,
  { metrics, instruments }: Series,
  replaysTo: number | null,
): RunHistory {
  const { lanes, switches, rates, divergences } = facts;
  return {
    metrics: metrics.held(),
    instruments: instruments.held(),
    lanes: lanes.map(({ id, tests, answers, began }) => {
      return { id, tests, answers: answers && Float32Array.from(answers), began };
    }),
    switches,
    rates,
    divergences,
    replaysTo,
  };
}

/** Memory of all of it, to be transferred. */
export function memoryOfHistory({ metrics, instruments, lanes }: RunHistory): ArrayBuffer[] {
  const series = [metrics, ...(instruments === null ? [] : [instruments])];
  return [
    ...series.flatMap(({ steps, values }) => [steps.buffer, values.buffer]),
    ...metrics.before.map(({ values }) => values.buffer),
    ...lanes.flatMap(({ answers }) => answers?.buffer ?? []),
  ];
}

/** Fills the series of a run that is prepared with those of the run that it goes on from, and returns its facts with that run's. */
export function withHistory(
  facts: RunFacts,
  { checkpoint: { stepCount, rate, lanes: states } }: RunState,
  history: RunHistory,
  { metrics, instruments }: Series,
): RunFacts {
  metrics.bring(history.metrics);
  if (history.instruments !== null) instruments.bring(history.instruments);
  const { switches, rates, divergences } = history;
  const lanes = facts.lanes.map((lane): LaneFacts => {
    const kept = history.lanes.find(({ id }) => id === lane.id);
    const gains = states.find(({ id }) => id === lane.id)?.gains ?? lane.gains;
    if (kept === undefined) return { ...lane, gains };
    const { tests, answers, began } = kept;
    return { ...lane, gains, tests, test: tests.at(-1) ?? null, answers, began };
  });
  return { ...facts, stepCount, learningRate: rate, lanes, switches, rates, divergences };
}
