/**
 * NumPy's arrays: `.npy` in versions 1 to 3 of its format (NEP 1), and `.npz`, a zip of them. Read are integers and floats of
 * every width and byte order, truth values and texts; objects, which are pickled programs, are not.
 */
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { FormatError } from './errors';
import { ZIP_DATE } from './zip';

/** Names as `str(array.dtype)` has them, without the byte order; every text is `str`, every string of bytes `bytes`. */
export type NpyType = NpyNumberType | 'bool' | 'str' | 'bytes';

export type NpyNumberType =
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float16'
  | 'float32'
  | 'float64';

/** Numbers by their type; float16 is read into float32, truth values into bytes. */
export type NpyNumbers =
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** What a file says of its array before the values. */
export interface NpyHeader {
  readonly dtype: NpyType;
  /** Bytes of a value. */
  readonly width: number;
  readonly bigEndian: boolean;
  /** Whether the first axis runs fastest. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the values begin. */
  readonly offset: number;
}

export interface NpyArray {
  readonly dtype: NpyType;
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest in `values`. */
  readonly fortran: boolean;
  readonly values: NpyNumbers | readonly string[];
}

/** An array to write, in row-major order; texts become `<U…`. */
export interface NpySource {
  readonly shape: readonly number[];
  readonly values: Exclude<NpyNumbers, Float32Array> | Float32Array<ArrayBuffer> | readonly string[];
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Bytes that hold every header that is read here. */
export const NPY_HEADER_BYTES = 65_536;

const AXES = 32;

/** Whether these bytes begin as a `.npy` file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && MAGIC.every((byte, index) => bytes[index] === byte);
}

/** How many values an array of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/**
 * The header of a file, of which the first `NPY_HEADER_BYTES` are enough.
 * @throws FormatError for what is no such file or holds what is not read here.
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (!isNpy(bytes)) throw new FormatError('not-that', { expected: 'npy' });
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new FormatError('unsupported', { at: 'version', found: version });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new FormatError('truncated', { at: 'header' });
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const offset = start + length;
  if (offset > NPY_HEADER_BYTES)
    throw new FormatError('too-large', { at: 'header', expected: NPY_HEADER_BYTES, found: offset });
  if (bytes.length < offset) throw new FormatError('truncated', { at: 'header' });
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, offset));
  return { ...readDictionary(text), offset };
}

/** The header is a dictionary as Python prints it, of three keys. */
function readDictionary(text: string): Omit<NpyHeader, 'offset'> {
  const field = (key: string, value: string): string => {
    const found = new RegExp(`['"]${key}['"]\\s*:\\s*${value}`).exec(text)?.[1];
    if (found === undefined) throw new FormatError('malformed', { at: key });
    return found;
  };
  if (/['"]descr['"]\s*:\s*\[/.test(text))
    throw new FormatError('unsupported', { at: 'descr', found: '[…]' });
  const descr = field('descr', `['"]([^'"]{0,40})['"]`);
  const fortran = field('fortran_order', '(True|False)') === 'True';
  const sides = field('shape', '\\(([\\d\\sL,]{0,400})\\)')
    .split(',')
    .map((side) => side.trim().replace(/L$/, ''))
    .filter((side) => side !== '');
  const shape = sides.map(Number);
  if (shape.length > AXES || !shape.every((side) => Number.isSafeInteger(side)))
    throw new FormatError('malformed', { at: 'shape', found: sides.join(', ').slice(0, 80) });
  if (!Number.isSafeInteger(sizeOf(shape)))
    throw new FormatError('too-large', { at: 'shape', found: sides.join(', ').slice(0, 80) });
  return { ...readType(descr), fortran, shape };
}

/** Types by kind and bytes: `f4` is float32. */
const TYPES: Readonly<Record<string, NpyNumberType | 'bool'>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

function readType(descr: string): Pick<NpyHeader, 'dtype' | 'width' | 'bigEndian'> {
  const [, order, kind = '', digits = ''] = /^([<>|=]?)([a-zA-Z])(\d{0,6})$/.exec(descr) ?? [];
  const count = Number(digits);
  const bigEndian = order === '>';
  if (kind === 'U') return { dtype: 'str', width: 4 * count, bigEndian };
  if (kind === 'S') return { dtype: 'bytes', width: count, bigEndian };
  const dtype = TYPES[`${kind}${digits}`];
  if (dtype === undefined) throw new FormatError('unsupported', { at: 'descr', found: descr });
  return { dtype, width: count, bigEndian };
}

/**
 * An array with its values, copied out of the file.
 * @throws FormatError
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const header = readNpyHeader(bytes);
  const { dtype, shape, fortran, width, offset } = header;
  const size = sizeOf(shape) * width;
  if (offset + size > bytes.length)
    throw new FormatError('truncated', { expected: size, found: bytes.length - offset });
  return { dtype, shape, fortran, values: npyValues(header, bytes.subarray(offset, offset + size)) };
}

/** Values of a type as they stand in a file; `bytes` are whole values. */
export function npyValues(
  { dtype, width, bigEndian }: Pick<NpyHeader, 'dtype' | 'width' | 'bigEndian'>,
  bytes: Uint8Array,
): NpyArray['values'] {
  if (dtype === 'str') return texts(bytes, width, (part) => unicode(part, bigEndian));
  if (dtype === 'bytes') return texts(bytes, width, (part) => new TextDecoder('latin1').decode(part));
  return npyNumbers(dtype, width, bigEndian, bytes);
}

/** Numbers as they stand in a file; `bytes` are whole numbers, which are copied. */
export function npyNumbers(
  dtype: NpyNumberType | 'bool',
  width: number,
  bigEndian: boolean,
  bytes: Uint8Array,
): NpyNumbers {
  const copy = new Uint8Array(bytes);
  if (bigEndian && width > 1) swap(copy, width);
  const { buffer } = copy;
  switch (dtype) {
    case 'bool':
    case 'uint8':
      return copy;
    case 'int8':
      return new Int8Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'int64':
      return new BigInt64Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'uint64':
      return new BigUint64Array(buffer);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer), halfToFloat);
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
  }
}

/** Turns the bytes of each value round, in place. */
function swap(bytes: Uint8Array, width: number): void {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}

/** An IEEE 754 binary16 as the number that it is. */
function halfToFloat(half: number): number {
  const sign = (half & 0x8000) === 0 ? 1 : -1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function texts(bytes: Uint8Array, width: number, read: (part: Uint8Array) => string): string[] {
  if (width === 0) return [];
  return Array.from({ length: bytes.length / width }, (_, index) =>
    // NumPy fills texts up with zeros, which do not count.
    read(bytes.subarray(index * width, (index + 1) * width)).replace(/\0+$/, ''),
  );
}

/** UTF-32; what is no character is read as the sign for that. */
function unicode(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, !bigEndian);
    text += String.fromCodePoint(point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? 0xfffd : point);
  }
  return text;
}

/** Values in row-major order; those of an array in Fortran's are put into it. */
export function rowMajor<T extends NpyNumbers>(values: T, shape: readonly number[], fortran: boolean): T {
  if (!fortran || shape.filter((side) => side > 1).length < 2) return values;
  const sorted = values.slice() as T;
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    const value = values[from];
    if (value !== undefined) sorted[to] = value;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [side = 1, stride = 1] = [shape[axis], strides[axis]];
      index[axis] = (index[axis] ?? 0) + 1;
      from += stride;
      if ((index[axis] ?? 0) < side) break;
      from -= side * stride;
      index[axis] = 0;
    }
  }
  return sorted;
}

/** A file of version 1.0, in row-major order and little-endian, as `numpy.save` writes it. */
export function writeNpy({ shape, values }: NpySource): Uint8Array<ArrayBuffer> {
  const { descr, bytes } = ArrayBuffer.isView(values) ? writeNumbers(values) : writeTexts(values);
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sides}), }`;
  // Values begin at a multiple of 64 bytes, and a line break ends the header.
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const file = new Uint8Array(length + bytes.length);
  file.set(MAGIC);
  file[6] = 1;
  new DataView(file.buffer).setUint16(8, length - 10, true);
  file.set(new TextEncoder().encode(`${dictionary.padEnd(length - 11)}\n`), 10);
  file.set(bytes, length);
  return file;
}

/** What is written for each type, on the little-endian machines that browsers run on. */
const DESCR: readonly (readonly [new (buffer: ArrayBuffer) => NpyNumbers, string])[] = [
  [Uint8Array, '|u1'],
  [Int8Array, '|i1'],
  [Uint16Array, '<u2'],
  [Int16Array, '<i2'],
  [Uint32Array, '<u4'],
  [Int32Array, '<i4'],
  [BigUint64Array, '<u8'],
  [BigInt64Array, '<i8'],
  [Float32Array, '<f4'],
  [Float64Array, '<f8'],
];

function writeNumbers(values: NpyNumbers): { descr: string; bytes: Uint8Array } {
  const descr = DESCR.find(([type]) => values instanceof type)?.[1] ?? '|u1';
  return { descr, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

function writeTexts(values: readonly string[]): { descr: string; bytes: Uint8Array } {
  const points = values.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  // NumPy has no texts of length 0.
  const length = Math.max(1, ...points.map((text) => text.length));
  const codes = new Uint32Array(values.length * length);
  for (const [index, text] of points.entries()) codes.set(text, index * length);
  return { descr: `<U${length}`, bytes: new Uint8Array(codes.buffer) };
}

/**
 * The arrays of a `.npz` by name, all of them in memory.
 * @param limit Most bytes of all arrays together.
 * @throws FormatError
 */
export function readNpz(bytes: Uint8Array, limit = 2 ** 30): ReadonlyMap<string, NpyArray> {
  let total = 0;
  const files = ((): Record<string, Uint8Array> => {
    try {
      return unzipSync(bytes, {
        filter: ({ name, originalSize }) => {
          total += originalSize;
          if (total > limit) throw new FormatError('too-large', { at: name, expected: limit, found: total });
          return name.endsWith('.npy');
        },
      });
    } catch (error) {
      throw error instanceof FormatError ? error : new FormatError('malformed', { expected: 'zip' });
    }
  })();
  return new Map(Object.entries(files).map(([name, file]) => [name.slice(0, -4), readNpy(file)]));
}

/** A `.npz` as `numpy.savez` writes it; the same arrays give the same bytes. */
export function writeNpz(arrays: ReadonlyMap<string, NpySource>): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  for (const [name, array] of arrays) files[`${name}.npy`] = [writeNpy(array), { level: 0, mtime: ZIP_DATE }];
  return zipSync(files);
}
