import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { memoryCaches } from '../testing/data';
import { stoppedClock } from '../testing/stopped-clock';
import { DataCache, fetchFile, fetchJson, type FetchTools } from './fetch';
import type { DataFile } from './manifest';
import { download, LATE, watched, within } from './download';

const URL_OF_FILE = new URL('https://example.test/data/file.bin');
const content = Uint8Array.from({ length: 4_000 }, (_, i) => (i * i) % 251);
const packed = new Uint8Array(gzipSync(content));
const file: DataFile = {
  file: 'file.bin',
  bytes: content.length,
  packedBytes: packed.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

interface Given {
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly caches?: CacheStorage;
  readonly subtle?: SubtleCrypto | undefined;
}

/** Tools whose server gives this body, and how often it was asked. */
function tools({ body = packed, caches, subtle = crypto.subtle }: Given = {}): FetchTools & {
  asked: number;
} {
  const made = {
    asked: 0,
    cache: new DataCache(caches),
    subtle,
    fetch: async () => {
      made.asked += 1;
      return new Response(body);
    },
  };
  return made;
}

const insecure = (given: Given): FetchTools => ({ ...tools(given), subtle: undefined });
const get = (given: FetchTools, of: DataFile = file): Promise<Uint8Array> =>
  fetchFile(URL_OF_FILE, of, given, () => undefined);
const changed = (bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> => {
  const copy = bytes.slice();
  copy[at]! ^= 1;
  return copy;
};

describe('fetchFile', () => {
  test('unpacks what arrives packed, and takes what arrives unpacked', async () => {
    expect(await get(tools())).toEqual(content);
    expect(await get(tools({ body: content }))).toEqual(content);
  });

  test.each([
    ['a changed byte', changed(content, 2_000)],
    ['a changed byte in the packed form', changed(packed, packed.length >> 1)],
    ['packed bytes of something else', new Uint8Array(gzipSync(changed(content, 7)))],
    ['the half of it', packed.slice(0, packed.length >> 1)],
    ['the half of it, unpacked', content.slice(0, 2_000)],
    ['nothing', new Uint8Array()],
    ["a page that stands for 'not found'", new TextEncoder().encode('<!doctype html>')],
    ['more than was announced', new Uint8Array(4_001)],
    ['a small file that unpacks to a huge one', new Uint8Array(gzipSync(new Uint8Array(5_000_000)))],
  ])('refuses %s as corrupt', async (_, body) => {
    await expect(get(tools({ body }))).rejects.toMatchObject({ name: 'DataError', code: 'corrupt' });
  });

  test('without Web Crypto length and checksum still count', async () => {
    expect(await get(insecure({}))).toEqual(content);
    await expect(get(insecure({ body: packed.slice(0, -9) }))).rejects.toMatchObject({ code: 'corrupt' });
    await expect(get(insecure({ body: changed(packed, packed.length - 5) }))).rejects.toMatchObject({
      code: 'corrupt',
    });
  });

  test('the share never falls, and is 1 once at the end', async () => {
    const shares: number[] = [];
    await fetchFile(URL_OF_FILE, file, tools(), (share) => shares.push(share));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.filter((share) => share === 1)).toHaveLength(1);
    expect(shares.at(-1)).toBe(1);
  });

  test('an answer that is no success, and no answer', async () => {
    const refusing = { ...tools(), fetch: async () => new Response('', { status: 503 }) };
    await expect(get(refusing)).rejects.toMatchObject({
      code: 'http',
      message: expect.stringContaining('503'),
    });
    const silent = { ...tools(), fetch: async () => Promise.reject(new TypeError('Failed to fetch')) };
    await expect(get(silent)).rejects.toMatchObject({ code: 'network' });
  });

  test('an abort gives the reason of the signal, not an error of data', async () => {
    const controller = new AbortController();
    const reason = new Error('another run began');
    const given: FetchTools = {
      ...tools(),
      signal: controller.signal,
      // What a browser's fetch does when it is aborted under way.
      fetch: async () => {
        controller.abort(reason);
        throw new DOMException('aborted', 'AbortError');
      },
    };
    await expect(get(given)).rejects.toBe(reason);
  });
});

describe('the cache', () => {
  test('verified bytes are not fetched again', async () => {
    const { caches } = memoryCaches();
    const given = tools({ caches });
    await get(given);
    expect(await get(given)).toEqual(content);
    expect(given.asked).toBe(1);
  });

  test.each([
    ['changed', changed(content, 3)],
    ['shortened', content.slice(0, 10)],
  ])('a %s entry is dropped and fetched anew', async (_, spoilt) => {
    const { caches, entries } = memoryCaches();
    const given = tools({ caches });
    await get(given);
    for (const key of entries.keys()) entries.set(key, spoilt);
    expect(await get(given)).toEqual(content);
    expect(given.asked).toBe(2);
    expect([...entries.values()]).toEqual([content]);
  });

  test('corrupt bytes never get in', async () => {
    const { caches, entries } = memoryCaches();
    await get(tools({ caches, body: changed(content, 9) })).catch(() => undefined);
    expect(entries.size).toBe(0);
  });

  test('a new version takes the place of the old one', async () => {
    const { caches, entries } = memoryCaches();
    await get(tools({ caches }));
    const newer = changed(content, 1);
    const sha256 = createHash('sha256').update(newer).digest('hex');
    expect(await get(tools({ caches, body: newer }), { ...file, sha256 })).toEqual(newer);
    expect([...entries.values()]).toEqual([newer]);
  });

  test('storage that is forbidden or full does not matter', async () => {
    const forbidden = {
      open: async () => Promise.reject(new DOMException('no', 'SecurityError')),
    } as unknown as CacheStorage;
    expect(await get(tools({ caches: forbidden }))).toEqual(content);
    const full = {
      open: async () => ({
        match: async () => undefined,
        delete: async () => false,
        put: async () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      }),
    } as unknown as CacheStorage;
    expect(await get(tools({ caches: full }))).toEqual(content);
  });
});

describe('fetchJson', () => {
  test('parses', async () => {
    const body = new TextEncoder().encode('{"a": 1}');
    expect(await fetchJson(URL_OF_FILE, tools({ body }))).toEqual({ a: 1 });
  });

  test('what is not JSON', async () => {
    const body = new TextEncoder().encode('<!doctype html>');
    await expect(fetchJson(URL_OF_FILE, tools({ body }))).rejects.toMatchObject({ code: 'format' });
  });
});

const never = <T>(): Promise<T> => new Promise(() => undefined);
const url = new URL('https://example.test/data/images.bin');
const hundred = Uint8Array.from({ length: 100 }, (_, i) => i);
// Without Web Crypto, which takes time that is not the clock's, the hash is not looked at.
const unhashed = { file: 'images.bin', bytes: 100, packedBytes: 100, sha256: 'none' };

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
        fetch: async () => new Response(hundred),
        cache: new DataCache(counted, delay),
        delay,
      };
      let got: Uint8Array | undefined;
      void fetchFile(url, unhashed, tools, () => undefined).then((bytes) => (got = bytes));
      await pass(2_999);
      expect(got).toBeUndefined();
      await pass(3_000);
      expect(got).toEqual(hundred);
      const before = opened;
      expect(await fetchFile(url, unhashed, tools, () => undefined)).toEqual(hundred);
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
    void writer.write(hundred.slice(0, 40));
    // A chunk within ten seconds of the one before is no stall.
    await pass(9_000);
    expect(told).toEqual([]);
    await pass(1_000);
    expect(told.splice(0)).toEqual([['images.bin', true]]);
    void writer.write(hundred.slice(40));
    void writer.close();
    expect(await body).toEqual(hundred);
    expect(told).toEqual([['images.bin', false]]);
  });
});
