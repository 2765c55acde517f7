/** What never answers: storage is done without, a connection is told of and may still move. The clock is the test's. */
import { describe, expect, it } from 'vitest';
import { stoppedClock } from '../testing/stopped-clock';
import { DataCache } from './cache';
import { download } from './download';
import { fetchFile, type FetchTools } from './fetch';
import { memoryCaches } from '../testing/data';
import { LATE, watched, within } from './time-limit';

const never = <T>(): Promise<T> => new Promise(() => undefined);
const url = new URL('https://example.test/data/images.bin');
const content = Uint8Array.from({ length: 100 }, (_, i) => i);
// Without Web Crypto, which takes time that is not the clock's, the hash is not looked at.
const file = { file: 'images.bin', bytes: 100, packedBytes: 100, sha256: 'none' };

describe('within', () => {
  it('is what the task says, or LATE, and leaves no timer behind', async () => {
    const { delay, pass } = stoppedClock();
    expect(await within(Promise.resolve(5), 10, delay)).toBe(5);
    await expect(within(Promise.reject(new Error('no')), 10, delay)).rejects.toThrow('no');
    let said: unknown;
    void within(never(), 10, delay).then((answer) => (said = answer));
    await pass(9);
    expect(said).toBeUndefined();
    await pass(1);
    expect(said).toBe(LATE);
  });
});

describe('watched', () => {
  it('tells of a task that takes long, and of its end', async () => {
    const { delay, pass } = stoppedClock();
    const told: boolean[] = [];
    let end: (value: number) => void = () => undefined;
    const task = watched(
      new Promise<number>((resolve) => (end = resolve)),
      10,
      (late) => told.push(late),
      delay,
    );
    await pass(10);
    expect(told).toEqual([true]);
    end(7);
    expect(await task).toBe(7);
    expect(told).toEqual([true, false]);
    await watched(Promise.resolve(1), 10, (late) => told.push(late), delay);
    await pass(20);
    expect(told).toHaveLength(2);
  });
});

describe('storage', () => {
  /** Storage in memory, one of whose methods never answers. */
  const silent = (method: string): CacheStorage => {
    const { caches } = memoryCaches();
    const open = async (name: string): Promise<Cache> => {
      return Object.assign(await caches.open(name), { [method]: () => never() });
    };
    return { open: method === 'open' ? () => never() : open } as unknown as CacheStorage;
  };

  it.each(['open', 'match', 'delete', 'put'])(
    'whose `%s` never answers is done without, and asked once',
    async (method) => {
      const { delay, pass } = stoppedClock();
      let opened = 0;
      const storage = silent(method);
      const counted = { open: (name: string) => (opened++, storage.open(name)) } as unknown as CacheStorage;
      const tools: FetchTools = {
        fetch: async () => new Response(content),
        cache: new DataCache(counted, delay),
        delay,
      };
      let got: Uint8Array | undefined;
      void fetchFile(url, file, tools, () => undefined).then((bytes) => (got = bytes));
      await pass(2_999);
      expect(got).toBeUndefined();
      await pass(3_000);
      expect(got).toEqual(content);
      const before = opened;
      expect(await fetchFile(url, file, tools, () => undefined)).toEqual(content);
      expect(opened).toBe(before);
    },
  );
});

describe('a download', () => {
  it('whose headers or bytes do not come is told of, and goes on when they do', async () => {
    const { delay, pass } = stoppedClock();
    const told: [string, boolean][] = [];
    let answer: (response: Response) => void = () => undefined;
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
    const writer = writable.getWriter();
    const body = download(
      url,
      {
        fetch: () => new Promise((resolve) => (answer = resolve)),
        delay,
        onStall: (name, stalled) => told.push([name, stalled]),
      },
      {},
      () => undefined,
    );
    await pass(10_000);
    expect(told.splice(0)).toEqual([['images.bin', true]]);
    answer(new Response(readable));
    await pass(9_000);
    expect(told.splice(0)).toEqual([['images.bin', false]]);
    void writer.write(content.slice(0, 40));
    // A chunk within ten seconds of the one before is no stall.
    await pass(9_000);
    expect(told).toEqual([]);
    await pass(1_000);
    expect(told.splice(0)).toEqual([['images.bin', true]]);
    void writer.write(content.slice(40));
    void writer.close();
    expect(await body).toEqual(content);
    expect(told).toEqual([['images.bin', false]]);
  });
});
