/** Stand-ins for what the browser gives, for the tests of this folder. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const SITE = 'https://example.test/some/path/';
const PUBLIC = new URL('../../public/', import.meta.url);

/** How the stand-in server answers; all of it as a static host does unless told otherwise. */
export interface Host {
  /** As servers do that declare gzip as the encoding: the body arrives unpacked. */
  readonly decodes?: boolean;
  /** Changes the bytes of a file on their way. */
  readonly tamper?: (name: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  readonly status?: number;
  /** Of single files, by the end of their names. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Keeps the body of a file back until it is released; then it arrives though nobody may want it any more. */
  readonly holds?: string;
  /** Breaks the connection off after this many bytes of a file of bytes. */
  readonly breakAfter?: number;
}

/** A server, and what it was asked. */
export interface Serving {
  readonly fetch: typeof fetch;
  /** Names asked for. */
  readonly requests: string[];
  /** The signal that each was asked for with. */
  readonly signals: ReadonlyMap<string, AbortSignal>;
  /** Lets go of what is held; resolves when it was taken, or is no longer wanted. */
  readonly release: () => Promise<void>;
}

/** A `fetch` that serves the repository's public folder from SITE. */
export function serving(host: Host = {}): Serving {
  const requests: string[] = [];
  const signals = new Map<string, AbortSignal>();
  let held: () => Promise<void> = () => Promise.resolve();
  const serve = async (input: URL | RequestInfo, init?: RequestInit): Promise<Response> => {
    init?.signal?.throwIfAborted();
    const { href } = new URL(input instanceof Request ? input.url : input);
    const name = href.replace(SITE, '');
    requests.push(name);
    if (init?.signal) signals.set(name, init.signal);
    const [, special] = Object.entries(host.statuses ?? {}).find(([end]) => name.endsWith(end)) ?? [];
    const status = special ?? host.status;
    if (status !== undefined) return new Response('no', { status });
    const stored = new Uint8Array(readFileSync(new URL(name, PUBLIC)));
    const sent = host.decodes === true && name.endsWith('.bin') ? new Uint8Array(gunzipSync(stored)) : stored;
    const body = inChunks(host.tamper?.(name, sent) ?? sent, host.breakAfter);
    if (host.holds === undefined || !name.endsWith(host.holds)) return new Response(body);
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
    held = () => body.pipeTo(writable).catch(() => undefined);
    return new Response(readable);
  };
  return { fetch: serve, requests, signals, release: () => held() };
}

/** A stream of odd-sized chunks, the first of a single byte; it breaks off as a lost connection does. */
function inChunks(
  bytes: Uint8Array<ArrayBuffer>,
  breakAfter = Infinity,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= breakAfter) {
        controller.error(new TypeError('network error'));
        return;
      }
      const size = at === 0 ? 1 : 65_537;
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
      if (at >= bytes.length) controller.close();
    },
  });
}

/** Cache Storage in memory; `entries` maps keys to bytes, and can be spoilt. */
export function memoryCaches(): {
  readonly caches: CacheStorage;
  readonly entries: Map<string, Uint8Array<ArrayBuffer>>;
} {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  const path = (key: string): string => key.split('?')[0] ?? '';
  const cache = {
    match: async (key: string) => {
      const bytes = entries.get(key);
      return bytes === undefined ? undefined : new Response(bytes);
    },
    put: async (key: string, response: Response) => {
      entries.set(key, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (key: string, options?: CacheQueryOptions) => {
      const same = [...entries.keys()].filter((entry) =>
        options?.ignoreSearch === true ? path(entry) === path(key) : entry === key,
      );
      for (const entry of same) entries.delete(entry);
      return same.length > 0;
    },
  };
  return { caches: { open: async () => cache } as unknown as CacheStorage, entries };
}

/** Whether two arrays hold the same bytes; matchers that look at each element are slow on millions of them. */
export function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return bytes(a).equals(bytes(b));
}
