/** Nothing may follow `failed`: every kind of report, sent after it, leaves every store as it was. */
import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { studyStore, type StudyFacts } from '../state/studies';
import { inspectionStore, sampleStore, type SampleFacts } from '../state/inspections';
import { InstrumentStore } from '../state/instruments';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import type { Report } from '../contract/messages';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';
import { Trainer } from './trainer';

type Sent<R> = R extends Report ? Omit<R, 'run'> : never;

/** One of each kind: the compiler asks for those that are new. */
const reports: { readonly [T in Report['type']]: Sent<Extract<Report, { type: T }>> } = {
  progress: { type: 'progress', phase: 'data', fraction: 0.9 },
  backend: { type: 'backend', backend: { name: 'cpu', reason: 'no-wasm', requested: 'auto', detail: '', trouble: '' } },
  stalled: { type: 'stalled', files: [{ file: 'train-images.bin', use: 'data' }] },
  ready: readyReport,
  metrics: {
    type: 'metrics',
    stepCount: 1,
    rows: Float64Array.of(0, 2.5, 0.1, 3, 2.6, 0.2, 4),
    stepMilliseconds: 9,
  },
  'step-progress': { type: 'step-progress', done: 3, of: 8, isHeld: false },
  watching: { type: 'watching', layout: { lanes: [{ id: 'residual', columns: ['output:conv1'] }], every: 1 } },
  instruments: { type: 'instruments', row: Float64Array.of(0, 1) },
  inspected: {
    type: 'inspected',
    result: {
      kind: 'predictions', step: 0, classes: [], labels: new Uint8Array(), lanes: [], height: 1, width: 1, pixels: null,
    },
  },
  weights: { type: 'weights', weights: { step: 1, lanes: [], images: { classes: [], mean: [], deviation: [] } } },
  state: {
    type: 'state',
    state: { checkpoint: { stepCount: 1, rate: 1, lanes: [] }, changes: { made: [], coming: [] }, testedStep: 0, diverged: [] },
  },
  tested: { type: 'tested', step: 1, results: [{ lane: 'plain', loss: 1, accuracy: 1, answers: new Float32Array() }] },
  switched: { type: 'switched', step: 1, lane: 'plain', block: 'all', gain: 1, replayed: false },
  rated: { type: 'rated', step: 1, rate: 0.5, replayed: false },
  diverged: { type: 'diverged', divergence: { lane: 'plain', step: 1, place: 'loss', layer: null } },
  study: {
    type: 'study', study: 1, state: 'done', fraction: 1, parts: [], atOnce: 0, secondsLeft: 0, result: null, message: '',
  },
  samples: {
    type: 'samples',
    sheet: { height: 1, width: 1, perClass: 1, draw: 0, classes: [], pixels: new Uint8ClampedArray() },
  },
  recovered: { type: 'recovered', lost: 'device', step: 1, repeated: 1, backend: 'wasm' },
  running: { type: 'running', running: true },
  failed: { type: 'failed', code: 'memory', message: 'another one' },
}; // prettier-ignore

let workers: FakeWorker[];
let facts: StoreApi<RunFacts>;
let metrics: MetricsStore;
let instruments: InstrumentStore;
let studies: StoreApi<StudyFacts>;
let samples: StoreApi<SampleFacts>;
let told: unknown[];
let trainer: Trainer;

const everything = () => ({
  facts: facts.getState(),
  rows: [metrics.length, metrics.changes, metrics.generation],
  instruments: [instruments.length, instruments.changes, instruments.generation],
  studies: studies.getState(),
  samples: samples.getState(),
  inspections: inspectionStore.getState(),
  told: [...told],
  sent: workers.map(({ sent }) => [...sent]),
});

beforeEach(() => {
  workers = [];
  told = [];
  facts = createStore<RunFacts>()(() => initialRunFacts);
  metrics = new MetricsStore(10);
  instruments = new InstrumentStore(10);
  studies = createStore<StudyFacts>()(() => studyStore.getInitialState());
  samples = createStore<SampleFacts>()(() => sampleStore.getInitialState());
  trainer = new Trainer({
    createWorker: () => {
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
    facts,
    metrics,
    instruments,
    studies,
    samples,
    frame: (callback) => callback(),
    onSwitched: (event) => told.push(event),
    onRated: (event) => told.push(event),
  });
  trainer.start(smallExperiment, 'auto');
});

for (const [type, report] of Object.entries(reports)) {
  it(`${type} after the failure of a loading changes nothing`, () => {
    workers[0]!.answer({ type: 'failed', code: 'data', message: 'test-images.bin: 500' }, 1);
    const before = everything();
    workers[0]!.answer(report, 1);
    expect(everything()).toEqual(before);
    expect(before.facts.status).toMatchObject({ kind: 'failed', code: 'data' });
  });

  it(`${type} after the failure of a run that was prepared changes nothing`, () => {
    workers[0]!.answer(readyReport, 1);
    trainer.study({ kind: 'paths', samples: 1, seed: 0 });
    workers[0]!.answer({ type: 'failed', code: 'internal', message: 'odd' }, 1);
    const before = everything();
    workers[0]!.answer(report, 1);
    expect(everything()).toEqual(before);
  });

  it(`${type} of a worker that was given up changes nothing`, () => {
    trainer.discardWorker();
    trainer.start(smallExperiment, 'auto');
    const before = everything();
    // As if it knew of the run.
    workers[0]!.answer(report, 2);
    expect(everything()).toEqual(before);
  });

  it(`${type} is heard where nothing has failed`, async () => {
    workers[0]!.answer(readyReport, 1);
    const asked = [trainer.weights(), trainer.state()].map(async (answer) =>
      answer.then(
        (one) => told.push(one),
        () => undefined,
      ),
    );
    trainer.study({ kind: 'paths', samples: 1, seed: 0 });
    trainer.watch(['layers']);
    workers[0]!.answer(reports.watching, 1);
    const before = everything();
    workers[0]!.answer(report, 1);
    if (type === 'weights' || type === 'state') await Promise.race(asked);
    expect(everything()).not.toEqual(before);
  });
}

it('the first failure is the one that is told, and the next run is heard again', () => {
  workers[0]!.answer({ type: 'failed', code: 'data', message: 'no answer' }, 1);
  workers[0]!.crash('then it crashed');
  expect(facts.getState().status).toMatchObject({ code: 'data', message: 'no answer' });
  trainer.start(smallExperiment, 'auto');
  expect(workers).toHaveLength(2);
  workers[1]!.answer(reports.progress);
  expect(facts.getState().status).toMatchObject({ kind: 'preparing', phase: 'data', fraction: 0.9 });
});
