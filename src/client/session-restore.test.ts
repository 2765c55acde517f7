import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { setBlocks } from '../config/edit/edit';
import type { ExperimentConfig } from '../config/schema';
import { createEndedRuns, type EndedRuns } from '../state/ended-run';
import { MetricsStore } from '../state/metrics';
import type { PinnedRun } from '../state/pinned-run';
import { recordingEnds, recordingStore } from '../state/experiment';
import { initialRunFacts, type RunFacts } from '../state/run';
import { Session } from './session';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';

let worker: FakeWorker;
let facts: StoreApi<RunFacts>;
let experiment: StoreApi<{ readonly config: ExperimentConfig }>;
let ended: EndedRuns;
let ghost: PinnedRun | null;
let session: Session;
let quiet: () => void;

const config = (): ExperimentConfig => experiment.getState().config;
const edit = (blocks: number) => experiment.setState({ config: setBlocks(config(), 0, blocks) });
const step = () => ended.store.getState().ended?.step ?? null;
const newest = () => worker.sent.findLast((command) => command.type === 'start');
/** Trains to so many steps; the loss is the step's number. */
function train(stepCount: number): void {
  worker.answer(readyReport);
  for (let at = 0; at < stepCount; at++) {
    const rows = new Float64Array([at, at, 0.5, 1, at, 0.5, 1]);
    worker.answer({ type: 'metrics', stepCount: at + 1, rows, stepMilliseconds: 1 });
  }
}

beforeEach(() => {
  quiet = () => undefined;
  ghost = null;
  worker = new FakeWorker();
  facts = createStore<RunFacts>()(() => initialRunFacts);
  experiment = createStore(() => ({ config: smallExperiment }));
  ended = createEndedRuns({ lay: (run) => (ghost = run) });
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

it('keeps the run that an edit ends, with its curves, and brings it back with its experiment', () => {
  train(12);
  const before = config();
  edit(3);
  edit(4);
  expect(step()).toBe(12);
  expect(ghost?.lanes[0]?.loss).toEqual(Array.from({ length: 12 }, (_, i) => i));
  quiet();
  session.restore();
  expect(config()).toBe(before);
  expect(newest()).toMatchObject({ experiment: before, replayTo: 12, run: facts.getState().run });
  expect([step(), ghost]).toEqual([null, null]);
  // Until the worker says that it is there, it is on its way.
  worker.answer(readyReport);
  worker.answer({ type: 'progress', phase: 'replaying', fraction: 0 });
  worker.answer({ type: 'metrics', stepCount: 1, rows: new Float64Array(7), stepMilliseconds: 1 });
  expect(facts.getState()).toMatchObject({ stepCount: 1, status: { phase: 'replaying' } });
  worker.answer({ type: 'running', running: false });
  expect(facts.getState().status).toEqual({ kind: 'paused' });
});

it('counts no run that made no step, and forgets one that is left behind', () => {
  train(0);
  session.reset();
  expect(step()).toBeNull();
  train(3);
  session.reset();
  expect(step()).toBe(3);
  train(12);
  expect(step()).toBe(3);
  train(13);
  expect([step(), ghost]).toEqual([null, null]);
});

it('lets the run come back in its turn that another one took the place of', () => {
  train(20);
  edit(3);
  quiet();
  const edited = config();
  train(2);
  session.restore();
  expect(step()).toBe(2);
  // The way back is no training.
  train(20);
  expect(step()).toBe(2);
  session.restore();
  expect(config()).toBe(edited);
  expect(newest()).toMatchObject({ replayTo: 2 });
  expect(step()).toBe(20);
});

it('replays also what the link has no room for, and says again how far the link goes', () => {
  train(5);
  const thrown = { type: 'switched', lane: 'plain', block: 0, gain: 0.5, replayed: false } as const;
  worker.answer({ ...thrown, step: 5 });
  const recorded = config();
  // As where the link is full.
  experiment.setState({ config: { ...recorded, timeline: [] } });
  quiet();
  train(5);
  session.setSkip('plain', 0, 0.5);
  worker.answer({ ...thrown, step: 5 });
  recordingEnds(5);
  session.reset();
  expect(recordingStore.getState().end).toBeNull();
  session.restore();
  expect(recordingStore.getState().end).toBe(5);
  expect(newest()).toMatchObject({
    experiment: { timeline: [{ step: 5, lane: 'plain', block: 0, gain: 0.5 }] },
    replayTo: 5,
  });
});
