/** What is watched is told with the start of a run, so that no step that is replayed comes before it. */
import { beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';
import { Trainer } from './trainer';

let worker: FakeWorker;
let trainer: Trainer;

beforeEach(() => {
  trainer = new Trainer({
    createWorker: () => (worker = new FakeWorker()),
    facts: createStore<RunFacts>()(() => initialRunFacts),
    metrics: new MetricsStore(100),
    explain: () => Promise.resolve({ file: '/trainer.js', what: 'status', status: 404 }),
    frame: (callback) => callback(),
    onSwitched: () => undefined,
  });
});

const types = (): string[] => worker.sent.map(({ type }) => type);

it('a run begins with what is watched, and is not told again', () => {
  trainer.watch(['streams'], 5);
  trainer.recordPath(true);
  trainer.start(smallExperiment, 'auto', 7);
  worker.answer(readyReport);
  expect(types()).toEqual(['start']);
  expect(worker.sent[0]).toMatchObject({
    replayTo: 7,
    watched: { instruments: ['streams'], every: 5 },
    recordsPath: true,
  });
});

it('what changes before it is ready is told then', () => {
  trainer.watch(['streams']);
  trainer.start(smallExperiment, 'auto');
  trainer.watch([]);
  trainer.recordPath(true);
  worker.answer(readyReport);
  expect(worker.sent.slice(1)).toMatchObject([
    { type: 'watch', instruments: [] },
    { type: 'record-path', on: true },
  ]);
});

it('nothing is watched unless it is asked for', () => {
  trainer.start(smallExperiment, 'auto');
  worker.answer(readyReport);
  expect(types()).toEqual(['start']);
  expect(worker.sent[0]).not.toHaveProperty('watched');
  expect(worker.sent[0]).not.toHaveProperty('recordsPath');
});
