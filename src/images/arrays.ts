/**
 * Arrays of numbers as files hold them: NumPy's, IDX and CIFAR's batches have in common that each image takes the same number of
 * bytes, so that they are read a piece at a time.
 */
import { CIFAR, CIFAR_PIXELS, CIFAR_SIDE, recordBytes, type CifarKind } from '../formats/cifar';
import { readIdxHeader } from '../formats/idx';
import {
  NPY_HEADER_BYTES,
  npyNumbers,
  npyValues,
  readNpyHeader,
  rowMajor,
  sizeOf,
  type NpyHeader,
  type NpyNumberType,
  type NpyNumbers,
} from '../formats/npy';
import { FormatError } from '../formats/errors';
import type { Entry } from './open';
import { ImportError, reading } from './problem';

/** An array in a file; `shape` begins with the number of records. */
export interface ArrayFile {
  readonly path: string;
  readonly dtype: NpyHeader['dtype'];
  readonly shape: readonly number[];
  readonly header: NpyHeader;
  /** Bytes from one record to the next, and those of a record that come before what `shape` tells of. */
  readonly stride: number;
  readonly skip: number;
  readonly open: () => Promise<Blob>;
}

/** An array in Fortran's order has no records: it is read as a whole, up to this many bytes. */
const MOST_WHOLE = 2 ** 28;

/** Bytes that are read at once. */
const PIECE = 2 ** 22;

/** Of a file of NumPy's or in IDX. */
export async function arrayFile(entry: Entry, format: 'npy' | 'idx'): Promise<ArrayFile> {
  return reading(entry.path, async () => {
    const { path, size, head } = entry;
    const blob = once(() => entry.open());
    const header =
      format === 'idx'
        ? readIdxHeader(head, size)
        : readNpyHeader(new Uint8Array(await (await blob()).slice(0, NPY_HEADER_BYTES).arrayBuffer()));
    const { dtype, shape, width, offset } = header;
    const needed = offset + width * sizeOf(shape);
    if (needed > size) throw new FormatError('truncated', { expected: needed, found: size });
    return { path, dtype, shape, header, stride: width * sizeOf(shape.slice(1)), skip: 0, open: blob };
  });
}

/** The images of a CIFAR batch, N × 3 × 32 × 32. */
export function cifarImages({ path, size, open }: Entry, kind: CifarKind): ArrayFile {
  const shape = [size / recordBytes(kind), 3, CIFAR_SIDE, CIFAR_SIDE];
  const header: NpyHeader = { dtype: 'uint8', width: 1, bigEndian: false, fortran: false, shape, offset: 0 };
  return {
    path,
    dtype: 'uint8',
    shape,
    header,
    stride: CIFAR_PIXELS + CIFAR[kind].labels,
    skip: CIFAR[kind].labels,
    open: once(open),
  };
}

/** Opened once, and held. */
function once(open: () => Promise<Blob>): () => Promise<Blob> {
  let opened: Promise<Blob> | undefined;
  return () => (opened ??= open());
}

/** Numbers of the records of an array, in order; each is only valid until the next one. */
export async function* recordsOf(array: ArrayFile): AsyncGenerator<NpyNumbers> {
  const { path, header, stride, skip, shape } = array;
  const { dtype, width, bigEndian, fortran, offset } = header;
  if (!isNumeric(dtype)) throw new ImportError({ code: 'not-images', path, shape });
  const [records = 0, ...sides] = shape;
  const blob = await reading(path, array.open);
  if (fortran) {
    yield* wholeOf(array, blob);
    return;
  }
  const size = sizeOf(sides);
  const step = Math.max(1, Math.floor(PIECE / stride));
  for (let first = 0; first < records; first += step) {
    const count = Math.min(step, records - first);
    const bytes = await reading(path, async () =>
      read(blob, offset + first * stride, offset + (first + count) * stride),
    );
    if (skip === 0) {
      const values = npyNumbers(dtype, width, bigEndian, bytes);
      for (let index = 0; index < count; index++) yield values.subarray(index * size, (index + 1) * size);
    } else
      for (let index = 0; index < count; index++)
        yield bytes.subarray(index * stride + skip, (index + 1) * stride);
  }
}

async function* wholeOf({ path, header, shape }: ArrayFile, blob: Blob): AsyncGenerator<NpyNumbers> {
  const values = await reading(path, async () => wholeNumbers(blob, header));
  const size = sizeOf(shape.slice(1));
  for (let index = 0; index < (shape[0] ?? 0); index++)
    yield values.subarray(index * size, (index + 1) * size);
}

async function wholeNumbers(blob: Blob, header: NpyHeader): Promise<NpyNumbers> {
  const { dtype, width, bigEndian, fortran, shape, offset } = header;
  const size = width * sizeOf(shape);
  if (size > MOST_WHOLE) throw new FormatError('too-large', { expected: MOST_WHOLE, found: size });
  if (!isNumeric(dtype)) throw new FormatError('unsupported', { found: dtype });
  return rowMajor(
    npyNumbers(dtype, width, bigEndian, await read(blob, offset, offset + size)),
    shape,
    fortran,
  );
}

async function read(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
  if (bytes.length < end - start)
    throw new FormatError('truncated', { expected: end, found: start + bytes.length });
  return bytes;
}

/** All values of an array of numbers, or of texts. */
export async function valuesOf(array: ArrayFile): Promise<readonly number[] | readonly string[]> {
  return reading(array.path, async () => {
    const { header, dtype } = array;
    const blob = await array.open();
    if (dtype === 'str' || dtype === 'bytes') {
      const size = header.width * sizeOf(header.shape);
      if (size > MOST_WHOLE) throw new FormatError('too-large', { expected: MOST_WHOLE, found: size });
      const texts = npyValues(header, await read(blob, header.offset, header.offset + size));
      return ArrayBuffer.isView(texts) ? [] : texts;
    }
    return Array.from(await wholeNumbers(blob, header), Number);
  });
}

export function isNumeric(dtype: NpyHeader['dtype']): dtype is NpyNumberType | 'bool' {
  return dtype !== 'str' && dtype !== 'bytes';
}
