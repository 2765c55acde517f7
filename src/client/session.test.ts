import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { setBlocks } from '../config/edit/edit';
import { LIMITS } from '../config/limits';
import type { ExperimentConfig } from '../config/schema';
import { MetricsStore } from '../state/metrics';
import { recordingStore } from '../state/experiment';
import { initialRunFacts, type RunFacts } from '../state/run';
import { Session } from './session';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';

let workers: FakeWorker[];
let facts: StoreApi<RunFacts>;
let experiment: StoreApi<{ readonly config: ExperimentConfig }>;
let waiting: (() => void)[];
let session: Session;

const worker = (): FakeWorker => workers.at(-1)!;
const starts = (): ExperimentConfig[] =>
  worker().sent.flatMap((command) => (command.type === 'start' ? [command.experiment] : []));
const config = (): ExperimentConfig => experiment.getState().config;

beforeEach(() => {
  workers = [];
  waiting = [];
  facts = createStore<RunFacts>()(() => initialRunFacts);
  experiment = createStore(() => ({ config: smallExperiment }));
  session = new Session({
    backend: 'auto',
    createWorker: () => {
      workers.push(new FakeWorker());
      return worker();
    },
    facts,
    metrics: new MetricsStore(10),
    frame: (callback) => callback(),
    experiment,
    change: (next) => experiment.setState({ config: next }),
    delay: (callback, milliseconds) => {
      // Whether the worker is there is looked at by the second, and elsewhere.
      if (milliseconds < 1_000) waiting.push(callback);
      return () => (waiting = waiting.filter((one) => one !== callback));
    },
  });
  session.open();
  worker().answer(readyReport);
});

function quiet(): void {
  for (const callback of waiting.splice(0)) callback();
}

it('begins one run for changes that follow each other closely, with the last of them', () => {
  for (const blocks of [2, 3, 4]) experiment.setState({ config: setBlocks(config(), 0, blocks) });
  expect(starts()).toHaveLength(1);
  expect(facts.getState().status.kind).toBe('preparing');
  expect(facts.getState().lanes[0]?.gains).toHaveLength(5);
  quiet();
  expect(starts()).toHaveLength(2);
  expect(starts()[1]?.network.stages[0]?.blocks).toBe(4);
});

it('records a live switch in the experiment and lets the run go on', () => {
  session.setSkip('plain', 'all', 1);
  worker().answer({ type: 'switched', step: 12, lane: 'plain', block: 'all', gain: 1, replayed: false });
  expect(config().timeline).toEqual([{ step: 12, lane: 'plain', block: 'all', gain: 1 }]);
  quiet();
  expect(starts()).toHaveLength(1);
  expect(facts.getState().run).toBe(1);
});

it('records a switch at step 0 as the gain that the run starts with', () => {
  session.setSkip('residual', 1, 0);
  worker().answer({ type: 'switched', step: 0, lane: 'residual', block: 1, gain: 0, replayed: false });
  expect(config().lanes[0]?.gains).toEqual([1, 0]);
  expect(config().timeline).toEqual([]);
  quiet();
  expect(starts()).toHaveLength(1);
});

it('replays recorded switches on reset, and forgets them in a new run', () => {
  session.setSkip('plain', 0, 1);
  worker().answer({ type: 'switched', step: 5, lane: 'plain', block: 0, gain: 1, replayed: false });
  session.reset();
  expect(starts()[1]?.timeline).toEqual([{ step: 5, lane: 'plain', block: 0, gain: 1 }]);
  expect(facts.getState()).toMatchObject({ stepCount: 0, switches: [] });
  experiment.setState({ config: { ...config(), timeline: [] } });
  quiet();
  expect(starts()[2]?.timeline).toEqual([]);
});

it('records a live learning rate like a switch, and takes it as the optimiser’s where the trainer has failed', () => {
  session.setRate(0.1);
  expect(facts.getState()).toMatchObject({ pendingRate: 0.1, rates: [] });
  worker().answer({ type: 'rated', step: 7, rate: 0.1, replayed: false });
  expect(facts.getState()).toMatchObject({
    pendingRate: null,
    learningRate: 0.1,
    rates: [{ step: 7, rate: 0.1 }],
  });
  expect(config().rates).toEqual([{ step: 7, rate: 0.1 }]);
  quiet();
  expect(starts()).toHaveLength(1);
  session.reset();
  expect(starts()[1]?.rates).toEqual([{ step: 7, rate: 0.1 }]);
  expect(facts.getState()).toMatchObject({ rates: [], learningRate: smallExperiment.optimiser.learningRate });
  worker().crash('boom');
  session.setRate(0.3);
  expect(config()).toMatchObject({ rates: [], optimiser: { learningRate: 0.3 } });
});

it('resets at once, and does not begin a second run when a change was waiting', () => {
  experiment.setState({ config: setBlocks(config(), 0, 2) });
  session.reset();
  quiet();
  expect(starts()).toHaveLength(2);
  expect(starts()[1]?.network.stages[0]?.blocks).toBe(2);
});

it('takes switches as gains of step 0 where the trainer has failed', () => {
  worker().crash('boom');
  session.setSkip('plain', 1, 1);
  expect(config().lanes[1]?.gains).toEqual([0, 1]);
  quiet();
  expect(workers).toHaveLength(2);
  expect(starts()).toHaveLength(1);
});

it('begins anew in a fresh worker on another backend', () => {
  session.setBackend('cpu');
  expect(workers).toHaveLength(2);
  expect(workers[0]?.terminated).toBe(true);
  expect(worker().sent).toMatchObject([{ type: 'start', backend: 'cpu', run: 2 }]);
});

it('tells from which step on the link no longer replays the run, until another one begins', () => {
  const timeline = Array.from({ length: LIMITS.timelineEvents }, (_, i) => {
    return { step: i + 1, lane: 'plain', block: [0, 1], gain: i % 2 === 0 ? 1 : 0 } as const;
  });
  experiment.setState({ config: { ...config(), timeline } });
  quiet();
  worker().answer(readyReport);
  const full = config();
  const end = () => recordingStore.getState().end;
  const thrown = { type: 'switched', lane: 'residual', block: 0, gain: 0, replayed: false } as const;
  worker().answer({ ...thrown, step: 600 });
  expect(config()).toEqual(full);
  expect(end()).toBe(600);
  worker().answer({ type: 'rated', step: 700, rate: 0.7, replayed: false });
  expect(config().rates).toEqual([{ step: 700, rate: 0.7 }]);
  worker().answer({ ...thrown, step: 800, gain: 0.5 });
  expect(end()).toBe(600);
  session.reset();
  expect(end()).toBeNull();
  // At the step of the last one there is room, as it becomes part of that.
  worker().answer(readyReport);
  worker().answer({ ...thrown, lane: 'plain', step: 500, gain: 0.5, block: [0, 1] });
  expect(config().timeline).toHaveLength(500);
  expect(end()).toBeNull();
});

it('tells how many recorded changes a switch or a rate leaves out, until another run begins', () => {
  const timeline = [3, 5, 8].map((step) => ({ step, lane: 'plain', block: 0, gain: step % 2 }) as const);
  experiment.setState({ config: { ...config(), timeline, rates: [{ step: 9, rate: 0.5 }] } });
  quiet();
  worker().answer(readyReport);
  const forgotten = () => recordingStore.getState().forgotten;
  expect(forgotten()).toBe(0);
  worker().answer({ type: 'rated', step: 8, rate: 0.7, replayed: false });
  expect(forgotten()).toBe(1);
  worker().answer({ type: 'switched', lane: 'residual', block: 1, gain: 0, step: 4, replayed: false });
  // Those of steps 5 and 8, and the rate of step 8.
  expect(forgotten()).toBe(4);
  expect(config().timeline.map(({ step }) => step)).toEqual([3, 4]);
  session.reset();
  expect(forgotten()).toBe(0);
});

it('trains to a step ahead, tells where it goes until it is there, and refuses one behind', () => {
  const goal = () => facts.getState().goal;
  const trained = () => worker().sent.filter((command) => command.type === 'train');
  const reach = (stepCount: number) =>
    worker().answer({
      type: 'metrics', stepCount, rows: new Float64Array(7), stepMilliseconds: 1,
    }); // prettier-ignore
  reach(0);
  expect(session.trainTo(20)).toBe(true);
  expect(trained()).toEqual([{ type: 'train', until: 20, run: 1 }]);
  // What is said of the time before does not end it.
  worker().answer({ type: 'running', running: false });
  expect(goal()).toBe(20);
  worker().answer({ type: 'running', running: true });
  reach(20);
  worker().answer({ type: 'running', running: false });
  expect([goal(), facts.getState().intent]).toEqual([null, null]);
  expect([session.trainTo(20), session.trainTo(7)]).toEqual([false, false]);
  expect(trained()).toHaveLength(1);
  // Another goal while it trains; a pause, and training without one, have none.
  session.train();
  worker().answer({ type: 'running', running: true });
  session.trainTo(30);
  expect(facts.getState()).toMatchObject({ goal: 30, intent: null });
  session.pause();
  expect(goal()).toBeNull();
  session.trainTo(30);
  expect(facts.getState()).toMatchObject({ goal: 30, intent: 'train' });
  session.train();
  expect(goal()).toBeNull();
  session.trainTo(30);
  session.reset();
  expect(goal()).toBeNull();
});

it('opens at a step, and trains on from there where it is asked to, unless it is told to stop', () => {
  const opened = (until: number, plays: boolean) => {
    session = new Session({ backend: 'auto', createWorker: () => (workers = [new FakeWorker()])[0]!, facts, frame: (callback) => callback() });
    session.open(until, plays);
    worker().answer(readyReport);
    return worker().sent.map(({ type, ...command }) => ('replayTo' in command ? [type, command.replayTo] : type));
  }; // prettier-ignore
  expect(opened(0, false)).toEqual(['start']);
  expect(opened(0, true)).toEqual(['start', 'train']);
  expect(opened(100, false)).toEqual([['start', 100]]);
  expect(opened(100, true)).toEqual([['start', 100], 'train']);
  worker().answer({ type: 'progress', phase: 'replaying', fraction: 0.5 });
  expect(facts.getState()).toMatchObject({ intent: 'train', status: { phase: 'replaying' } });
  session.stopReplay();
  expect(worker().sent.slice(-2)).toMatchObject([{ type: 'pause' }, { type: 'stop-replay' }]);
  expect(facts.getState().intent).toBeNull();
});
