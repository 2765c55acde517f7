/**
 * From an address to verified bytes: counted download, unpacking, hash check, and a cache of what was verified. Knows
 * nothing of images. Cache Storage and Web Crypto exist in secure contexts only, so both may be missing.
 */
import {
  DataError,
  delayed,
  download,
  hasHash,
  LATE,
  webCrypto,
  within,
  type Delay,
  type DownloadTools,
  type OnStall,
} from './download';
import type { DataFile } from './manifest';

/** What of the browser is used; tests bring their own. */
export interface FetchTools extends DownloadTools {
  readonly cache: DataCache;
  /** Undefined where the context is not secure. */
  readonly subtle?: SubtleCrypto | undefined;
}

/** What the global scope offers; a worker or page served without TLS from another host lacks caches and subtle. */
export function browserTools(options: {
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  readonly onStall?: OnStall;
}): FetchTools {
  const scope: { readonly caches?: CacheStorage } = globalThis;
  return {
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    cache: new DataCache(scope.caches),
    subtle: webCrypto(),
    signal: options.signal,
    onStall: options.onStall,
  };
}

/**
 * A JSON document, parsed.
 * @throws DataError `network`, `http`, or `format` where it is not JSON; the signal's reason where it was aborted.
 */
export async function fetchJson(url: URL, tools: FetchTools): Promise<unknown> {
  // A manifest out of the HTTP cache may be older than the files beside it.
  const bytes = await download(url, { ...tools, wanted: 'JSON' }, { cache: 'no-cache' }, () => undefined);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const fault = { file: url.pathname, what: 'content' } as const;
    throw new DataError('format', `${url.pathname} is not JSON.`, { cause, fault });
  }
}

/**
 * The unpacked bytes of a file of the manifest, verified by length and, where there is Web Crypto, by hash. Elsewhere
 * gzip's own checksum has to do: it finds accidents, and whoever can change the data could change the page as well.
 * @param onFraction Called with the share that has arrived, from 0 to 1; its last call is with 1.
 * @throws DataError `network`, `http` or `corrupt`; the signal's reason where it was aborted.
 */
export async function fetchFile(
  url: URL,
  file: DataFile,
  tools: FetchTools,
  onFraction: (fraction: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const cached = await tools.cache.read(
    url,
    file,
    async (bytes) => bytes.length === file.bytes && (await isRight(bytes, file, tools)),
  );
  if (cached !== null) {
    onFraction(1);
    return cached;
  }
  const received = await download(url, tools, {}, (length, begin) => {
    const expected = isGzip(begin) ? file.packedBytes : file.bytes;
    // Neither more to fetch than was announced, nor 1 before all is verified.
    if (length > expected) throw ofLength(url, length, expected);
    onFraction(Math.min(0.99, length / expected));
  });
  if (isGzip(received) && received.length !== file.packedBytes)
    throw ofLength(url, received.length, file.packedBytes);
  // A server that declared gzip as the encoding has had it unpacked by the browser already.
  const bytes = isGzip(received) ? await gunzip(received, file, url) : received;
  await verify(bytes, file, url, tools);
  await tools.cache.write(url, file, bytes);
  tools.signal?.throwIfAborted();
  onFraction(1);
  return bytes;
}

function ofLength({ pathname }: URL, bytes: number, wanted: number): DataError {
  return DataError.of({ file: pathname, what: 'length', bytes, wanted });
}

function changed({ pathname }: URL, cause?: unknown): DataError {
  return DataError.of({ file: pathname, what: 'content' }, cause);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks into exactly the announced length, so that no file can fill the memory. */
async function gunzip(
  packed: Uint8Array<ArrayBuffer>,
  file: DataFile,
  url: URL,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const bytes = new Uint8Array(file.bytes);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > file.bytes) throw new RangeError(`more than ${file.bytes} bytes`);
      bytes.set(value, length);
      length += value.length;
    }
  } catch (cause) {
    reader.cancel().catch(() => undefined);
    throw changed(url, cause);
  }
  return bytes.subarray(0, length);
}

async function verify(
  bytes: Uint8Array<ArrayBuffer>,
  file: DataFile,
  url: URL,
  tools: FetchTools,
): Promise<void> {
  if (bytes.length !== file.bytes) throw ofLength(url, bytes.length, file.bytes);
  if (!(await isRight(bytes, file, tools))) throw changed(url);
}

/** True also where there is no Web Crypto to tell. */
async function isRight(bytes: Uint8Array<ArrayBuffer>, { sha256 }: DataFile, { subtle }: FetchTools) {
  return subtle === undefined || hasHash(bytes, sha256, subtle);
}

const CACHE_NAME = 'resnet-explorer-data';
/** Milliseconds that storage is waited for; it usually takes some tens. */
const PATIENCE = 3_000;

/**
 * Verified bytes in Cache Storage. No fault of it counts: what is not found is fetched, what cannot be kept is fetched at the
 * next visit. One that does not answer is not asked a second time.
 */
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
