/** The body of an address, chunk by chunk, with patience that ends, and what can go wrong with it. */
import type { FileFault, FileKind } from '../contract/files';

/** Milliseconds without a byte after which a download counts as stalled; the page's text names them. */
export const STALL = 10_000;

/** Hears that a file has not moved for `STALL` milliseconds, and that it moves again, has ended or has failed. */
export type OnStall = (file: string, stalled: boolean) => void;

export interface DownloadTools {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal | undefined;
  readonly onStall?: OnStall | undefined;
  /** What is to come: images where absent. */
  readonly wanted?: FileKind | undefined;
  readonly delay?: Delay | undefined;
}

/** Last part of an address, as files are called. */
function fileName({ pathname }: URL): string {
  return decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
}

/**
 * Whole body of an address. Waits for it however long it takes: see `OnStall`.
 * @param onChunk Hears what has come, from the beginning on, after every chunk; what it throws ends the download.
 * @throws DataError `network`, `http`, or `corrupt` where a page comes instead; the signal's reason where it was aborted.
 */
export async function download(
  url: URL,
  tools: DownloadTools,
  init: RequestInit,
  onChunk: (length: number, begin: Uint8Array) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal } = tools;
  const patiently = <T>(wait: Promise<T>): Promise<T> =>
    watched(wait, STALL, (stalled) => tools.onStall?.(fileName(url), stalled), tools.delay ?? delayed);
  let response: Response;
  try {
    response = await patiently(tools.fetch(url, signal === undefined ? init : { ...init, signal }));
  } catch (cause) {
    signal?.throwIfAborted();
    throw DataError.of({ file: url.href, what: 'silent' }, cause);
  }
  const { status, headers } = response;
  if (!response.ok) throw DataError.of({ file: url.pathname, what: 'status', status });
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type === 'text/html') {
    response.body?.cancel().catch(() => undefined);
    throw DataError.of({ file: url.pathname, what: 'type', type, wanted: tools.wanted ?? 'images' });
  }
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let begin = new Uint8Array();
  try {
    for (;;) {
      const { done, value } = await patiently(nextChunk(reader, url, signal));
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (begin.length < 2) begin = joined(chunks, length);
      onChunk(length, begin);
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
    throw DataError.of({ file: url.pathname, what: 'broken-off' }, cause);
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

/** Calls back after so many milliseconds; returns what cancels it. */
export type Delay = (callback: () => void, milliseconds: number) => () => void;

export const delayed: Delay = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

/** What `within` resolves to where the time is over. */
export const LATE = Symbol('late');

/** What a task resolves to, or LATE where that takes longer. What becomes of it then, nobody hears. */
export async function within<T>(
  task: Promise<T>,
  milliseconds: number,
  delay: Delay = delayed,
): Promise<T | typeof LATE> {
  let cancel: () => void = () => undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    cancel = delay(() => resolve(LATE), milliseconds);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    cancel();
  }
}

/** Awaits a task, however long it takes; `tell` hears that it takes longer than that, and that it has ended after all. */
export async function watched<T>(
  task: Promise<T>,
  milliseconds: number,
  tell: (late: boolean) => void,
  delay: Delay = delayed,
): Promise<T> {
  let late = false;
  const cancel = delay(() => {
    late = true;
    tell(true);
  }, milliseconds);
  try {
    return await task;
  } finally {
    cancel();
    if (late) tell(false);
  }
}

/** Whether these are the bytes of a SHA-256. */
export async function hasHash(
  bytes: Uint8Array<ArrayBuffer>,
  sha256: string,
  subtle: SubtleCrypto,
): Promise<boolean> {
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

/** Undefined where the context is not secure, as without TLS. */
export function webCrypto(): SubtleCrypto | undefined {
  const { crypto }: { readonly crypto?: { readonly subtle?: SubtleCrypto } } = globalThis;
  return crypto?.subtle;
}

/**
 * `network`: no answer, or it broke off; `http`: the server refused; `corrupt`: not the bytes that it should be; `format`: a
 * manifest that this version cannot read.
 */
export type DataErrorCode = 'network' | 'http' | 'corrupt' | 'format';

/** What `DataError` says by itself; the page has words of its own. */
const CODES: Readonly<Record<FileFault['what'], DataErrorCode>> = {
  silent: 'network',
  'broken-off': 'network',
  status: 'http',
  type: 'corrupt',
  length: 'corrupt',
  content: 'corrupt',
};

function messageOf(fault: FileFault): string {
  const { file } = fault;
  switch (fault.what) {
    case 'silent':
      return `No answer for ${file}.`;
    case 'broken-off':
      return `The connection broke off in ${file}.`;
    case 'status':
      return `${file}: the server answered ${fault.status}.`;
    case 'type':
      return `${file} came as “${fault.type}” instead of ${fault.wanted}.`;
    case 'length':
      return `${file} is ${fault.bytes} bytes instead of ${fault.wanted}.`;
    case 'content':
      return `${file} is not what its hash says.`;
  }
}

export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;
  /** What is wrong with a file, where that is why. */
  readonly fault: FileFault | null;

  constructor(
    code: DataErrorCode,
    message: string,
    { cause, fault = null }: { readonly cause?: unknown; readonly fault?: FileFault | null } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.fault = fault;
  }

  /** That of a file. */
  static of(fault: FileFault, cause?: unknown): DataError {
    return new DataError(CODES[fault.what], messageOf(fault), { cause, fault });
  }
}
