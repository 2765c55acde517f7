import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { setBlocks } from '../config/edit/edit';
import type { ExperimentConfig } from '../config/schema';
import { createEndedRuns, type EndedRuns } from '../state/ended-run';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';
import { Session } from './session';

let worker: FakeWorker;
let facts: StoreApi<RunFacts>;
let experiment: StoreApi<{ readonly config: ExperimentConfig }>;
let ended: EndedRuns;
let session: Session;
let quiet: () => void;

const config = (): ExperimentConfig => experiment.getState().config;
const other = setBlocks(smallExperiment, 0, 3);
const sent = (type: string) => worker.sent.filter((command) => command.type === type);

function train(stepCount: number): void {
  worker.answer(readyReport);
  const rows = new Float64Array([stepCount - 1, 1, 0.5, 1, 1, 0.5, 1]);
  worker.answer({ type: 'metrics', stepCount, rows, stepMilliseconds: 1 });
}

beforeEach(() => {
  quiet = () => undefined;
  worker = new FakeWorker();
  facts = createStore<RunFacts>()(() => initialRunFacts);
  experiment = createStore(() => ({ config: smallExperiment }));
  ended = createEndedRuns({ lay: () => undefined });
  session = new Session({
    backend: 'auto',
    createWorker: () => worker,
    facts,
    metrics: new MetricsStore(50),
    frame: (callback) => callback(),
    experiment,
    change: (next) => experiment.setState({ config: next }),
    ended,
    delay: (callback) => {
      quiet = callback;
      return () => (quiet = () => undefined);
    },
  });
  session.open();
});

it('sets another experiment up: a run of it, to the step that was asked for', () => {
  train(12);
  session.setUp(other, 20);
  quiet();
  worker.answer(readyReport);
  expect(config()).toBe(other);
  expect(sent('start')).toHaveLength(2);
  expect(worker.sent.at(-1)).toMatchObject({ type: 'train', until: 20 });
  expect(ended.store.getState().ended).toBeNull();
});

it('goes on with the run of the same experiment, and begins again where that has come too far', () => {
  train(12);
  session.setUp(smallExperiment, 20);
  expect(sent('start')).toHaveLength(1);
  expect(worker.sent.at(-1)).toMatchObject({ type: 'train', until: 20 });
  session.setUp(smallExperiment, 5);
  expect(sent('start')).toHaveLength(2);
  worker.answer(readyReport);
  expect(worker.sent.at(-1)).toMatchObject({ type: 'train', until: 5 });
  expect(ended.store.getState().ended).toBeNull();
});

it('trains nothing for a step that begins at once', () => {
  session.setUp(other, 0);
  quiet();
  worker.answer(readyReport);
  expect(sent('train')).toEqual([]);
});

it('comes back to an experiment, and to the step that its run was at', () => {
  train(12);
  const before = session.whereabouts();
  session.setUp(other, 0);
  quiet();
  worker.answer(readyReport);
  session.comeBack(before);
  expect(config()).toBe(smallExperiment);
  expect(sent('start').at(-1)).toMatchObject({ experiment: smallExperiment, replayTo: 12 });
});

it('comes back to an experiment that was not trained', () => {
  worker.answer(readyReport);
  const before = session.whereabouts();
  expect(before.run).toBeNull();
  session.setUp(other, 0);
  quiet();
  session.comeBack(before);
  quiet();
  expect(sent('start').at(-1)).toMatchObject({ experiment: smallExperiment });
});
