/** A run of a million steps and of a hundred thousand tests takes no more room and work for each than a short one. */
import { expect, it } from 'vitest';
import { InstrumentStore } from '../state/instruments';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import { MOST_TESTS } from '../state/tests';
import { applyReport, factsOfNewRun } from './reports';
import { readyReport, smallExperiment } from '../testing/client';

const STEPS = 1_000_000;
const INTERVAL = 10;

it('holds as many rows and measurements as there is room for, however long it goes on', () => {
  const metrics = new MetricsStore();
  const instruments = new InstrumentStore();
  let facts: RunFacts = factsOfNewRun(1, smallExperiment, initialRunFacts);
  const { layout } = readyReport;
  metrics.reset(layout);
  instruments.reset({ lanes: layout.lanes, every: 1 });
  const width = layout.lanes.reduce((sum, { columns }) => sum + columns.length, 1);
  const begun = metrics.thinnings;
  let rows = 0;
  let held = 0;
  let thinnings = 0;
  for (let step = 0; step < STEPS; step++) {
    const row = new Float64Array(width).fill(step);
    metrics.append(row);
    instruments.append(row);
    rows = Math.max(rows, metrics.length, instruments.length);
    if (step === 0 || step % INTERVAL !== 0) continue;
    for (const store of [metrics, instruments]) store.keep(step, 'test');
    const results = facts.lanes.map(({ id }) => ({
      lane: id,
      loss: 1,
      accuracy: 0.5,
      answers: new Float32Array(0),
    }));
    facts = applyReport(facts, { type: 'tested', run: 1, step, results }, layout);
    held = Math.max(held, ...facts.lanes.map(({ tests }) => tests.length));
    thinnings = metrics.thinnings - begun;
  }
  expect(rows).toBe(metrics.capacity);
  expect(held).toBe(MOST_TESTS);
  // Rows are moved once in an eighth of the capacity at most, so that each costs a few moves of a row.
  expect(thinnings).toBeLessThanOrEqual(STEPS / (metrics.capacity / 8));
  expect(metrics.firstStep).toBe(0);
  expect(metrics.endStep).toBe(STEPS);
  for (const { tests } of facts.lanes) {
    expect(tests[0]?.step).toBe(INTERVAL);
    expect(tests.at(-1)?.step).toBe(STEPS - INTERVAL);
  }
});
