/** Images for tests, in the forms in which readers bring them; written here by hand, so that what reads them is not what wrote them. */
import { crc32, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';

/** A file as Playwright hands it to a field. */
export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const upload = (name: string, bytes: Uint8Array): Upload => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pngHeader(width: number, height: number, colour: 0 | 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colour], 8);
  return header;
}

/** A PNG of [height, width, 3] bytes. */
function png(width: number, height: number, pixels: Uint8Array): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(y * width * 3, (y + 1) * width * 3)]),
  );
  return Buffer.concat([
    PNG,
    chunk('IHDR', pngHeader(width, height, 2)),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** A PNG that says that it is so large, and is a few bytes. */
export function hugePng(side: number): Buffer {
  return Buffer.concat([
    PNG,
    chunk('IHDR', pngHeader(side, side, 2)),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** Pixels that no other image has, and that classes can be told by: [side, side, 3]. */
function pixels(side: number, label: number, image: number): Uint8Array {
  let state = 1 + image * 97 + label * 7919;
  return Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const noise = (state >>> 16) & 63;
    return at % 3 === label % 3 ? 160 + noise : noise;
  });
}

const CLASSES = ['cats', 'dogs', 'owls'] as const;
export const EACH = 15;

/** So many photos of each class, by path. */
export function photos(
  classes: readonly string[] = CLASSES,
  { each = EACH, side = 24 } = {},
): ReadonlyMap<string, Buffer> {
  return new Map(
    classes.flatMap((name, label) =>
      Array.from(
        { length: each },
        (_, image) => [`${name}/${image}.png`, png(side, side, pixels(side, label, image))] as const,
      ),
    ),
  );
}

export const zipOf = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  zipSync(Object.fromEntries(files));

/** NumPy's format, version 1.0, of bytes. */
export function npy(shape: readonly number[], values: Uint8Array): Buffer {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const head = `{'descr': '|u1', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = `${head.padEnd(Math.ceil((head.length + 11) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(padded), values]);
}

/** The format of MNIST, of bytes. */
export function idx(shape: readonly number[], values: Uint8Array): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 0x08, shape.length]);
  shape.forEach((size, axis) => head.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([head, values]);
}

/** Images and labels of three classes in turn; grey ones have the middle of the three channels. */
export function arrays(
  count: number,
  side: number,
  channels: 1 | 3,
): { images: Uint8Array; labels: Uint8Array } {
  const all = Array.from({ length: count }, (_, image) => {
    const own = pixels(side, image % 3, image);
    return channels === 3 ? own : own.filter((_, at) => at % 3 === 1);
  });
  return {
    images: Buffer.concat(all),
    labels: Uint8Array.from({ length: count }, (_, image) => image % 3),
  };
}
