/**
 * safetensors: a little-endian u64 with the length of a JSON header, the header, and the bytes of the tensors without holes.
 * As https://github.com/huggingface/safetensors#format has it.
 */
import { FormatError } from './errors';

/** Bytes of an element. */
const BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

const LENGTH_BYTES = 8;
const MAX_HEADER = 100_000_000;
/** Where the bytes of the tensors begin is a multiple of this. */
const ALIGNMENT = 8;
/** Whether numbers in memory are as in a file; they are on nearly all machines. */
const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const METADATA = '__metadata__';

/** An array as it stands in a file. */
export interface StoredTensor {
  /** `F32`, `I64` and so on. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Little-endian, row-major; a view of the file. */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file of float32 tensors, in the order of the map. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) header.set(METADATA, metadata);
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    const start = end;
    end += 4 * values.length;
    header.set(name, { dtype: 'F32', shape, data_offsets: [start, end] });
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + length + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(length), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  file.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const { values } of tensors.values()) {
    if (IS_LITTLE) file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    else for (const [index, value] of values.entries()) view.setFloat32(at + 4 * index, value, true);
    at += 4 * values.length;
  }
  return file;
}

/**
 * Reads a file whole, and believes nothing of it that was not compared.
 * @throws FormatError
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, data } = split(bytes);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || !hasStrings(metadata)) throw new FormatError('malformed', { at: METADATA });
  const placed = Object.entries(entries).map(([name, entry]) => ({ name, ...entryOf(name, entry) }));
  checkPlaces(placed, data.length);
  const tensors = placed.map(({ name, dtype, shape, start, end }): [string, StoredTensor] => [
    name,
    { dtype, shape, bytes: data.subarray(start, end) },
  ]);
  return { tensors: new Map(tensors), metadata };
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function split(bytes: Uint8Array) {
  if (bytes.length < LENGTH_BYTES)
    throw new FormatError('truncated', { expected: LENGTH_BYTES, found: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  // What opens a header tells a damaged file from one of another kind, whose first bytes are seldom a length.
  if (bytes.length > LENGTH_BYTES && bytes[LENGTH_BYTES] !== 0x7b) throw new FormatError('not-that');
  if (length > MAX_HEADER)
    throw new FormatError('too-large', { at: 'header', expected: MAX_HEADER, found: length });
  const start = LENGTH_BYTES + length;
  if (start > bytes.length) throw new FormatError('truncated', { expected: start, found: bytes.length });
  return { header: headerOf(bytes.subarray(LENGTH_BYTES, start)), data: bytes.subarray(start) };
}

function headerOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    throw new FormatError('malformed', { at: 'header' });
  }
  if (!isObject(header)) throw new FormatError('malformed', { at: 'header' });
  const twice = repeatedKey(text);
  if (twice !== null) throw new FormatError('malformed', { at: twice, expected: 1, found: 2 });
  return header;
}

/** A key that stands twice in one object of a valid JSON text, which a parser passes over in silence; null where none does. */
function repeatedKey(text: string): string | null {
  const objects: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') objects.push(new Set());
    else if (text[at] === '}') objects.pop();
    else if (text[at] === '"') {
      const start = at++;
      while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
      let behind = at + 1;
      while (' \t\r\n'.includes(text[behind] ?? '"')) behind++;
      if (text[behind] !== ':') continue;
      const key = JSON.parse(text.slice(start, at + 1)) as string;
      const keys = objects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return null;
}

function entryOf(name: string, entry: unknown): Entry {
  if (!isObject(entry)) throw new FormatError('malformed', { at: name });
  const { dtype, shape, data_offsets: offsets } = entry;
  const size = typeof dtype === 'string' && Object.hasOwn(BYTES, dtype) ? BYTES[dtype] : undefined;
  if (typeof dtype !== 'string') throw new FormatError('malformed', { at: `${name}: dtype` });
  if (size === undefined) throw new FormatError('unsupported', { at: name, found: dtype });
  if (!isCounts(shape)) throw new FormatError('malformed', { at: `${name}: shape` });
  if (!isCounts(offsets) || offsets.length !== 2)
    throw new FormatError('malformed', { at: `${name}: data_offsets` });
  const [start = 0, end = 0] = offsets;
  const expected = shape.reduce((product, side) => product * side, size);
  if (end - start !== expected)
    throw new FormatError('malformed', { at: name, expected, found: end - start });
  return { dtype, shape, start, end };
}

/** Tensors follow each other from the first byte to the last, in whatever order the header names them. */
function checkPlaces(placed: readonly (Entry & { readonly name: string })[], length: number): void {
  let next = 0;
  for (const { name, start, end } of placed.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== next)
      throw new FormatError('malformed', { at: `${name}: data_offsets`, expected: next, found: start });
    if (end > length) throw new FormatError('truncated', { at: name, expected: end, found: length });
    next = end;
  }
  if (next !== length) throw new FormatError('malformed', { at: 'data', expected: next, found: length });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasStrings(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, string>> {
  return Object.values(value).every((one) => typeof one === 'string');
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

/** The numbers of a tensor of floats, rounded to float32 where they are float64; null where it has another type. */
export function floatsOf({ dtype, bytes }: StoredTensor): Float32Array<ArrayBuffer> | null {
  const read = READERS[dtype];
  const size = BYTES[dtype];
  if (read === undefined || size === undefined) return null;
  // A copy: the bytes of a tensor may begin anywhere. (The slice of a Buffer, which Node reads files into, would be none.)
  if (dtype === 'F32' && IS_LITTLE) return new Float32Array(new Uint8Array(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length / size);
  for (let index = 0; index < values.length; index++) values[index] = read(view, index * size);
  return values;
}

const READERS: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  F64: (view, at) => view.getFloat64(at, true),
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => half(view.getUint16(at, true)),
  BF16: (view, at) => upperHalf(view.getUint16(at, true)),
};

/** IEEE 754 binary16: five bits of exponent, ten of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function upperHalf(bits: number): number {
  word.setUint32(0, bits * 0x10000, true);
  return word.getFloat32(0, true);
}
