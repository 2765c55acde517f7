/** Reads QR codes, with another library than the page writes them with: for tests. */
import readQR from 'jsqr';

/** Pixels of a module: as a camera sees one. */
const SCALE = 4;

/** The text of a code whose modules are true where dark, its light frame included; null where none is seen. */
export function textOfQr(modules: readonly (readonly boolean[])[]): string | null {
  const side = modules.length * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      if (modules[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] !== true) continue;
      pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  return textOfImage(pixels, side, side);
}

/** The text of a code in an image of red, green, blue and alpha; null where none is seen. */
export function textOfImage(pixels: Uint8ClampedArray, width: number, height: number): string | null {
  return readQR(pixels, width, height)?.data ?? null;
}
