/** Feature maps and filters as tiles of one image: where each tile lies, and the colour of its values. */
import { interpolateRdBu, interpolateViridis, rgb } from 'd3';

export interface TileSheet {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha; gaps are transparent. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Values of the ends of the colours. */
  readonly low: number;
  readonly high: number;
}

/** One pixel between tiles. */
const GAP = 1;

/** Maps [height, width, channels] side by side, `columns` in a row, from their smallest value (dark) to their largest. */
export function mapSheet(
  values: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  columns: number,
): TileSheet {
  const [low, high] = extentOf(values);
  const rows = Math.ceil(channels / columns);
  const colour = (value: number): string =>
    Number.isFinite(value) ? interpolateViridis(high > low ? (value - low) / (high - low) : 0) : NOT_FINITE;
  const sheet = emptySheet(columns * (width + GAP) - GAP, rows * (height + GAP) - GAP, low, high);
  for (let channel = 0; channel < channels; channel++) {
    const left = (channel % columns) * (width + GAP);
    const top = Math.floor(channel / columns) * (height + GAP);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++)
        paint(sheet, left + x, top + y, colour(values[(y * width + x) * channels + channel] ?? Number.NaN));
    }
  }
  return sheet;
}

/** Filters [kernel, kernel, inputs, outputs]: a column per output, a row per input; red below 0, blue above, white at it. */
export function filterSheet(
  values: Float32Array,
  [kernel, inputs, outputs]: readonly [number, number, number],
): TileSheet {
  const [low, high] = extentOf(values);
  const most = Math.max(Math.abs(low), Math.abs(high));
  const colour = (value: number): string =>
    Number.isFinite(value) ? interpolateRdBu(most > 0 ? 0.5 + value / most / 2 : 0.5) : NOT_FINITE;
  const pitch = kernel + (kernel > 1 ? GAP : 0);
  const sheet = emptySheet(outputs * pitch, inputs * pitch, -most, most);
  for (let y = 0; y < kernel; y++) {
    for (let x = 0; x < kernel; x++) {
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) {
          const at = ((y * kernel + x) * inputs + input) * outputs + output;
          paint(sheet, output * pitch + x, input * pitch + y, colour(values[at] ?? Number.NaN));
        }
      }
    }
  }
  return sheet;
}

/** Smallest and largest finite value; 0 and 0 of none. */
function extentOf(values: Float32Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}

function emptySheet(width: number, height: number, low: number, high: number): TileSheet {
  return { width, height, low, high, pixels: new Uint8ClampedArray(width * height * 4) };
}

/** What is not a number has a colour that neither scale has. */
const NOT_FINITE = '#e6007e';

function paint({ width, pixels }: TileSheet, x: number, y: number, colour: string): void {
  const { r, g, b } = rgb(colour);
  pixels.set([r, g, b, 255], (y * width + x) * 4);
}

/** Viridis has 256 colours; here as ImageData has them on little-endian machines. */
const RAMP = Uint32Array.from({ length: 256 }, (_, i) => {
  const { r, g, b } = rgb(interpolateViridis((i + 0.5) / 256));
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
});

/** Shares of bins over time: a column per moment, the most positive bin on top. */
export function historySheet(moments: readonly (Float32Array | null)[], bins: number): TileSheet {
  const sheet = emptySheet(Math.max(1, moments.length), bins, 0, 1);
  const pixels = new Uint32Array(sheet.pixels.buffer);
  moments.forEach((shares, x) => {
    for (let bin = 0; shares !== null && bin < bins; bin++) {
      const share = shares[bin] ?? 0;
      // Roots, so that a bin with one in a hundred is seen; none is left empty.
      if (share > 0)
        pixels[(bins - 1 - bin) * sheet.width + x] =
          RAMP[Math.min(255, Math.floor(256 * Math.sqrt(share)))] ?? 0;
    }
  });
  return sheet;
}
