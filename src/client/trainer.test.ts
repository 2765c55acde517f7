import { beforeEach, describe, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SwitchEvent } from '../config/schema';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import { samplesKey, sampleStore } from '../state/inspections';
import { expectedGains } from './reports';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';
import { Trainer } from './trainer';
import { NoRunError } from './asked';
import { gradientOf } from '../contract/metrics';

let workers: FakeWorker[];
let facts: StoreApi<RunFacts>;
let metrics: MetricsStore;
let frames: (() => void)[];
let live: SwitchEvent[];
let trainer: Trainer;

const worker = (): FakeWorker => workers.at(-1)!;
const types = (): string[] => worker().sent.map((command) => command.type);
const row = (...numbers: number[]): Float64Array<ArrayBuffer> => Float64Array.from(numbers);

beforeEach(() => {
  workers = [];
  frames = [];
  live = [];
  facts = createStore<RunFacts>()(() => initialRunFacts);
  metrics = new MetricsStore(100);
  trainer = new Trainer({
    createWorker: () => {
      workers.push(new FakeWorker());
      return worker();
    },
    facts,
    metrics,
    explain: () => Promise.resolve({ file: '/trainer.js', what: 'status', status: 404 }),
    frame: (callback) => frames.push(callback),
    onSwitched: (event) => live.push(event),
  });
});

function ready(): void {
  trainer.start(smallExperiment, 'auto');
  worker().answer(readyReport);
  worker().answer({
    type: 'metrics',
    stepCount: 0,
    rows: row(0, 2.5, 0.1, 3, 2.6, 0.2, 4),
    stepMilliseconds: 9,
  });
  drawFrame();
}

function drawFrame(): void {
  for (const callback of frames.splice(0)) callback();
}

describe('a run', () => {
  it('is prepared, shows its first numbers and waits', () => {
    trainer.start(smallExperiment, 'wasm');
    expect(worker().sent).toEqual([{ type: 'start', run: 1, experiment: smallExperiment, backend: 'wasm' }]);
    expect(facts.getState().lanes.map((lane) => lane.gains)).toEqual([
      [1, 1],
      [0, 0],
    ]);
    worker().answer({ type: 'progress', phase: 'data', fraction: 0.5 });
    drawFrame();
    expect(facts.getState().status).toEqual({ kind: 'preparing', phase: 'data', fraction: 0.5 });
    worker().answer(readyReport);
    expect(facts.getState().status).toMatchObject({ kind: 'preparing', phase: 'first-gradient' });
    worker().answer({
      type: 'metrics',
      stepCount: 0,
      rows: row(0, 2.5, 0.1, 3, 2.6, 0.2, 4),
      stepMilliseconds: 9,
    });
    drawFrame();
    expect(facts.getState().status).toEqual({ kind: 'paused' });
    expect(facts.getState().stepsPerEpoch).toBe(62);
  });

  it('takes the newest row of a message for the lanes and all rows for the series', () => {
    ready();
    const rows = row(0, 2.5, 0.1, 3, 2.6, 0.2, 4, 1, 1.5, 0.5, 30, Number.NaN, 0, Number.POSITIVE_INFINITY);
    worker().answer({ type: 'metrics', stepCount: 2, rows, stepMilliseconds: 12 });
    drawFrame();
    const [residual, plain] = facts.getState().lanes;
    expect(residual).toMatchObject({ loss: 1.5, accuracy: 0.5 });
    expect(plain).toMatchObject({ loss: Number.NaN, accuracy: 0 });
    expect(facts.getState()).toMatchObject({ stepCount: 2, stepMilliseconds: 12 });
    expect(metrics.length).toBe(2);
    expect(metrics.value(0, metrics.column(0, gradientOf('conv1')), 1)).toBe(30);
  });

  it('tells how far a step is that lasts, until its row is there', () => {
    ready();
    worker().answer({ type: 'step-progress', done: 3, of: 28, isHeld: false });
    worker().answer({ type: 'running', running: false });
    worker().answer({ type: 'step-progress', done: 5, of: 28, isHeld: true });
    drawFrame();
    expect(facts.getState()).toMatchObject({
      status: { kind: 'paused' },
      stepCount: 0,
      stepProgress: { done: 5, of: 28, isHeld: true },
    });
    const rows = row(0, 2.5, 0.1, 3, 2.6, 0.2, 4);
    worker().answer({ type: 'metrics', stepCount: 1, rows, stepMilliseconds: 9_000 });
    drawFrame();
    expect(facts.getState()).toMatchObject({ stepCount: 1, stepProgress: null });
  });

  it('has no numbers of a lane before the first gradient, also where the run fails before', () => {
    trainer.start(smallExperiment, 'auto');
    worker().answer({ type: 'failed', code: 'data', message: 'no answer' });
    expect(facts.getState()).toMatchObject({ status: { kind: 'failed' }, isMeasured: false });
    ready();
    expect(facts.getState().isMeasured).toBe(true);
  });

  it('hears nothing from an earlier run', () => {
    ready();
    trainer.start(smallExperiment, 'auto');
    worker().answer(
      { type: 'metrics', stepCount: 7, rows: row(6, 1, 1, 1, 1, 1, 1), stepMilliseconds: 1 },
      1,
    );
    worker().answer({ type: 'running', running: true }, 1);
    drawFrame();
    expect(facts.getState()).toMatchObject({ run: 2, stepCount: 0, status: { kind: 'preparing' } });
    expect(metrics.length).toBe(0);
  });

  it('reaches React once per frame, whatever the number of messages', () => {
    ready();
    let renders = 0;
    facts.subscribe(() => renders++);
    for (let step = 0; step < 20; step++) {
      const rows = row(step, 1, 1, 1, 1, 1, 1);
      worker().answer({ type: 'metrics', stepCount: step + 1, rows, stepMilliseconds: 1 });
    }
    expect(renders).toBe(0);
    drawFrame();
    expect(renders).toBe(1);
    expect(facts.getState().stepCount).toBe(20);
    expect(metrics.length).toBe(20);
  });

  it('keeps every test result', () => {
    ready();
    const answers = Float32Array.of(0.25, 0.75);
    for (const step of [50, 100]) {
      worker().answer({
        type: 'tested',
        step,
        results: [
          { lane: 'plain', loss: 2.3, accuracy: 0.1, answers },
          { lane: 'residual', loss: 1, accuracy: step / 200, answers: answers.map((share) => share * step) },
        ],
      });
    }
    const [residual, plain] = facts.getState().lanes;
    expect(residual?.tests.map((test) => test.accuracy)).toEqual([0.25, 0.5]);
    expect(plain?.test).toEqual({ step: 100, loss: 2.3, accuracy: 0.1 });
    expect([...(residual?.answers ?? [])]).toEqual([25, 75]);
  });
});

describe('commands', () => {
  it('wait while the run is being prepared and follow in order', () => {
    trainer.start(smallExperiment, 'auto');
    trainer.train();
    trainer.setSkip('plain', 'all', 1);
    expect(facts.getState().intent).toBe('train');
    expect(types()).toEqual(['start']);
    worker().answer(readyReport);
    expect(types()).toEqual(['start', 'train', 'switch']);
    worker().answer({ type: 'running', running: true });
    expect(facts.getState()).toMatchObject({ intent: null, status: { kind: 'running' } });
  });

  it('show before the worker answers, also where it first says that it is prepared', () => {
    trainer.start(smallExperiment, 'auto');
    worker().answer(readyReport);
    trainer.train();
    worker().answer({ type: 'running', running: false });
    expect(facts.getState().intent).toBe('train');
    worker().answer({ type: 'running', running: true });
    expect(facts.getState().intent).toBeNull();
    trainer.pause();
    expect(facts.getState()).toMatchObject({ intent: 'pause', status: { kind: 'running' } });
    worker().answer({ type: 'running', running: false });
    expect(facts.getState()).toMatchObject({ intent: null, status: { kind: 'paused' } });
  });

  it('are taken back by pause, and forgotten by a new run', () => {
    trainer.start(smallExperiment, 'auto');
    trainer.train();
    trainer.pause();
    worker().answer(readyReport);
    expect(types()).toEqual(['start']);
    trainer.start(smallExperiment, 'auto');
    trainer.train();
    trainer.start(smallExperiment, 'auto');
    worker().answer(readyReport);
    expect(types()).not.toContain('train');
    expect(facts.getState().intent).toBeNull();
  });

  it('given after a change was announced belong to the run that follows', () => {
    ready();
    trainer.announce(smallExperiment);
    trainer.train();
    trainer.start(smallExperiment, 'auto');
    worker().answer(readyReport);
    expect(types()).toEqual(['start', 'pause', 'start', 'train']);
    expect(worker().sent.map((command) => command.run)).toEqual([1, 1, 2, 2]);
  });
});

describe('skip switches', () => {
  it('show at once, are in force when confirmed, and are told of', () => {
    ready();
    trainer.setSkip('plain', 1, 1);
    const waiting = facts.getState();
    expect(waiting.lanes[1]?.gains).toEqual([0, 0]);
    expect(expectedGains(waiting.lanes[1]!, waiting.pending)).toEqual([0, 1]);
    expect(live).toEqual([]);
    const event = { step: 3, lane: 'plain', block: 1, gain: 1 };
    worker().answer({ type: 'switched', ...event, replayed: false });
    expect(facts.getState()).toMatchObject({ pending: [], switches: [event] });
    expect(facts.getState().lanes[1]?.gains).toEqual([0, 1]);
    expect(live).toEqual([event]);
  });

  it('replayed from the timeline are shown but not recorded again', () => {
    ready();
    worker().answer({ type: 'switched', step: 2, lane: 'residual', block: 'all', gain: 0, replayed: true });
    expect(facts.getState().lanes[0]?.gains).toEqual([0, 0]);
    expect(facts.getState().switches).toHaveLength(1);
    expect(live).toEqual([]);
  });
});

describe('sample images', () => {
  const sheetOf = (draw: number) => {
    const pixels = new Uint8ClampedArray();
    return { height: 14, width: 14, perClass: 8, draw, classes: [], pixels };
  };

  it('come into their store under the data that they are of', () => {
    ready();
    trainer.samples(8, 2);
    expect(worker().sent.at(-1)).toEqual({ type: 'samples', run: 1, perClass: 8, draw: 2 });
    const sheet = sheetOf(2);
    worker().answer({ type: 'samples', sheet });
    expect(sampleStore.getState()).toEqual({ sheet, key: samplesKey(smallExperiment, 2) });
    const { data, seeds } = smallExperiment;
    for (const other of [
      { data: { ...data, inputSize: 28 }, seeds },
      { data: { ...data, set: 'fashion' as const }, seeds },
      { data, seeds: { ...seeds, data: 1 } },
    ])
      expect(samplesKey(other, 2)).not.toBe(samplesKey(smallExperiment, 2));
  });

  it('of a run that is over are dropped', () => {
    ready();
    const before = sampleStore.getState();
    trainer.start(smallExperiment, 'auto');
    worker().answer({ type: 'samples', sheet: sheetOf(0) }, 1);
    expect(sampleStore.getState()).toBe(before);
  });
});

describe('failure', () => {
  it('of the worker is shown, and a new run gets a new worker', () => {
    ready();
    worker().crash('boom');
    expect(facts.getState().status).toEqual({ kind: 'failed', code: 'internal', message: 'boom' });
    expect(worker().terminated).toBe(true);
    trainer.train();
    expect(types()).toEqual(['start']);
    trainer.start(smallExperiment, 'auto');
    expect(workers).toHaveLength(2);
    expect(types()).toEqual(['start']);
    expect(facts.getState().status.kind).toBe('preparing');
  });

  it('of a worker whose code does not arrive says why, not that it is undefined', async () => {
    trainer.start(smallExperiment, 'auto');
    worker().miss();
    expect(facts.getState().status.kind).toBe('preparing');
    await Promise.resolve();
    expect(facts.getState().status).toEqual({
      kind: 'failed',
      code: 'worker',
      message: expect.stringContaining('did not run'),
      fault: { file: '/trainer.js', what: 'status', status: 404 },
    });
    expect(worker().terminated).toBe(true);
  });

  it('of a worker that was replaced while its loss was looked into is not told', async () => {
    trainer.start(smallExperiment, 'auto');
    worker().miss();
    trainer.discardWorker();
    trainer.start(smallExperiment, 'auto');
    await Promise.resolve();
    expect(facts.getState().status.kind).toBe('preparing');
  });

  it('to send a command is shown', () => {
    ready();
    worker().postMessage = () => {
      throw new DOMException('could not be cloned', 'DataCloneError');
    };
    trainer.step();
    expect(facts.getState().status).toMatchObject({ code: 'internal', message: 'could not be cloned' });
  });

  it('to construct a worker is shown too', () => {
    const broken = new Trainer({
      createWorker: () => {
        throw new Error('no module workers');
      },
      facts,
      metrics,
    });
    broken.start(smallExperiment, 'auto');
    expect(facts.getState().status).toMatchObject({ code: 'worker', message: 'no module workers' });
  });
});

describe('weights', () => {
  const weights = { step: 3, lanes: [], images: { classes: [], mean: [], deviation: [] } };

  it('are asked for once, and come to all who wait for them', async () => {
    ready();
    const both = Promise.all([trainer.weights(), trainer.weights()]);
    expect(types().filter((type) => type === 'weights')).toHaveLength(1);
    worker().answer({ type: 'weights', weights });
    expect(await both).toEqual([weights, weights]);
    // Whoever asks later gets those of a later step.
    const later = trainer.weights();
    expect(types().filter((type) => type === 'weights')).toHaveLength(2);
    worker().answer({ type: 'weights', weights: { ...weights, step: 4 } });
    expect(await later).toMatchObject({ step: 4 });
  });

  it('do not come of a run that is not prepared, that another one ends, or that fails', async () => {
    trainer.start(smallExperiment, 'auto');
    await expect(trainer.weights()).rejects.toThrow(NoRunError);
    ready();
    const left = trainer.weights();
    trainer.start(smallExperiment, 'auto');
    await expect(left).rejects.toThrow(NoRunError);
    ready();
    const failed = trainer.weights();
    worker().crash('boom');
    await expect(failed).rejects.toThrow(NoRunError);
  });
});
