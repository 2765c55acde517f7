import { expect, it } from 'vitest';
import type { DataSet } from '../data/dataset';
import { NewestDataSet } from './newest-data-set';

const fashion = {
  data: { set: 'fashion', inputSize: 14 },
  seeds: { data: 0, init: 0, order: 0 },
} as const;
const shapes = { ...fashion, data: { set: 'shapes', inputSize: 14 } } as const;

/** Loads that end when the test says so. */
function open() {
  const loads: {
    tell: (fraction: number | null) => void;
    signal: AbortSignal;
    end: (data: DataSet) => void;
    fail: (error: Error) => void;
  }[] = [];
  const newest = new NewestDataSet(
    (_, tell, signal) => new Promise((end, fail) => void loads.push({ tell, signal, end, fail })),
  );
  return { newest, loads };
}

it('is loaded once, and the newest caller hears of it', async () => {
  const { newest, loads } = open();
  const heard: string[] = [];
  const first = newest.load(fashion, () => heard.push('first'));
  const second = newest.load({ ...fashion, seeds: { ...fashion.seeds, data: 5 } }, () =>
    heard.push('second'),
  );
  loads[0]!.tell(0.5);
  expect(heard).toEqual(['second']);
  const data = {} as DataSet;
  loads[0]!.end(data);
  expect([await first, await second, await newest.load(fashion, () => undefined)]).toEqual([
    data,
    data,
    data,
  ]);
  expect(loads).toHaveLength(1);
});

it('is loaded again after a failure', async () => {
  const { newest, loads } = open();
  const first = newest.load(fashion, () => undefined);
  loads[0]!.fail(new Error('500'));
  await expect(first).rejects.toThrow('500');
  const second = newest.load(fashion, () => undefined);
  loads[1]!.end({} as DataSet);
  await second;
});

it('ends the loading of another one, and of drawn sets the seed counts', () => {
  const { newest, loads } = open();
  void newest.load(fashion, () => undefined);
  void newest.load(shapes, () => undefined);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  void newest.load({ ...shapes, seeds: { ...shapes.seeds, data: 1 } }, () => undefined);
  expect(loads.map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
});
