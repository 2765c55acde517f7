/** Tar archives (POSIX.1-2001, and GNU's long names), packed by gzip or not: their files, one after the other. */
import { createTarDecoder } from 'modern-tar';
import { FormatError } from './errors';
import { gather, gunzipped, inflatedLimit, partsOf } from './inflate';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file in an archive. */
export interface TarFile {
  readonly path: string;
  readonly blob: Blob;
}

const MOST_FILES = 250_000;

/** Bytes of a file's beginning by which an archive is known. */
const BLOCK = 512;

/** Whether a file that begins with these bytes is an archive: it has the checksum of its first header. */
export function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < BLOCK) return false;
  const field = new TextDecoder('latin1').decode(bytes.subarray(148, 156));
  const stored = /^[ 0]*([0-7]+)[\0 ]*$/.exec(field)?.[1];
  if (stored === undefined) return false;
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 32 : (bytes[at] ?? 0);
  return parseInt(stored, 8) === sum;
}

/**
 * The files of an archive, in its order; folders, links and devices are passed over.
 * @param wanted Files that it refuses are passed over too.
 * @throws FormatError for what is damaged, ends early or would become too large; files before that have been given.
 */
export async function* tarFiles(
  blob: Blob,
  options: { readonly gzip: boolean; readonly at: string; readonly wanted?: (path: string) => boolean },
): AsyncGenerator<TarFile> {
  const { gzip, at, wanted = () => true } = options;
  const decoder = createTarDecoder({ strict: true });
  // What went wrong with the archive's own bytes comes first: the decoder then misses them.
  const feeding = feed(partsOf(gzip ? gunzipped(blob) : blob.stream(), at), decoder.writable).then(
    () => null,
    (error: unknown) => refusal(error, at),
  );
  const entries = decoder.readable.getReader();
  let limit = gzip ? inflatedLimit(blob.size) : blob.size;
  let files = 0;
  try {
    for (;;) {
      const { done, value: entry } = await entries.read();
      if (done) break;
      const { name, type, size } = entry.header;
      files++;
      if (files > MOST_FILES) throw new FormatError('too-large', { at: 'files', expected: MOST_FILES });
      if (size > limit) throw new FormatError('too-large', { at: name, expected: limit, found: size });
      limit -= size;
      if (type !== 'file' || !wanted(name)) {
        await entry.body.cancel();
        continue;
      }
      yield { path: name, blob: await gather(bodyOf(entry.body), size, name) };
    }
    const damage = await feeding;
    if (damage !== null) throw damage;
  } catch (error) {
    await entries.cancel(error).catch(() => undefined);
    throw (await feeding) ?? refusal(error, at);
  } finally {
    await entries.cancel(new Error('Left.')).catch(() => undefined);
  }
}

async function feed(parts: AsyncIterable<Bytes>, writable: WritableStream<Uint8Array>): Promise<void> {
  const writer = writable.getWriter();
  try {
    for await (const part of parts) await writer.write(part);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}

async function* bodyOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Bytes> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value as Bytes;
  }
}

/** What the decoder says is an English sentence; which of the two it is, it says in that. */
function refusal(error: unknown, at: string): FormatError | DOMException {
  if (error instanceof FormatError || error instanceof DOMException) return error;
  const isCut = error instanceof Error && error.message.includes('truncated');
  return new FormatError(isCut ? 'truncated' : 'malformed', { at });
}
