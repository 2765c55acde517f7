import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forget, INDEX, keep, KeepError, keptIds, readKept } from './keep';

/** A file system in memory, of what is used of the browser's. */
class Folder {
  readonly kind = 'directory';
  readonly entriesByName = new Map<string, Folder | StoredFile>();
  /** Names in the order in which files were written, in all folders. */
  static written: string[] = [];
  /** Bytes that still find room. */
  static room = Infinity;

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<Folder> {
    const found = this.entriesByName.get(name);
    if (found instanceof Folder) return found;
    if (!create) throw new DOMException('', 'NotFoundError');
    const folder = new Folder();
    this.entriesByName.set(name, folder);
    return folder;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<StoredFile> {
    const found = this.entriesByName.get(name);
    if (found instanceof StoredFile) return found;
    if (!create) throw new DOMException('', 'NotFoundError');
    const file = new StoredFile(name);
    this.entriesByName.set(name, file);
    return file;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entriesByName.delete(name)) throw new DOMException('', 'NotFoundError');
  }

  async *entries(): AsyncGenerator<[string, Folder | StoredFile]> {
    yield* this.entriesByName;
  }
}

class StoredFile {
  readonly kind = 'file';
  readonly name: string;
  #bytes = new Uint8Array();

  constructor(name: string) {
    this.name = name;
  }

  async getFile(): Promise<Blob> {
    return new Blob([this.#bytes]);
  }

  async createWritable() {
    return {
      write: async (bytes: Uint8Array<ArrayBuffer>) => {
        if (bytes.length > Folder.room) throw new DOMException('', 'QuotaExceededError');
        Folder.room -= bytes.length;
        Folder.written.push(this.name);
        this.#bytes = bytes.slice();
      },
      close: async () => undefined,
    };
  }
}

const database = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  createStore: () => ({}),
  get: async (key: string) => database.get(key),
  set: async (key: string, value: unknown) => database.set(key, value),
  keys: async () => [...database.keys()],
  delMany: async (keys: string[]) => keys.forEach((key) => database.delete(key)),
}));

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
const files = new Map([
  [INDEX, bytes(1)],
  ['pixels', bytes(2, 3)],
]);

let root: Folder;
let hasFileSystem: boolean;

beforeEach(() => {
  root = new Folder();
  hasFileSystem = true;
  Folder.written = [];
  Folder.room = Infinity;
  database.clear();
  vi.stubGlobal('navigator', {
    storage: {
      getDirectory: async () => {
        if (!hasFileSystem) throw new DOMException('', 'SecurityError');
        return root;
      },
    },
    locks: { request: (_name: string, write: () => Promise<void>) => write() },
  });
});

describe.each([true, false])('with a file system of its own: %s', (has) => {
  beforeEach(() => {
    hasFileSystem = has;
  });

  it('what is kept is read, listed, replaced and forgotten', async () => {
    await keep('images', 'a', files);
    await keep('weights', 'b', files);
    expect([await keptIds('images'), await keptIds('weights')]).toEqual([['a'], ['b']]);
    expect(await readKept('images', 'a', 'pixels')).toEqual(bytes(2, 3));
    await keep('images', 'a', new Map([[INDEX, bytes(9)]]));
    expect(await readKept('images', 'a', INDEX)).toEqual(bytes(9));
    expect(await readKept('images', 'a', 'pixels')).toBe(null);
    await forget('images', 'a');
    expect([await keptIds('images'), await keptIds('weights')]).toEqual([[], ['b']]);
    expect(await readKept('images', 'a', INDEX)).toBe(null);
    expect(database.size > 0).toBe(!has);
  });
});

it('the index is written last, so that what is half written is not there, and it is cleared away by the next', async () => {
  await keep('images', 'a', files);
  expect(Folder.written).toEqual(['pixels', INDEX]);
  const images = await root.getDirectoryHandle('images');
  const half = await images.getDirectoryHandle('half', { create: true });
  await half.getFileHandle('pixels', { create: true });
  expect(await keptIds('images')).toEqual(['a']);
  await keep('images', 'b', files);
  expect([...images.entriesByName.keys()]).toEqual(['a', 'b']);
});

it('what finds no room leaves nothing behind, and what was there is as it was', async () => {
  await keep('images', 'a', files);
  Folder.room = 2;
  await expect(keep('images', 'b', new Map([...files, ['labels', bytes(1)]]))).rejects.toMatchObject({
    name: 'KeepError',
    full: true,
  });
  expect(await keptIds('images')).toEqual(['a']);
  expect(await readKept('images', 'a', 'pixels')).toEqual(bytes(2, 3));
  expect((await root.getDirectoryHandle('images')).entriesByName.size).toBe(1);
  expect(database.size).toBe(0);
  expect(new KeepError(new Error('else')).full).toBe(false);
});
