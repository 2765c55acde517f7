/** Numbers as images: feature maps and filters in tiles, and histograms over the steps of one layer of one network. */
import { interpolateRdBu, interpolateViridis, rgb } from 'd3';
import {
  HISTOGRAM_BINS,
  HISTOGRAM_EDGES,
  histogramColumn,
  type HistogramKind,
} from '../../architecture/instruments';
import type { InstrumentStore } from '../../state/instruments';
import { spanStore } from '../../state/span';

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

/** Most columns: more have no pixel of their own. */
const MOST_COLUMNS = 240;

export interface HistogramHistory {
  /** The measured step that each column shows, the newest of those that share it; -1 of a column without any. */
  readonly steps: readonly number[];
  /** Shares of the bins, column by column; null where nothing was measured. */
  readonly shares: readonly (Float32Array | null)[];
}

/** What is held of a layer, or what of it lies in the span of steps that is shown. */
export function histogramHistory(
  store: InstrumentStore,
  lane: number,
  kind: HistogramKind,
  layer: string,
): HistogramHistory {
  const places = Array.from({ length: HISTOGRAM_BINS }, (_, bin) =>
    store.column(lane, histogramColumn(kind, bin, layer)),
  );
  const [first = 0] = places;
  const measured = (row: number): boolean => store.value(row, first) !== undefined;
  let [from, to] = [store.indexOf((spanStore.getState().span?.from ?? 0) - 1) + 1, store.length - 1];
  const { span } = spanStore.getState();
  if (span !== null) to = store.indexOf(span.to);
  while (from <= to && !measured(from)) from++;
  while (to >= from && !measured(to)) to--;
  if (first < 0 || from > to) return { steps: [], shares: [] };
  const [start, end] = [store.stepAt(from) ?? 0, store.stepAt(to) ?? 0];
  const width = Math.ceil((end - start + 1) / MOST_COLUMNS);
  const count = Math.ceil((end - start + 1) / width);
  const rows = Array.from({ length: count }, (_, column) => {
    const row = store.standing(Math.min(end, start + (column + 1) * width - 1));
    return row >= 0 && measured(row) ? row : -1;
  });
  return {
    steps: rows.map((row) => store.stepAt(row) ?? -1),
    shares: rows.map((row) =>
      row < 0 ? null : Float32Array.from(places, (place) => store.value(row, place) ?? 0),
    ),
  };
}

/** Where a bin begins and ends, by its distance from 0; the middle one begins at 0, the outermost have no end. */
export function binRange(bin: number): {
  readonly sign: -1 | 0 | 1;
  readonly low: number;
  readonly high: number;
} {
  const away = bin - HISTOGRAM_EDGES.length;
  const edge = (i: number): number => HISTOGRAM_EDGES[i] ?? Infinity;
  const size = Math.abs(away);
  return { sign: away === 0 ? 0 : away < 0 ? -1 : 1, low: size === 0 ? 0 : edge(size - 1), high: edge(size) };
}
