import { describe, expect, it } from 'vitest';
import files from '../testing/image-files.json';
import { imageKind, isOtherImage, readImageHeader } from './image-header';

/** The first 220 bytes of images of 37 × 21 pixels, as Pillow 9.4 saves them. */
const bytesOf = (name: keyof typeof files): Uint8Array => Uint8Array.from(Buffer.from(files[name], 'base64'));

const KINDS = [
  ['png', 'png', false],
  ['png grey', 'png', true],
  ['png palette', 'png', null],
  ['jpeg', 'jpeg', false],
  ['jpeg grey', 'jpeg', true],
  ['jpeg progressive', 'jpeg', false],
  ['gif', 'gif', null],
  ['webp', 'webp', null],
  ['webp lossless', 'webp', null],
  ['webp alpha', 'webp', null],
] as const;

describe('headers of images', () => {
  it.each(KINDS)('%s: kind, size and whether it is grey', (name, kind, isGrey) => {
    expect(readImageHeader(bytesOf(name))).toEqual({ kind, width: 37, height: 21, isGrey });
  });

  it.each(KINDS)('%s that is cut short is known by its kind, has no size, and is no error', (name, kind) => {
    const bytes = bytesOf(name);
    for (let end = 12; end < 24; end++) {
      expect(imageKind(bytes.slice(0, end))).toBe(kind);
      // That of a GIF stands in its first ten bytes.
      expect(readImageHeader(bytes.slice(0, end)) === null).toBe(kind !== 'gif');
    }
  });

  it('a JPEG with thumbnails and profiles before its size is read past them', () => {
    const jpeg = bytesOf('jpeg');
    const segment = [0xff, 0xe1, 0xff, 0xff, ...Array.from({ length: 65_533 }, () => 0xff)];
    const long = Uint8Array.from([...jpeg.slice(0, 2), ...segment, ...segment, ...jpeg.slice(2)]);
    expect(readImageHeader(long)).toMatchObject({ width: 37, height: 21 });
    expect(readImageHeader(long.slice(0, 131_072))).toBe(null);
  });

  it('images of other kinds are known as such', () => {
    const text = (start: string): Uint8Array => new TextEncoder().encode(start);
    expect([bytesOf('bmp'), bytesOf('tiff')].map(isOtherImage)).toEqual([true, true]);
    expect(isOtherImage(text('\0\0\0\x18ftypheic'))).toBe(true);
    expect(isOtherImage(text('\0\0\0\x1cftypavif'))).toBe(true);
    expect(isOtherImage(text('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">'))).toBe(true);
    expect(isOtherImage(text('<html><svg>'))).toBe(false);
    expect(isOtherImage(text('\0\0\0\x18ftypmp42'))).toBe(false);
    expect(isOtherImage(text('BM is how this text begins'))).toBe(false);
    expect(KINDS.map(([name]) => isOtherImage(bytesOf(name)))).toEqual(KINDS.map(() => false));
  });
});
