/**
 * Streams of bytes into blobs, in pieces: a browser keeps blobs outside of the page's memory, and on disk where they are many.
 * And gzip (RFC 1952), within limits.
 */
import { FormatError } from './errors';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of a piece. */
const PIECE = 2 ** 24;

/** Bounds of what a packed file may become. */
export const INFLATE_LIMITS = {
  /** How many times as large as it is; what stays below `free` bytes may all the same. */
  ratio: 250,
  free: 2 ** 26,
  bytes: 2 ** 33,
} as const;

/** Whether a file that begins with these bytes is packed by gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** Most bytes that a packed file of this size may become. */
export function inflatedLimit(packed: number): number {
  return Math.min(INFLATE_LIMITS.bytes, Math.max(INFLATE_LIMITS.free, packed * INFLATE_LIMITS.ratio));
}

/**
 * What comes out of a stream, part by part.
 * @param at What is read, for errors.
 * @throws FormatError where what is packed is damaged.
 */
export async function* partsOf(stream: ReadableStream<Bytes>, at: string): AsyncGenerator<Bytes> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        // A file that was changed or taken away since it was chosen is not damaged.
        if (error instanceof DOMException) throw error;
        throw new FormatError('malformed', { at, found: 'deflate' });
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/**
 * Parts put together.
 * @param limit Most bytes.
 * @throws FormatError `too-large` above it.
 */
export async function gather(parts: AsyncIterable<Bytes>, limit: number, at: string): Promise<Blob> {
  const pieces: Blob[] = [];
  let waiting: Bytes[] = [];
  let [size, held] = [0, 0];
  for await (const part of parts) {
    size += part.length;
    held += part.length;
    if (size > limit) throw new FormatError('too-large', { at, expected: limit, found: size });
    waiting.push(part);
    if (held < PIECE) continue;
    pieces.push(new Blob(waiting));
    waiting = [];
    held = 0;
  }
  return new Blob([...pieces, ...waiting]);
}

/** What gzip packed, as a stream. */
export function gunzipped(blob: Blob): ReadableStream<Bytes> {
  return blob.stream().pipeThrough(new DecompressionStream('gzip'));
}

/**
 * What gzip packed.
 * @throws FormatError where it is damaged or would become too large.
 */
export async function gunzip(blob: Blob, at: string): Promise<Blob> {
  return gather(partsOf(gunzipped(blob), at), inflatedLimit(blob.size), at);
}
