/** A worker that says nothing: closed, hanging, or at a long step. The clock is the test's. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { stoppedClock, type StoppedClock } from '../testing/stopped-clock';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import { patienceFor } from './timing';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';
import { Trainer } from './trainer';

let workers: FakeWorker[];
let facts: StoreApi<RunFacts>;
let clock: StoppedClock;
let trainer: Trainer;

const worker = (): FakeWorker => workers.at(-1)!;
const silence = (): number | null => facts.getState().silence;
const starts = (one: FakeWorker): number[] =>
  one.sent.filter(({ type }) => type === 'start').map(({ run }) => run);

/** What a worker answers comes in a task of its own. */
const answers = (): Promise<void> => new Promise((resolve) => queueMicrotask(resolve));

/** Second by second, as a pulse goes. */
async function seconds(count: number): Promise<void> {
  for (let second = 0; second < count; second++) {
    clock.tick(1_000);
    await answers();
  }
}

async function ready(stepMilliseconds = 9): Promise<void> {
  trainer.start(smallExperiment, 'auto');
  worker().answer(readyReport);
  worker().answer({
    type: 'metrics',
    stepCount: 0,
    rows: Float64Array.of(0, 2.5, 0.1, 3, 2.6, 0.2, 4),
    stepMilliseconds,
  });
  worker().answer({ type: 'running', running: false });
  await answers();
}

beforeEach(() => {
  workers = [];
  clock = stoppedClock();
  facts = createStore<RunFacts>()(() => initialRunFacts);
  trainer = new Trainer({
    createWorker: () => {
      workers.push(new FakeWorker());
      return worker();
    },
    facts,
    metrics: new MetricsStore(10),
    frame: (callback) => callback(),
    delay: clock.delay,
  });
});

describe('the silence of a worker', () => {
  it.each(['train', 'step'] as const)(
    'that was closed is told after `%s`, and for how long',
    async (command) => {
      await ready();
      worker().silent = true;
      trainer[command]();
      await seconds(20);
      expect(silence()).toBeNull();
      await seconds(1);
      expect(silence()).toBe(21_000);
      await seconds(4);
      expect(silence()).toBe(25_000);
      expect(facts.getState().status.kind).toBe('paused');
    },
  );

  it('is over when a late answer comes, and the run goes on', async () => {
    await ready();
    worker().silent = true;
    trainer.train();
    await seconds(30);
    expect(silence()).not.toBeNull();
    worker().answer({ type: 'running', running: true });
    expect(facts.getState()).toMatchObject({ silence: null, status: { kind: 'running' } });
    worker().silent = false;
    await seconds(60);
    expect(silence()).toBeNull();
  });

  it('is not told of one that is there, however long nothing else comes', async () => {
    await ready();
    trainer.train();
    await seconds(120);
    expect(silence()).toBeNull();
  });

  it('is waited for longer where steps are long', async () => {
    await ready(50_000);
    const patience = patienceFor(smallExperiment, facts.getState());
    expect(patience).toBe(270_000);
    worker().silent = true;
    trainer.train();
    await seconds(patience / 1_000 - 1);
    expect(silence()).toBeNull();
    await seconds(1);
    expect(silence()).toBe(patience);
  });

  it('is not looked for while nothing is expected', async () => {
    await ready();
    await seconds(2);
    worker().silent = true;
    await seconds(100);
    expect(silence()).toBeNull();
  });

  it('is told of one whose code does not come, and it is not replaced by itself', async () => {
    facts.setState(initialRunFacts);
    const never = new FakeWorker();
    never.silent = true;
    const waiting = new Trainer({
      createWorker: () => never,
      facts,
      metrics: new MetricsStore(10),
      frame: (callback) => callback(),
      delay: clock.delay,
    });
    waiting.start(smallExperiment, 'auto');
    await seconds(9);
    expect(facts.getState().stalled).toEqual([]);
    await seconds(1);
    expect(facts.getState().stalled).toEqual([{ file: 'trainer.worker.ts', use: 'trainer' }]);
    expect(never.terminated).toBe(false);
    // It comes after all.
    never.answer({ type: 'progress', phase: 'data', fraction: null });
    expect(facts.getState().stalled).toEqual([]);
    expect(silence()).toBeNull();
  });

  it('is not waited for where a worker goes to make those of its lanes: the same run begins in one that makes none', async () => {
    trainer.start(smallExperiment, 'wasm', 7);
    const first = worker();
    // What it was asked as it began is answered.
    await answers();
    const backend = {
      name: 'wasm',
      reason: 'forced',
      requested: 'wasm',
      detail: '',
      trouble: '',
    } as const;
    first.answer({ type: 'backend', backend });
    first.silent = true;
    await seconds(10);
    expect(first.terminated).toBe(false);
    await seconds(1);
    expect(first.terminated).toBe(true);
    const [begun] = first.sent;
    expect(workers).toHaveLength(2);
    expect(worker().sent).toEqual([{ ...begun, workers: 1 }]);
    worker().answer({ type: 'backend', backend });
    worker().answer(readyReport);
    await seconds(1);
    // It is not tried again with the next run.
    trainer.start(smallExperiment, 'wasm');
    expect(worker().sent.at(-1)).toMatchObject({ type: 'start', workers: 1 });
    expect(workers).toHaveLength(2);
  });

  it('counts as ever where more was heard since, and on the GPU, which has no such workers', async () => {
    const backend = { reason: 'forced', requested: 'auto', detail: '', trouble: '' } as const;
    trainer.start(smallExperiment, 'auto');
    worker().answer({ type: 'backend', backend: { ...backend, name: 'webgpu' } });
    worker().silent = true;
    await seconds(19);
    trainer.start(smallExperiment, 'auto');
    worker().answer({ type: 'backend', backend: { ...backend, name: 'wasm' } });
    worker().answer({ type: 'progress', phase: 'network', fraction: null });
    worker().silent = true;
    await seconds(19);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(worker().sent.map((command) => command.type)).toEqual(['start']);
  });

  it('does not count while the page sleeps', async () => {
    await ready();
    worker().silent = true;
    trainer.train();
    clock.tick(3_600_000);
    expect(silence()).toBeNull();
  });
});

describe('another run', () => {
  it('that is asked for of a silent worker gets a new one at once', async () => {
    await ready();
    const first = worker();
    first.silent = true;
    trainer.train();
    await seconds(8);
    trainer.start(smallExperiment, 'auto');
    expect(first.terminated).toBe(true);
    expect(workers).toHaveLength(2);
    expect(starts(worker())).toEqual([2]);
    worker().answer(readyReport);
    expect(facts.getState().status.kind).toBe('preparing');
  });

  it('that a worker does not take up gets a new one by itself, with what was asked for since', async () => {
    await ready();
    const first = worker();
    first.silent = true;
    trainer.start(smallExperiment, 'auto');
    trainer.train();
    expect(first.terminated).toBe(false);
    await seconds(1);
    expect(first.terminated).toBe(true);
    expect(starts(worker())).toEqual([2]);
    worker().answer(readyReport);
    expect(worker().sent.map(({ type }) => type)).toEqual(['start', 'train']);
    // What the first still says counts for nothing.
    first.answer({ type: 'failed', code: 'internal', message: 'late' }, 2);
    expect(facts.getState().status.kind).not.toBe('failed');
  });

  it('keeps a worker that hears it within a second, however long it takes to begin', async () => {
    await ready();
    trainer.start(smallExperiment, 'auto');
    await answers();
    await seconds(30);
    expect(workers).toHaveLength(1);
  });

  it('gets a new worker where only what was asked before it is answered', async () => {
    await ready();
    worker().silent = true;
    trainer.train();
    const asked = worker().questions;
    trainer.start(smallExperiment, 'auto');
    // An answer that was on its way as the run was left: the worker may have begun a long step since.
    worker().pong(asked);
    await seconds(1);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(starts(worker())).toEqual([2]);
  });

  it('does not have a worker loaded again whose code is still on its way', async () => {
    const slow = new FakeWorker();
    slow.silent = true;
    const waiting = new Trainer({
      createWorker: () => slow,
      facts,
      metrics: new MetricsStore(10),
      delay: clock.delay,
    });
    waiting.start(smallExperiment, 'auto');
    waiting.start(smallExperiment, 'auto');
    await seconds(3);
    expect(slow.terminated).toBe(false);
    expect(starts(slow)).toHaveLength(2);
  });

  it('after a failure of the trainer itself gets a new worker, after one of its data the same', async () => {
    await ready();
    worker().answer({ type: 'failed', code: 'data', message: '500' });
    trainer.start(smallExperiment, 'auto');
    expect(workers).toHaveLength(1);
    worker().answer({ type: 'failed', code: 'internal', message: 'odd' });
    trainer.start(smallExperiment, 'auto');
    expect(workers).toHaveLength(2);
    expect(workers[0]!.terminated).toBe(true);
  });
});
