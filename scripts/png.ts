/** Reading the one kind of PNG that the sheets of images come in: 8 bits of red, green, blue and alpha, not interlaced. */
import { inflateSync } from 'node:zlib';

const SIGNATURE = '89504e470d0a1a0a';
const CHANNELS = 4;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [height, width, 4]: red, green, blue, and alpha, which the colours are not multiplied with. */
  readonly pixels: Uint8Array;
}

/**
 * The pixels of a PNG (W3C, Portable Network Graphics, third edition).
 * @throws Error where it is none, or one of another kind.
 */
export function readPng(file: Buffer): Picture {
  if (file.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('Not a PNG.');
  let header: Buffer | undefined;
  const packed: Buffer[] = [];
  // A chunk is its length, its type, its data, and a checksum; zlib has one of its own.
  for (let at = 8; at + 8 <= file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') packed.push(data);
    at += 12 + length;
  }
  if (header?.toString('hex', 8) !== '0806000000') throw new Error('Not a PNG of 8 bits RGBA in one pass.');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  return { width, height, pixels: unfiltered(inflateSync(Buffer.concat(packed)), width, height) };
}

/** Each row is preceded by the number of its filter: what its bytes were predicted from, and are differences to. */
function unfiltered(rows: Uint8Array, width: number, height: number): Uint8Array {
  const row = width * CHANNELS;
  if (rows.length !== height * (row + 1)) throw new Error('The pixels do not fit the size.');
  const pixels = new Uint8Array(height * row);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x < CHANNELS ? 0 : (pixels[at - CHANNELS] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - row] ?? 0);
      const corner = x < CHANNELS || y === 0 ? 0 : (pixels[at - row - CHANNELS] ?? 0);
      pixels[at] = (rows[at + y + 1] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

function predicted(filter: number | undefined, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      // Paeth: whichever of the three comes nearest to left + above − corner.
      const guess = left + above - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
      return a <= b && a <= c ? left : b <= c ? above : corner;
    }
    case undefined:
    default:
      throw new Error(`No PNG has a filter ${filter}.`);
  }
}
