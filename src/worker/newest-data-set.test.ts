import { expect, it } from 'vitest';
import type { DataSet } from '../data/dataset';
import type { OnStall } from '../data/download';
import { NewestDataSet } from './newest-data-set';

const fashion = {
  data: { set: 'fashion', inputSize: 14 },
  seeds: { data: 0, init: 0, order: 0 },
} as const;
const shapes = { ...fashion, data: { set: 'shapes', inputSize: 14 } } as const;

const deaf = { onProgress: () => undefined, onStall: () => undefined };

/** Loads that end when the test says so. */
function open() {
  const loads: {
    onProgress: (fraction: number | null) => void;
    onStall: OnStall;
    signal: AbortSignal;
    end: (data: DataSet) => void;
    fail: (error: Error) => void;
  }[] = [];
  const newest = new NewestDataSet(
    (_, options) =>
      new Promise((end, fail) => {
        // As loading does, before it waits for anything.
        options.onProgress(null);
        loads.push({ ...options, end, fail });
      }),
  );
  return { newest, loads };
}

it('is loaded once, and the newest caller hears of it', async () => {
  const { newest, loads } = open();
  const heard: string[] = [];
  const first = newest.load(fashion, { ...deaf, onProgress: () => heard.push('first') });
  const seeds = { ...fashion.seeds, data: 5 };
  const second = newest.load({ ...fashion, seeds }, { ...deaf, onProgress: () => heard.push('second') });
  loads[0]!.onProgress(0.5);
  expect(heard).toEqual(['first', 'second']);
  const data = {} as DataSet;
  loads[0]!.end(data);
  expect([await first, await second, await newest.load(fashion, deaf)]).toEqual([data, data, data]);
  expect(loads).toHaveLength(1);
});

it('is loaded again after a failure', async () => {
  const { newest, loads } = open();
  const first = newest.load(fashion, deaf);
  loads[0]!.fail(new Error('500'));
  await expect(first).rejects.toThrow('500');
  const second = newest.load(fashion, deaf);
  loads[1]!.end({} as DataSet);
  await second;
});

it('ends the loading of another one, and of drawn sets the seed counts', () => {
  const { newest, loads } = open();
  void newest.load(fashion, deaf);
  void newest.load(shapes, deaf);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  void newest.load({ ...shapes, seeds: { ...shapes.seeds, data: 1 } }, deaf);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
});

it('tells whoever comes later of files that do not move', () => {
  const { newest, loads } = open();
  void newest.load(fashion, deaf);
  loads[0]!.onStall('a.bin', true);
  loads[0]!.onStall('b.bin', true);
  loads[0]!.onStall('a.bin', false);
  const heard: [string, boolean][] = [];
  void newest.load(fashion, { ...deaf, onStall: (file, stalled) => heard.push([file, stalled]) });
  loads[0]!.onStall('b.bin', false);
  expect(heard).toEqual([
    ['b.bin', true],
    ['b.bin', false],
  ]);
});
