/**
 * What the beginning of an image file says of it: its kind, and how large it is, before anything is decoded. PNG, JPEG, GIF and
 * WebP; other kinds are known by name only.
 */

export type ImageKind = 'png' | 'jpeg' | 'gif' | 'webp';

export interface ImageHeader {
  readonly kind: ImageKind;
  /** As they are stored: a camera that was turned says so beside them. */
  readonly width: number;
  readonly height: number;
  /** Whether it has one channel; null where its header does not say. */
  readonly isGrey: boolean | null;
}

/** Bytes of a file's beginning in which its size stands, behind thumbnails and colour profiles too. */
export const IMAGE_HEADER_BYTES = 2 ** 18;

const begins = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const textAt = (bytes: Uint8Array, start: number, end: number): string =>
  new TextDecoder('latin1').decode(bytes.subarray(start, end));

/** The kind of an image by the first bytes of its file; null for all else. */
export function imageKind(bytes: Uint8Array): ImageKind | null {
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (/^GIF8[79]a/.test(textAt(bytes, 0, 6))) return 'gif';
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 12) === 'WEBP') return 'webp';
  return null;
}

/** TIFF of both byte orders, icons, and JPEG XL with and without a container. */
const OTHER_STARTS = [
  [0x49, 0x49, 0x2a, 0],
  [0x4d, 0x4d, 0, 0x2a],
  [0, 0, 1, 0],
  [0xff, 0x0a],
  [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20],
] as const;

/** Whether it is an image of a kind that not every browser decodes: BMP, TIFF, HEIC, AVIF, JPEG XL, icons, SVG. */
export function isOtherImage(bytes: Uint8Array): boolean {
  const start = textAt(bytes, 0, 256);
  return (
    OTHER_STARTS.some((other) => begins(bytes, ...other)) ||
    /^BM.{4}\0{4}/s.test(start) ||
    /^....ftyp(?:hei[cfsx]|mif1|msf1|avi[fs])/s.test(start) ||
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/s.test(start)
  );
}

/**
 * What the header says; null where it is damaged, or the size does not stand in these bytes.
 * @param bytes The first `IMAGE_HEADER_BYTES` of the file.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (imageKind(bytes)) {
      case 'png':
        return readPng(bytes, view);
      case 'jpeg':
        return readJpeg(view);
      case 'gif':
        return { kind: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true), isGrey: null };
      case 'webp':
        return readWebp(bytes, view);
      case null:
        return null;
    }
  } catch (error) {
    // Beyond the end of the bytes.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** IHDR is the first chunk. */
function readPng(bytes: Uint8Array, view: DataView): ImageHeader | null {
  if (textAt(bytes, 12, 16) !== 'IHDR') return null;
  const colour = view.getUint8(25);
  // A palette may be of greys or of colours.
  const isGrey = colour === 3 ? null : colour === 0 || colour === 4;
  return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20), isGrey };
}

/** Segments follow each other up to the frame's header, which says the size. */
function readJpeg(view: DataView): ImageHeader | null {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Frames of all kinds of coding: 0xc4, 0xc8 and 0xcc are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return {
        kind: 'jpeg',
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        isGrey: view.getUint8(at + 9) === 1,
      };
    // The image itself, or its end: no frame was told of.
    if (marker === 0xda || marker === 0xd9) return null;
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + view.getUint16(at + 2);
  }
}

/** Lossy, lossless, and the extended form that has a canvas. RFC 9649. */
function readWebp(bytes: Uint8Array, view: DataView): ImageHeader | null {
  const size = (width: number, height: number): ImageHeader => ({
    kind: 'webp',
    width,
    height,
    isGrey: null,
  });
  const threeBytes = (at: number): number => view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
  switch (textAt(bytes, 12, 16)) {
    case 'VP8 ':
      if (threeBytes(23) !== 0x2a019d) return null;
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return size(threeBytes(24) + 1, threeBytes(27) + 1);
    default:
      return null;
  }
}
