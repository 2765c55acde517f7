import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULTS } from '../../config/defaults';
import { recordSwitch } from '../../config/edit/edit';
import type { ExperimentConfig } from '../../config/schema';
import { createHistory, type History } from './history';

let experiment: StoreApi<{ readonly config: ExperimentConfig }>;
let history: History;
const change = (config: ExperimentConfig) => experiment.setState({ config });
const batch = (batchSize: number) => change({ ...experiment.getState().config, batchSize });
const now = () => experiment.getState().config.batchSize;
const lengths = () => [history.store.getState().past.length, history.store.getState().future.length];

beforeEach(() => {
  experiment = createStore<{ readonly config: ExperimentConfig }>()(() => ({ config: DEFAULTS }));
  history = createHistory(experiment, change);
  history.watch();
});

it('goes back and forth, and forgets what was undone once something else is changed', () => {
  batch(1);
  batch(2);
  history.undo();
  expect(now()).toBe(1);
  history.undo();
  expect(experiment.getState().config).toBe(DEFAULTS);
  history.undo();
  expect(lengths()).toStrictEqual([0, 2]);
  history.redo();
  history.redo();
  history.redo();
  expect(now()).toBe(2);
  history.undo();
  batch(3);
  expect(lengths()).toStrictEqual([2, 0]);
  history.undo();
  expect(now()).toBe(1);
});

it('does not count switches, but brings them back with the experiment they belong to', () => {
  change(recordSwitch(DEFAULTS, { step: 4, lane: 'plain', block: 'all', gain: 1 }));
  expect(lengths()).toStrictEqual([0, 0]);
  change({ ...DEFAULTS, batchSize: 8 });
  history.undo();
  expect(experiment.getState().config.timeline).toHaveLength(1);
});

it('takes switches and settings back in the order in which they were made', () => {
  const done: string[] = [];
  const lever = (name: string) => ({
    lane: 'plain',
    block: 'all' as const,
    gain: 1,
    back: () => done.push(`${name} back`),
    again: () => done.push(`${name} again`),
  });
  history.thrown(lever('first'));
  batch(8);
  history.thrown(lever('second'));
  history.undo();
  expect([done, now()]).toStrictEqual([['second back'], 8]);
  history.undo();
  expect([done, now()]).toStrictEqual([['second back'], DEFAULTS.batchSize]);
  history.undo();
  expect(done).toStrictEqual(['second back', 'first back']);
  for (let times = 0; times < 4; times++) history.redo();
  expect([done.slice(2), now()]).toStrictEqual([['first again', 'second again'], 8]);
  history.undo();
  history.thrown(lever('third'));
  expect(history.store.getState().future).toStrictEqual([]);
  expect(lengths()).toStrictEqual([3, 0]);
});

it('keeps the newest hundred', () => {
  for (let size = 1; size <= 120; size++) batch(size);
  for (let times = 0; times < 200; times++) history.undo();
  expect(now()).toBe(20);
});
