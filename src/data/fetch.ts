/**
 * From an address to verified bytes: counted download, unpacking, hash check, and a cache of what was verified. Knows
 * nothing of images. Cache Storage and Web Crypto exist in secure contexts only, so both may be missing.
 */
import { DataError } from './errors';
import type { DataFile } from './manifest';

const CACHE_NAME = 'resnet-explorer-data';

/** What of the browser is used; tests bring their own. */
export interface FetchTools {
  readonly fetch: typeof fetch;
  /** Undefined where the context is not secure. */
  readonly caches?: CacheStorage | undefined;
  readonly subtle?: SubtleCrypto | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the global scope offers; a worker or page served without TLS from another host lacks caches and subtle. */
export function browserTools(options: {
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
}): FetchTools {
  const scope: { readonly caches?: CacheStorage; readonly crypto?: { readonly subtle?: SubtleCrypto } } =
    globalThis;
  return {
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    caches: scope.caches,
    subtle: scope.crypto?.subtle,
    signal: options.signal,
  };
}

/**
 * A JSON document, parsed.
 * @throws DataError `network`, `http`, or `format` where it is not JSON; the signal's reason where it was aborted.
 */
export async function fetchJson(url: URL, tools: FetchTools): Promise<unknown> {
  // A manifest out of the HTTP cache may be older than the files beside it.
  const bytes = await download(url, tools, { cache: 'no-cache' }, () => undefined);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new DataError('format', `${url.pathname} is not JSON.`, { cause });
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
  const cached = await readCache(url, file, tools);
  if (cached !== null) {
    onFraction(1);
    return cached;
  }
  const received = await download(url, tools, {}, (length, packed) => {
    const expected = packed ? file.packedBytes : file.bytes;
    // Neither more to fetch than was announced, nor 1 before all is verified.
    if (length > expected) throw corrupt(url, `longer than its ${expected} bytes`);
    onFraction(Math.min(0.99, length / expected));
  });
  // A server that declared gzip as the encoding has had it unpacked by the browser already.
  const bytes = isGzip(received) ? await gunzip(received, file, url) : received;
  await verify(bytes, file, url, tools);
  await writeCache(url, file, bytes, tools);
  tools.signal?.throwIfAborted();
  onFraction(1);
  return bytes;
}

function corrupt(url: URL, what: string, cause?: unknown): DataError {
  return new DataError('corrupt', `${url.pathname} is ${what}.`, { cause });
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Whole body of an address; `onChunk` hears its length so far, and whether it begins as gzip does. */
async function download(
  url: URL,
  tools: FetchTools,
  init: RequestInit,
  onChunk: (length: number, packed: boolean) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal } = tools;
  let response: Response;
  try {
    response = await tools.fetch(url, signal === undefined ? init : { ...init, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DataError('network', `No answer for ${url.href}.`, { cause });
  }
  if (!response.ok) {
    throw new DataError('http', `${url.pathname}: the server answered ${response.status}.`);
  }
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let packed: boolean | null = null;
  try {
    for (;;) {
      const { done, value } = await nextChunk(reader, url, signal);
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (packed === null && length >= 2) packed = isGzip(joined(chunks, length));
      onChunk(length, packed ?? false);
    }
  } catch (error) {
    // The connection is of no more use; that it may fail to close is not news.
    reader.cancel().catch(() => undefined);
    throw error;
  }
  return joined(chunks, length);
}

async function nextChunk(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
  try {
    return await reader.read();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DataError('network', `The connection broke off in ${url.pathname}.`, { cause });
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
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
    throw corrupt(url, 'not what its packed form announces', cause);
  }
  return bytes.subarray(0, length);
}

async function verify(
  bytes: Uint8Array<ArrayBuffer>,
  file: DataFile,
  url: URL,
  tools: FetchTools,
): Promise<void> {
  if (bytes.length !== file.bytes) throw corrupt(url, `${bytes.length} bytes instead of ${file.bytes}`);
  if (!(await hasHash(bytes, file, tools))) throw corrupt(url, 'not what its hash says');
}

/** True also where there is no Web Crypto to tell. */
async function hasHash(bytes: Uint8Array<ArrayBuffer>, file: DataFile, tools: FetchTools): Promise<boolean> {
  if (tools.subtle === undefined) return true;
  const digest = new Uint8Array(await tools.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
}

/** With the hash in the key, files of another version of the page are never found. */
function cacheKey(url: URL, file: DataFile): string {
  const key = new URL(url);
  key.search = `?sha256=${file.sha256}`;
  key.hash = '';
  return key.href;
}

/** Verified bytes out of the cache, or null. An entry that does not verify is dropped, and no fault counts. */
async function readCache(
  url: URL,
  file: DataFile,
  tools: FetchTools,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const cache = await tools.caches?.open(CACHE_NAME);
    const hit = await cache?.match(cacheKey(url, file));
    if (cache === undefined || hit === undefined) return null;
    const bytes = new Uint8Array(await hit.arrayBuffer());
    if (bytes.length === file.bytes && (await hasHash(bytes, file, tools))) return bytes;
    await cache.delete(cacheKey(url, file));
    return null;
  } catch {
    return null;
  }
}

/** Keeps verified bytes in the place of other versions of the file. Storage may be full or forbidden: that is fine. */
async function writeCache(
  url: URL,
  file: DataFile,
  bytes: Uint8Array<ArrayBuffer>,
  tools: FetchTools,
): Promise<void> {
  try {
    const cache = await tools.caches?.open(CACHE_NAME);
    await cache?.delete(cacheKey(url, file), { ignoreSearch: true });
    await cache?.put(cacheKey(url, file), new Response(bytes));
  } catch {
    // The next visit fetches again.
  }
}
