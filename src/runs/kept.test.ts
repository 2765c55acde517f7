/** Runs in the browser's store, which here is a map. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Keep from '../keep/keep';
import { KeepError } from '../keep/keep';
import { keptRunOf } from '../testing/kept-run';
import { tiny } from '../testing/session';
import { forgetRun, keepRun, keptRuns, readRun } from './kept';

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const store = vi.hoisted(() => ({ places: new Map<string, unknown>(), room: Infinity }));
const placesOf = (): Map<string, Files> => store.places as Map<string, Files>;

vi.mock('../keep/keep', async (original) => {
  const real = await original<typeof Keep>();
  return {
    ...real,
    keep: async (_: string, id: string, files: Files) => {
      placesOf().delete(id);
      if (placesOf().size >= store.room) throw new real.KeepError(new DOMException('', 'QuotaExceededError'));
      placesOf().set(id, files);
    },
    readKept: async (_: string, id: string, file: string) => placesOf().get(id)?.get(file) ?? null,
    keptIds: async () => [...placesOf().keys()],
    forget: async (_: string, id: string) => void placesOf().delete(id),
  };
});

const runOf = (id: string, step: number) => ({ ...keptRunOf(tiny, step), id, at: step });

beforeEach(() => {
  placesOf().clear();
  store.room = Infinity;
});

describe('kept runs', () => {
  it('are listed by the newest of their states, the newest first', async () => {
    await keepRun(runOf('one', 10));
    await keepRun(runOf('two', 20));
    await keepRun(runOf('one', 30));
    expect((await keptRuns()).map(({ id, step }) => [id, step])).toEqual([
      ['one', 30],
      ['two', 20],
    ]);
    expect(await readRun('one')).toStrictEqual(runOf('one', 30));
    expect(await readRun('three')).toBeNull();
  });

  it('leave the state before as it was while the next is written', async () => {
    await keepRun(runOf('one', 10));
    await keepRun(runOf('one', 20));
    store.room = 0;
    await expect(keepRun(runOf('one', 30))).rejects.toThrow(KeepError);
    expect((await readRun('one'))?.step).toBe(20);
  });

  it('are read in the state before where the newest is damaged', async () => {
    await keepRun(runOf('one', 10));
    await keepRun(runOf('one', 20));
    const newest = placesOf().get('one-b')?.get('run.bin');
    if (newest === undefined) throw new Error('no second place');
    newest[newest.length - 5] = (newest[newest.length - 5] ?? 0) ^ 1;
    expect((await readRun('one'))?.step).toBe(10);
  });

  it('are four at most, besides those that are open in a tab', async () => {
    for (const [step, id] of ['a', 'b', 'c', 'd', 'e'].entries())
      await keepRun(runOf(id, step), { isOpen: (one) => one === 'a' });
    expect((await keptRuns()).map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a']);
    await keepRun(runOf('f', 9), { isOpen: (one) => one === 'a' });
    expect((await keptRuns()).map(({ id }) => id)).toEqual(['f', 'e', 'd', 'c', 'a']);
  });

  it('make room by giving up others', async () => {
    await keepRun(runOf('old', 1));
    store.room = 1;
    await keepRun(runOf('new', 2));
    expect((await keptRuns()).map(({ id }) => id)).toEqual(['new']);
  });

  it('are gone once forgotten', async () => {
    await keepRun(runOf('one', 10));
    await keepRun(runOf('one', 20));
    await forgetRun('one');
    expect(placesOf().size).toBe(0);
  });

  it('that are anything at all are passed over', async () => {
    const bytes = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
    placesOf().set('a', new Map([['index.json', bytes('{')]]));
    placesOf().set('b', new Map([['index.json', bytes('{"id":1}')]]));
    placesOf().set('c', new Map());
    await keepRun(runOf('one', 10));
    expect((await keptRuns()).map(({ id }) => id)).toEqual(['one']);
  });
});
