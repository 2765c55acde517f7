/** QR codes of links (ISO/IEC 18004). The library comes with this module, which comes when a code is shown. */
import { encodeQR } from 'qr';

/** Bytes that the largest code holds, version 40 with low error correction (ISO/IEC 18004, table 7). */
export const MOST_BYTES = 2_953;
/** Up to so many bytes a code is small enough to have the better correction all the same. */
const FEW_BYTES = 300;
/** Light modules around a code that readers ask for. */
const QUIET = 4;

export interface QrCode {
  /** Side in modules, the light frame included. */
  readonly side: number;
  /** Dark modules as an SVG path, a module a unit. */
  readonly path: string;
}

/** Bytes of a text in a QR code. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The modules of the code of a text, row by row, true where dark; null where it is too long for one. */
export function modulesOf(text: string): readonly (readonly boolean[])[] | null {
  const bytes = bytesOf(text);
  if (bytes > MOST_BYTES) return null;
  return encodeQR(text, 'raw', {
    ecc: bytes > FEW_BYTES ? 'low' : 'medium',
    encoding: 'byte',
    border: QUIET,
  });
}

/** The code of a text; null where it is too long for one. */
export function qrOf(text: string): QrCode | null {
  const rows = modulesOf(text);
  if (rows === null) return null;
  const runs = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1] === true) return [];
      const end = row.indexOf(false, x);
      const length = (end < 0 ? row.length : end) - x;
      return [`M${x} ${y}h${length}v1h-${length}z`];
    }),
  );
  return { side: rows.length, path: runs.join('') };
}
