import { describe, expect, it } from 'vitest';
import { gradientOf, type MetricsLayout } from '../contract/metrics';
import type { RunState } from '../contract/run-state';
import { historyOf, withHistory } from './history';
import { InstrumentStore } from './instruments';
import { MetricsStore } from './metrics';
import { initialRunFacts, type RunFacts } from './run';

const layout: MetricsLayout = {
  lanes: [{ id: 'plain', columns: ['loss', 'accuracy', gradientOf('conv1')] }],
};
const instruments = { lanes: [{ id: 'plain', columns: ['output:conv1'] }], every: 2 };

/** A run of so many steps in stores with room for 16 rows. */
function trained(steps: number) {
  const series = { metrics: new MetricsStore(16), instruments: new InstrumentStore(16) };
  series.metrics.reset(layout);
  series.instruments.adopt(instruments);
  for (let step = 0; step < steps; step++) {
    if (step === 3) {
      series.metrics.keep(3, 'change');
      series.metrics.switched('plain', 3);
    }
    if (step % 2 === 0) series.instruments.append(Float64Array.of(step, step / 4));
    series.metrics.append(Float64Array.of(step, 1 / (step + 1), 0.5, step === 5 ? Number.NaN : step));
  }
  return series;
}

const facts: RunFacts = {
  ...initialRunFacts,
  stepCount: 40,
  learningRate: 0.02,
  switches: [{ step: 3, lane: 'plain', block: 'all', gain: 1 }],
  rates: [{ step: 7, rate: 0.01 }],
  lanes: [
    {
      id: 'plain',
      loss: 0.1,
      accuracy: 1,
      answers: Float32Array.of(0.5, 0.5),
      test: { step: 20, loss: 1, accuracy: 0.5 },
      tests: [{ step: 20, loss: 1, accuracy: 0.5 }],
      gains: [1],
      began: [0],
    },
  ],
};

const state: RunState = {
  checkpoint: {
    stepCount: 40,
    rate: 0.01,
    lanes: [
      {
        id: 'plain',
        gains: [1],
        parameters: new Float32Array(),
        statistics: new Map(),
        optimiser: { first: new Float32Array(), second: new Float32Array(), updates: [] },
      },
    ],
  },
  changes: { made: [], coming: [] },
  testedStep: 20,
  diverged: [],
};

/** All that can be read of a store. */
function held({ metrics, instruments }: ReturnType<typeof trained>): unknown {
  const rows = (store: MetricsStore | InstrumentStore): unknown =>
    Array.from({ length: store.length }, (_, row) => store.stepAt(row));
  return {
    steps: [rows(metrics), rows(instruments)],
    metrics: Array.from({ length: metrics.length }, (_, row) => [
      ...metrics.row(0, metrics.stepAt(row) ?? 0),
    ]),
    measured: Array.from({ length: instruments.length }, (_, row) => [
      instruments.value(row, instruments.column(0, 'output:conv1')),
      instruments.standing((instruments.stepAt(row) ?? 0) + 1),
    ]),
    stride: metrics.stride,
    denseFrom: metrics.denseFrom,
    before: metrics.before(0),
  };
}

describe('the history of a run', () => {
  it.each([5, 12, 40])('comes back as it was, and goes on alike, after %i steps', (steps) => {
    const series = trained(steps);
    const history = historyOf(facts, series, null);
    const others = { metrics: new MetricsStore(16), instruments: new InstrumentStore(16) };
    others.metrics.reset(layout);
    const fresh = {
      ...initialRunFacts,
      lanes: facts.lanes.map((lane) => ({ ...lane, tests: [], test: null, gains: [0] })),
    };
    const restored = withHistory(fresh, state, history, others);
    expect(held(others)).toEqual(held(series));
    expect(restored).toMatchObject({
      stepCount: 40,
      learningRate: 0.01,
      switches: facts.switches,
      rates: facts.rates,
    });
    expect(restored.lanes[0]).toMatchObject({
      tests: facts.lanes[0]?.tests,
      test: facts.lanes[0]?.test,
      gains: [1],
      began: [0],
    });
    // What is measured from here on has to be said first, as in a new run.
    for (const { metrics, instruments: own } of [series, others]) {
      own.adopt(instruments);
      for (let step = steps; step < 3 * steps + 9; step++) {
        if (step % 2 === 0) own.append(Float64Array.of(step, step));
        metrics.append(Float64Array.of(step, 2, 0.5, step));
      }
    }
    expect(held(others)).toEqual(held(series));
  });

  it('of another layout is left out', () => {
    const history = historyOf(facts, trained(5), null);
    const metrics = new MetricsStore(16);
    metrics.reset({ lanes: [{ id: 'other', columns: ['loss'] }] });
    withHistory(initialRunFacts, state, history, { metrics, instruments: new InstrumentStore(16) });
    expect(metrics.length).toBe(0);
  });
});
