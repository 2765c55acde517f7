/** Studies from the page's side: what is sent, what is kept, and when a study is over without a word. */
import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudyFacts } from '../state/studies';
import { MetricsStore } from '../state/metrics';
import { initialRunFacts, type RunFacts } from '../state/run';
import type { ResultOf } from '../studies/kinds';
import { FakeWorker, readyReport, smallExperiment } from '../testing/client';
import { Trainer } from './trainer';

let worker: FakeWorker;
let studies: StoreApi<StudyFacts>;
let trainer: Trainer;

const request = { kind: 'paths', samples: 1, seed: 0 } as const;
const result: ResultOf<'paths'> = { kind: 'paths', lanes: [], step: 0, images: 32, open: [], magnitudes: [] };
const said = {
  type: 'study',
  fraction: 0.5,
  parts: [],
  atOnce: 1,
  secondsLeft: 3,
  result,
  message: '',
} as const;
const asked = () => worker.sent.filter(({ type }) => type === 'study' || type === 'cancel-study');

beforeEach(() => {
  worker = new FakeWorker();
  studies = createStore<StudyFacts>()(() => ({ records: {}, current: null }));
  trainer = new Trainer({
    createWorker: () => worker,
    facts: createStore<RunFacts>()(() => initialRunFacts),
    metrics: new MetricsStore(10),
    studies,
    frame: (callback) => callback(),
  });
  trainer.start(smallExperiment, 'auto');
});

it('asks only when the run is ready, and for one study at a time', () => {
  trainer.study(request);
  expect(asked()).toEqual([]);
  worker.answer(readyReport);
  trainer.study(request);
  trainer.study({ kind: 'lesion', images: 50, draws: 0 });
  expect(asked()).toEqual([{ type: 'study', run: 1, study: 1, request }]);
  expect(studies.getState()).toMatchObject({
    current: 'paths',
    records: { paths: { state: 'running', experiment: smallExperiment, gains: [[1, 1], [0, 0]] } },
  }); // prettier-ignore
});

it('keeps what is found, also of a study that was cancelled', () => {
  worker.answer(readyReport);
  trainer.study(request);
  worker.answer({ ...said, study: 1, state: 'running' });
  expect(studies.getState().records.paths).toMatchObject({
    fraction: 0.5,
    parts: [],
    atOnce: 1,
    secondsLeft: 3,
    result,
  });
  trainer.cancelStudy();
  expect(asked().at(-1)).toEqual({ type: 'cancel-study', run: 1, study: 1 });
  worker.answer({ ...said, study: 1, state: 'cancelled', result: null });
  expect(studies.getState()).toMatchObject({
    current: null,
    records: { paths: { state: 'cancelled', result } },
  });
  trainer.cancelStudy();
  expect(asked()).toHaveLength(2);
});

it('gives a study up when another run begins or the worker is lost, and may ask anew', () => {
  worker.answer(readyReport);
  trainer.study(request);
  trainer.start(smallExperiment, 'auto');
  expect(studies.getState()).toMatchObject({ current: null, records: { paths: { state: 'abandoned' } } });
  worker.answer({ ...said, study: 1, state: 'done' }, 1);
  expect(studies.getState().records.paths?.result).toBeNull();
  worker.answer(readyReport);
  trainer.study(request);
  expect(studies.getState().current).toBe('paths');
  worker.crash('boom');
  expect(studies.getState().current).toBeNull();
});
