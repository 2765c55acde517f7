/** Reading Fashion-MNIST's IDX files, and the statistics by which its images are standardised. */
import type { Standardisation } from '../src/data/manifest';

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

/** Mean and deviation over all pixels (0 to 1) of these square images, as they are and halved by 2×2 means. */
export function standardisations(images: Uint8Array, side: number): Standardisation[] {
  const half = side / 2;
  return [statistics(sumsOfSquares(images, side, 2), half, 4 * 255), statistics(images, side, 255)];
}

/** Sum of each `size` × `size` square, row by row; the images lie one below the other. */
function sumsOfSquares(images: Uint8Array, side: number, size: number): Uint16Array {
  const across = side / size;
  const sums = new Uint16Array(images.length / (size * size));
  images.forEach((value, i) => {
    const row = Math.floor(Math.floor(i / side) / size);
    const column = Math.floor((i % side) / size);
    const at = row * across + column;
    sums[at] = (sums[at] ?? 0) + value;
  });
  return sums;
}

/** Sums of integers are exact in doubles here (under 2^53), so that no order of summation matters. */
function statistics(values: Uint8Array | Uint16Array, size: number, unit: number): Standardisation {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(squares / values.length - mean * mean);
  const rounded = (value: number): number => Number((value / unit).toPrecision(9));
  return { size, mean: [rounded(mean)], deviation: [rounded(deviation)] };
}
