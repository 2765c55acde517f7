/**
 * IDX, the format of MNIST and of sets after it: two zeros, a type, a number of axes, the sides of each and the values, all
 * big-endian. http://yann.lecun.com/exdb/mnist describes it.
 */
import { FormatError } from './errors';
import type { NpyHeader, NpyNumberType } from './npy';

/** Types by their byte, and the bytes of a value. */
const TYPES: ReadonlyMap<number, readonly [NpyNumberType, number]> = new Map([
  [0x08, ['uint8', 1]],
  [0x09, ['int8', 1]],
  [0x0b, ['int16', 2]],
  [0x0c, ['int32', 4]],
  [0x0d, ['float32', 4]],
  [0x0e, ['float64', 8]],
]);

/** Images have at most four axes. */
const AXES = 4;

/** Whether a file of this size may be one by its first bytes: it has no mark of its own. One that was cut short may be, too. */
export function isIdx(bytes: Uint8Array, size: number): boolean {
  if (bytes[0] !== 0 || bytes[1] !== 0 || !TYPES.has(bytes[2] ?? 0)) return false;
  const axes = bytes[3] ?? 0;
  return axes >= 1 && axes <= AXES && size > 4 + 4 * axes;
}

/** Whether it is one beyond doubt: as large as it says. */
export function isWholeIdx(bytes: Uint8Array, size: number): boolean {
  try {
    readIdxHeader(bytes, size);
    return true;
  } catch {
    return false;
  }
}

/**
 * The header of a file of this size, in the terms of NumPy's.
 * @param bytes Its first 20 bytes or more.
 * @throws FormatError
 */
export function readIdxHeader(bytes: Uint8Array, size: number): NpyHeader {
  const type = TYPES.get(bytes[2] ?? 0);
  const axes = bytes[3] ?? 0;
  if (!isIdx(bytes, size) || type === undefined) throw new FormatError('not-that', { expected: 'IDX' });
  const [dtype, width] = type;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const offset = 4 + 4 * axes;
  const expected = offset + width * shape.reduce((product, side) => product * side, 1);
  if (expected > size) throw new FormatError('truncated', { expected, found: size });
  if (expected < size) throw new FormatError('malformed', { expected, found: size });
  return { dtype, width, bigEndian: true, fortran: false, shape, offset };
}
