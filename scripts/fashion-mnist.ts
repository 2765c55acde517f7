/** Reading Fashion-MNIST's IDX files. */

/**
 * The values of an IDX file of unsigned bytes.
 * @throws Error where the header is not one of bytes with these dimensions, or the length does not fit them.
 */
export function parseIdx(file: Uint8Array, dimensions: readonly number[]): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = 4 + 4 * dimensions.length;
  // Two zeros, 8 for unsigned bytes, the number of dimensions; then each of them.
  const expected = [0x0800 + dimensions.length, ...dimensions];
  const length = dimensions.reduce((product, size) => product * size, 1);
  const fits =
    file.length === start + length && expected.every((value, i) => view.getUint32(4 * i) === value);
  if (!fits) throw new Error(`Not an IDX file of bytes with dimensions ${dimensions.join('×')}.`);
  return file.subarray(start);
}
