/** What all scripts that make bundled data have in common: packed files, and the statistics that images are standardised by. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sealed } from '../src/data/fetch-manifest';
import type { DataFile, DataManifest, Standardisation } from '../src/data/manifest';

/** A data set's folder below `public/data`. */
export function folderOf(name: string): string {
  const folder = join(import.meta.dirname, '../public/data', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Writes bytes packed. Files end in `.bin`, since servers may declare a `.gz` as an encoding and unpack it. */
export function writePacked(folder: string, file: string, bytes: Uint8Array): DataFile {
  const packed = gzipSync(bytes, { level: 9 });
  writeFileSync(join(folder, file), packed);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, bytes: bytes.length, packedBytes: packed.length, sha256 };
}

export function writeManifest(folder: string, manifest: Omit<DataManifest, 'seal'>): void {
  const seal = createHash('sha256').update(sealed(manifest)).digest('hex');
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify({ ...manifest, seal }, null, 2)}\n`);
}

/**
 * Mean and deviation per channel over all pixels (0 to 1) of these square images, as they are and halved by 2×2 means.
 * @param images [count, side, side, channels]
 */
export function standardisations(images: Uint8Array, side: number, channels: number): Standardisation[] {
  const half = sumsOfSquares(images, side, channels);
  return [statistics(half, side / 2, channels, 4 * 255), statistics(images, side, channels, 255)];
}

/** Sum of each 2×2 square, row by row; the images lie one below the other. */
function sumsOfSquares(images: Uint8Array, side: number, channels: number): Uint16Array {
  const sums = new Uint16Array(images.length / 4);
  const row = side * channels;
  images.forEach((value, i) => {
    const y = Math.floor(i / row) >> 1;
    const x = Math.floor((i % row) / channels) >> 1;
    const at = (y * (side / 2) + x) * channels + (i % channels);
    sums[at] = (sums[at] ?? 0) + value;
  });
  return sums;
}

/** Sums of integers are exact in doubles here (under 2^53), so that no order of summation matters. */
function statistics(
  values: Uint8Array | Uint16Array,
  size: number,
  channels: number,
  unit: number,
): Standardisation {
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  values.forEach((value, i) => {
    const channel = i % channels;
    sums[channel] = (sums[channel] ?? 0) + value;
    squares[channel] = (squares[channel] ?? 0) + value * value;
  });
  const count = values.length / channels;
  const rounded = (value: number): number => Number((value / unit).toPrecision(9));
  const deviation = (sum: number, channel: number): number =>
    Math.sqrt((squares[channel] ?? 0) / count - (sum / count) ** 2);
  return {
    size,
    mean: Array.from(sums, (sum) => rounded(sum / count)),
    deviation: Array.from(sums, (sum, channel) => rounded(deviation(sum, channel))),
  };
}
