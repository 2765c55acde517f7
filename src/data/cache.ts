/**
 * Verified bytes in Cache Storage. No fault of it counts: what is not found is fetched, what cannot be kept is fetched at the
 * next visit. One that does not answer is not asked a second time.
 */
import type { DataFile } from './manifest';
import { delayed, LATE, within, type Delay } from './time-limit';

const CACHE_NAME = 'resnet-explorer-data';
/** Milliseconds that storage is waited for; it usually takes some tens. */
const PATIENCE = 3_000;

export class DataCache {
  /** Undefined where the context is not secure, or storage does not answer. */
  #caches: CacheStorage | undefined;
  readonly #delay: Delay;

  constructor(caches: CacheStorage | undefined, delay: Delay = delayed) {
    this.#caches = caches;
    this.#delay = delay;
  }

  /** The bytes of a file that `isRight` holds of, or null. An entry that is not right is dropped. */
  async read(
    url: URL,
    file: DataFile,
    isRight: (bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#patiently(async (caches) => {
      const cache = await caches.open(CACHE_NAME);
      const hit = await cache.match(cacheKey(url, file));
      if (hit === undefined) return null;
      const bytes = new Uint8Array(await hit.arrayBuffer());
      if (await isRight(bytes)) return bytes;
      await cache.delete(cacheKey(url, file));
      return null;
    });
  }

  /** Keeps bytes in the place of other versions of the file. Storage may be full or forbidden: that is fine. */
  async write(url: URL, file: DataFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#patiently(async (caches) => {
      const cache = await caches.open(CACHE_NAME);
      await cache.delete(cacheKey(url, file), { ignoreSearch: true });
      await cache.put(cacheKey(url, file), new Response(bytes));
      return null;
    });
  }

  async #patiently<T>(use: (caches: CacheStorage) => Promise<T | null>): Promise<T | null> {
    if (this.#caches === undefined) return null;
    try {
      const answer = await within(use(this.#caches), PATIENCE, this.#delay);
      if (answer !== LATE) return answer;
      this.#caches = undefined;
    } catch {
      // Without it, then.
    }
    return null;
  }
}

/** With the hash in the key, files of another version of the page are never found. */
function cacheKey(url: URL, file: DataFile): string {
  const key = new URL(url);
  key.search = `?sha256=${file.sha256}`;
  key.hash = '';
  return key.href;
}
