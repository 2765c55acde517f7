/**
 * Zip archives, as PKWARE's APPNOTE 6.3 has them, with 64-bit sizes. Read are the files of a `Blob` one by one, by the directory
 * at its end, so that an archive of any size takes the memory of one file; what is stored or deflated is read, nothing that is
 * encrypted. Sizes are known before anything is inflated, and held to.
 */
import { zipSync, type Zippable } from 'fflate';
import { crc32 } from './crc32';
import { FormatError } from './errors';
import { inflatedLimit, partsOf } from './inflate';

type Bytes = Uint8Array<ArrayBuffer>;

/** Most files of an archive. */
const MOST_FILES = 250_000;

/** A file in an archive. */
export interface ZipEntry {
  /** As it is named, with `/` between folders; folders themselves are left out. */
  readonly path: string;
  readonly size: number;
  /** Bytes in the archive. */
  readonly packed: number;
  readonly isDeflated: boolean;
  readonly crc: number;
  /** Where its header lies. */
  readonly offset: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;

/** Whether a file that begins with these bytes is an archive; empty ones have only an end. */
export function isZip(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const signature = viewOf(bytes).getUint32(0, true);
  return signature === LOCAL || signature === END;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function slice(blob: Blob, start: number, end: number): Promise<Bytes> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/**
 * The files of an archive, in the order of its directory.
 * @throws FormatError for what is no archive, ends early, contradicts itself or would become too large.
 */
export async function zipEntries(blob: Blob): Promise<readonly ZipEntry[]> {
  const directory = await findDirectory(blob);
  if (directory.files > MOST_FILES)
    throw new FormatError('too-large', { at: 'files', expected: MOST_FILES, found: directory.files });
  const bytes = await slice(blob, directory.offset, directory.offset + directory.size);
  if (bytes.length < directory.size)
    throw new FormatError('truncated', { at: 'directory', expected: directory.size, found: bytes.length });
  const entries = readDirectory(bytes, directory.files);
  refuseOverlaps(entries, directory.offset);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const most = inflatedLimit(blob.size);
  if (total > most) throw new FormatError('too-large', { at: 'size', expected: most, found: total });
  return entries.filter(({ path }) => !path.endsWith('/'));
}

interface Directory {
  readonly offset: number;
  readonly size: number;
  readonly files: number;
}

/** The end says where the directory lies; a comment of up to 65,535 bytes may follow it. */
async function findDirectory(blob: Blob): Promise<Directory> {
  const start = Math.max(0, blob.size - 22 - 0xffff - 20);
  const tail = await slice(blob, start, blob.size);
  const view = viewOf(tail);
  let end = tail.length - 22;
  while (
    end >= 0 &&
    !(view.getUint32(end, true) === END && view.getUint16(end + 20, true) <= tail.length - end - 22)
  )
    end--;
  if (end < 0) {
    const begin = await slice(blob, 0, 4);
    throw new FormatError(isZip(begin) ? 'truncated' : 'not-that', { expected: 'zip' });
  }
  const files = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const offset = view.getUint32(end + 16, true);
  if (files !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff) return { offset, size, files };
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64) return { offset, size, files };
  const at = toNumber(view.getBigUint64(locator + 8, true));
  const record = await slice(blob, at, at + 56);
  if (record.length < 56 || viewOf(record).getUint32(0, true) !== END64)
    throw new FormatError('malformed', { at: 'directory' });
  const wide = viewOf(record);
  return {
    files: toNumber(wide.getBigUint64(32, true)),
    size: toNumber(wide.getBigUint64(40, true)),
    offset: toNumber(wide.getBigUint64(48, true)),
  };
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FormatError('malformed', { at: 'directory' });
  return Number(value);
}

function readDirectory(bytes: Bytes, files: number): ZipEntry[] {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < files; index++) {
    if (at + 46 > bytes.length) throw new FormatError('truncated', { at: 'directory' });
    if (view.getUint32(at, true) !== CENTRAL) throw new FormatError('malformed', { at: 'directory' });
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > bytes.length) throw new FormatError('truncated', { at: 'directory' });
    const path = nameOf(bytes.subarray(at + 46, nameEnd), (flags & 0x800) !== 0);
    if ((flags & 1) !== 0) throw new FormatError('unsupported', { at: path, found: 'encryption' });
    if (method !== 0 && method !== 8)
      throw new FormatError('unsupported', { at: path, found: `method ${method}` });
    entries.push({
      path,
      isDeflated: method === 8,
      crc: view.getUint32(at + 16, true),
      ...readSizes(view, at, bytes.subarray(nameEnd, extraEnd)),
    });
    at = next;
  }
  return entries;
}

/** Sizes and place of a file; those of 32 bits that are full stand, in this order, in an extra field of 64 bits. */
function readSizes(view: DataView, at: number, extra: Bytes): Pick<ZipEntry, 'size' | 'packed' | 'offset'> {
  const wide = wideField(extra);
  let next = 0;
  const read = (place: number): number => {
    const value = view.getUint32(place, true);
    if (value !== 0xffffffff || wide === null) return value;
    if (next + 8 > wide.byteLength) throw new FormatError('malformed', { at: 'directory' });
    next += 8;
    return toNumber(wide.getBigUint64(next - 8, true));
  };
  const size = read(at + 24);
  const packed = read(at + 20);
  return { size, packed, offset: read(at + 42) };
}

function wideField(extra: Bytes): DataView | null {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1 && end <= extra.length) return viewOf(extra.subarray(at + 4, end));
    at = end;
  }
  return null;
}

/**
 * The name of a file. Archives of older programs do not say in which alphabet they write: UTF-8 is told by its form, Chinese
 * Windows writes GBK, and all else is shown as Latin letters.
 */
function nameOf(bytes: Bytes, isUtf8: boolean): string {
  for (const encoding of isUtf8 ? ['utf-8'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll('\\', '/');
    } catch {
      // Not written so.
    }
  }
  return new TextDecoder('latin1').decode(bytes).replaceAll('\\', '/');
}

/** Archives whose files share their bytes are made to burst. */
function refuseOverlaps(entries: readonly ZipEntry[], end: number): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, { path, offset, packed }] of sorted.entries()) {
    const next = sorted[index + 1]?.offset ?? end;
    if (offset + 30 + packed > next) throw new FormatError('malformed', { at: path });
  }
}

/**
 * The bytes of a file, in parts.
 * @throws FormatError where they are not those that the directory tells of; parts before that have been given.
 */
export async function* zipParts(blob: Blob, entry: ZipEntry): AsyncGenerator<Bytes> {
  const { path, size, packed, offset } = entry;
  const header = await slice(blob, offset, offset + 30);
  if (header.length < 30) throw new FormatError('truncated', { at: path });
  const view = viewOf(header);
  if (view.getUint32(0, true) !== LOCAL) throw new FormatError('malformed', { at: path });
  const start = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const body = blob.slice(start, start + packed);
  if (body.size < packed)
    throw new FormatError('truncated', { at: path, expected: packed, found: body.size });
  const stream: ReadableStream<Bytes> = entry.isDeflated
    ? body.stream().pipeThrough(new DecompressionStream('deflate-raw'))
    : body.stream();
  let given = 0;
  let crc = 0;
  for await (const part of partsOf(stream, path)) {
    given += part.length;
    if (given > size) throw new FormatError('malformed', { at: path, expected: size, found: given });
    crc = crc32(part, crc);
    yield part;
  }
  if (given < size) throw new FormatError('truncated', { at: path, expected: size, found: given });
  if (crc !== entry.crc) throw new FormatError('malformed', { at: path, found: 'CRC-32' });
}

/**
 * All bytes of a file.
 * @param limit Most bytes that it may have.
 * @throws FormatError
 */
export async function readZipEntry(blob: Blob, entry: ZipEntry, limit: number): Promise<Bytes> {
  if (entry.size > limit)
    throw new FormatError('too-large', { at: entry.path, expected: limit, found: entry.size });
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  for await (const part of zipParts(blob, entry)) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** One date for all that is written: the same files give the same bytes. Zip knows none that are earlier. */
export const ZIP_DATE = new Date(1980, 0, 1);

/** What would not become smaller. */
const PACKED = /\.(npz|npy|png|jpe?g|webp|gif|safetensors|onnx|zip|gz|run)$/i;

/** An archive of these files, by their paths; the same files give the same bytes. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Bytes {
  const tree: Zippable = {};
  for (const [path, bytes] of files)
    tree[path] = [bytes, { level: PACKED.test(path) ? 0 : 6, mtime: ZIP_DATE }];
  return zipSync(tree);
}
