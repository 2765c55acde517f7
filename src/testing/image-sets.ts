/** Sets of images in the forms in which they are given away, from pixels and labels that tests know. */
import { gzipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { writeNpy, writeNpz, type NpySource } from '../formats/npy';
import type { BroughtFile } from '../images/report';

type Bytes = Uint8Array<ArrayBuffer>;

export const brought = (path: string, bytes: Bytes | string, className?: string): BroughtFile => ({
  path,
  blob: new Blob([bytes]),
  ...(className !== undefined && { className }),
});

/** A pixel that tells where it is: 0 to 250. */
export function pixelAt(image: number, row: number, column: number, channel = 0): number {
  return (image * 89 + row * 7 + column * 13 + channel * 61) % 251;
}

/** Numbers of images in the order of an array's axes: `hw`, `hwc` or `chw`. */
export function pixelsOf(
  count: number,
  { height, width, channels = 1 }: { height: number; width: number; channels?: number },
  axes: 'hwc' | 'chw' = 'hwc',
): Bytes {
  const size = height * width * channels;
  return Uint8Array.from({ length: count * size }, (_, at) => {
    const [image, inside] = [Math.floor(at / size), at % size];
    const area = height * width;
    const place = axes === 'hwc' ? Math.floor(inside / channels) : inside % area;
    const channel = axes === 'hwc' ? inside % channels : Math.floor(inside / area);
    return pixelAt(image, Math.floor(place / width), place % width, channel);
  });
}

/** Labels that go round. */
export const labelsOf = (count: number, classes: number): Bytes =>
  Uint8Array.from({ length: count }, (_, index) => index % classes);

/** An IDX file of bytes. */
export function idxFile(shape: readonly number[], values: Uint8Array): Bytes {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, side] of shape.entries()) view.setUint32(4 + 4 * axis, side);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

/** A CIFAR batch: `before` are the labels that stand before each image. */
export function cifarFile(count: number, before: (image: number) => readonly number[]): Bytes {
  const pixels = pixelsOf(count, { height: 32, width: 32, channels: 3 }, 'chw');
  return Uint8Array.from(
    Array.from({ length: count }, (_, image) => [
      ...before(image),
      ...pixels.subarray(image * 3072, (image + 1) * 3072),
    ]).flat(),
  );
}

export const npyFile = (array: NpySource): Bytes => writeNpy(array);

export const npzFile = (arrays: Readonly<Record<string, NpySource>>): Bytes =>
  writeNpz(new Map(Object.entries(arrays)));

export const gzipped = (bytes: Bytes): Bytes => gzipSync(bytes);

export const tarOf = (files: ReadonlyMap<string, Bytes>): Promise<Bytes> =>
  packTar([...files].map(([name, body]) => ({ header: { name, size: body.length, type: 'file' }, body })));

/** The header of a PNG of this size, and behind it a byte: `byteDecoder` takes it for all of its pixels. */
export function pngOf(width: number, height: number, byte: number): Bytes {
  const bytes = new Uint8Array(34);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes.set([8, 2], 24);
  bytes[33] = byte;
  return bytes;
}
