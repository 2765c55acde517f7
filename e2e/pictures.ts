/** Pictures to bring: written here where their pixels are to be known, drawn by the browser where it alone knows the format. */
import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { crc32 } from '../src/formats/crc32';

type Opaque = readonly [red: number, green: number, blue: number];
type Colour = readonly [red: number, green: number, blue: number, alpha?: number];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG of 8 bits RGBA. */
export function png(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + 4 * width));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [red, green, blue, alpha = 255] = colourAt(x, y);
      rows.set([red, green, blue, alpha], y * (1 + 4 * width) + 1 + 4 * x);
    }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The header of a PNG that says it is so large, and nothing behind it. */
export function pngHeader(width: number, height: number): Buffer {
  const whole = png(1, 1, () => [0, 0, 0]);
  whole.writeUInt32BE(width, 16);
  whole.writeUInt32BE(height, 20);
  whole.writeUInt32BE(crc32(whole.subarray(12, 29)), 29);
  return whole;
}

/** An animation of 8 × 8 pixels: one colour, then the other. Codes of LZW are written without using its table. */
export function gif(first: Opaque, second: Opaque): Buffer {
  const table = [...first, ...second];
  const frame = (index: number): number[] => {
    // Codes of three bits: clear (4), a pixel, and so on, so that codes never grow; the last is the end (5).
    const codes = [...Array.from({ length: 64 }, () => [4, index]).flat(), 5];
    const bytes: number[] = [];
    for (const [at, code] of codes.entries())
      for (let bit = 0; bit < 3; bit++) {
        const place = 3 * at + bit;
        bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (((code >> bit) & 1) << (place & 7));
      }
    return [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 8, 0, 8, 0, 0, 2, bytes.length, ...bytes, 0];
  };
  const screen = [8, 0, 8, 0, 0x80, 0, 0];
  return Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([...screen, ...table, ...frame(0), ...frame(1), 0x3b]),
  ]);
}

/** Drawn by the browser: the left half in one colour, the right half in another. */
export async function halves(
  page: Page,
  type: 'image/jpeg' | 'image/webp',
  side: number,
  colours: readonly [left: string, right: string],
): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ type, side, colours: [left, right] }) => {
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('No canvas.');
      context.fillStyle = left;
      context.fillRect(0, 0, side / 2, side);
      context.fillStyle = right;
      context.fillRect(side / 2, 0, side / 2, side);
      const blob = await canvas.convertToBlob({ type, quality: 1 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
    },
    { type, side, colours },
  );
  return Buffer.from(base64, 'base64');
}

/** A JPEG as a camera writes it that was turned: EXIF's tag 0x0112. */
export function turned(jpeg: Buffer, orientation: number): Buffer {
  // One entry at byte 8: a short, once, with this value.
  const entry = [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*', 'latin1'), Buffer.from(entry)]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}
