/**
 * Plain data with arrays of numbers in one piece: what JSON says, with typed arrays, maps, NaN and infinities besides. For what the
 * browser keeps and a reader takes along; arrays are views of the bytes that they are read from.
 *
 * A head of 16 bytes (magic number, length of the JSON, checksum of all after the head, 0), the JSON, and the arrays, each from a
 * multiple of 8 on; all little-endian.
 */
import { FormatError } from './errors';

const MAGIC = 0x31505852; // “RXP1”
const HEAD = 16;
const ALIGNMENT = 8;
/** The key of an object that stands for something that JSON has not. */
const MARK = '$';
/** Objects within objects: far more than anything here has. */
const MOST_LEVELS = 64;

type Bytes = Uint8Array<ArrayBuffer>;
type Numbers = Exclude<ArrayBufferView<ArrayBuffer>, DataView> & { readonly length: number };

const KINDS = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  u8: Uint8Array,
  u8c: Uint8ClampedArray,
} as const;

const aligned = (at: number): number => Math.ceil(at / ALIGNMENT) * ALIGNMENT;

/** Of bytes whose count is a multiple of 4: Fletcher's, of 32-bit words and modulo 2³², in one number. */
function checksum(bytes: Bytes): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let [first, second] = [0, 0];
  for (const word of words) {
    first = (first + word) >>> 0;
    second = (second + first) >>> 0;
  }
  return (first ^ ((second << 7) | (second >>> 25))) >>> 0;
}

/** @throws TypeError where the value has something that is none of these. */
export function packValue(value: unknown): Bytes {
  const arrays: { readonly at: number; readonly array: Numbers }[] = [];
  let end = 0;
  const write = (array: Numbers, kind: string): unknown => {
    const at = end;
    arrays.push({ at, array });
    end = aligned(end + array.byteLength);
    return { [MARK]: kind, at, length: array.length };
  };
  const encode = (one: unknown): unknown => {
    if (typeof one === 'number') return Number.isFinite(one) ? one : { [MARK]: 'number', value: String(one) };
    if (one === null || typeof one === 'string' || typeof one === 'boolean') return one;
    if (Array.isArray(one)) return one.map(encode);
    if (ArrayBuffer.isView(one)) {
      const [kind] = Object.entries(KINDS).find(([, type]) => one.constructor === type) ?? [];
      if (kind !== undefined) return write(one as Numbers, kind);
    }
    if (one instanceof Map)
      return { [MARK]: 'map', entries: [...one].map(([key, own]) => [encode(key), encode(own)]) };
    if (typeof one === 'object' && one !== null && Object.getPrototypeOf(one) === Object.prototype) {
      const entries = Object.entries(one).filter(([, own]) => own !== undefined);
      const pairs = entries.map(([key, own]) => [key, encode(own)] as const);
      return MARK in one ? { [MARK]: 'object', entries: pairs } : Object.fromEntries(pairs);
    }
    throw new TypeError(`A ${typeof one} cannot be packed`);
  };
  const text = new TextEncoder().encode(JSON.stringify(encode(value)));
  const start = aligned(HEAD + text.length);
  const bytes = new Uint8Array(start + end);
  bytes.set(text, HEAD);
  for (const { at, array } of arrays)
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, text.length, true);
  head.setUint32(8, checksum(bytes.subarray(HEAD)), true);
  return bytes;
}

/**
 * What was packed; its parts are whatever was in the file, so the caller checks them.
 * @throws FormatError where the bytes are not what was written.
 */
export function unpackValue(file: Bytes): unknown {
  if (file.length < HEAD) throw new FormatError('truncated', { expected: HEAD, found: file.length });
  // Arrays are views, which need their alignment.
  const bytes = file.byteOffset % ALIGNMENT === 0 ? file : file.slice();
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD);
  if (head.getUint32(0, true) !== MAGIC) throw new FormatError('not-that');
  const start = aligned(HEAD + head.getUint32(4, true));
  if (start > bytes.length || bytes.length % ALIGNMENT !== 0)
    throw new FormatError('truncated', { expected: start, found: bytes.length });
  if (checksum(bytes.subarray(HEAD)) !== head.getUint32(8, true))
    throw new FormatError('malformed', { at: 'checksum' });
  const text = bytes.subarray(HEAD, HEAD + head.getUint32(4, true));
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw new FormatError('malformed', { at: 'JSON' });
  }
  return decode(parsed, bytes.subarray(start), 0);
}

function decode(one: unknown, data: Bytes, level: number): unknown {
  if (level > MOST_LEVELS) throw new FormatError('malformed', { at: 'levels', expected: MOST_LEVELS });
  if (Array.isArray(one)) return one.map((part) => decode(part, data, level + 1));
  if (typeof one !== 'object' || one === null) return one;
  const record = one as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(record, MARK)) {
    const pairs = Object.entries(record).map(([key, part]) => [key, decode(part, data, level + 1)]);
    return Object.fromEntries(pairs) as unknown;
  }
  const kind = String(record[MARK]);
  if (kind === 'number') return Number(record['value']);
  if (kind === 'map' || kind === 'object') {
    const pairs = pairsOf(record['entries']).map(
      ([key, part]) => [decode(key, data, level + 1), decode(part, data, level + 1)] as const,
    );
    return kind === 'map'
      ? new Map(pairs)
      : Object.fromEntries(pairs.map(([key, part]) => [String(key), part]));
  }
  return arrayOf(kind, record['at'], record['length'], data);
}

function pairsOf(entries: unknown): readonly (readonly [unknown, unknown])[] {
  const arePairs = Array.isArray(entries) && entries.every((one) => Array.isArray(one) && one.length === 2);
  if (!arePairs) throw new FormatError('malformed', { at: 'entries' });
  return entries as [unknown, unknown][];
}

function arrayOf(kind: string, at: unknown, length: unknown, data: Bytes): unknown {
  const type = Object.entries(KINDS).find(([name]) => name === kind)?.[1];
  const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
  if (type === undefined || !isPlace(at) || !isPlace(length) || at % ALIGNMENT !== 0)
    throw new FormatError('malformed', { at: kind });
  if (at + length * type.BYTES_PER_ELEMENT > data.length)
    throw new FormatError('truncated', { at: kind, expected: at + length * type.BYTES_PER_ELEMENT });
  return new type(data.buffer, data.byteOffset + at, length);
}
