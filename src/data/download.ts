/** The body of an address, chunk by chunk. A download that does not move is told of, and goes on should it move again. */
import { DataError } from './errors';
import { delayed, watched, type Delay } from './time-limit';

/** Milliseconds without a byte after which a download counts as stalled; the page's text names them. */
export const STALL = 10_000;

/** Hears that a file has not moved for `STALL` milliseconds, and that it moves again, has ended or has failed. */
export type OnStall = (file: string, stalled: boolean) => void;

export interface DownloadTools {
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal | undefined;
  readonly onStall?: OnStall | undefined;
  readonly delay?: Delay | undefined;
}

/** Last part of an address, as files are called. */
function fileName({ pathname }: URL): string {
  return decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
}

/**
 * Whole body of an address. Waits for it however long it takes: see `OnStall`.
 * @param onChunk Hears what has come, from the beginning on, after every chunk; what it throws ends the download.
 * @throws DataError `network` or `http`; the signal's reason where it was aborted.
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
    throw new DataError('network', `No answer for ${url.href}.`, { cause });
  }
  if (!response.ok) {
    throw new DataError('http', `${url.pathname}: the server answered ${response.status}.`);
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
