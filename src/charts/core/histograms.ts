/** Histograms over the steps of one layer of one network, as the instruments hold them: which columns are shown, and their bins. */
import {
  HISTOGRAM_BINS,
  HISTOGRAM_EDGES,
  histogramColumn,
  type HistogramKind,
} from '../../architecture/instruments';
import type { InstrumentStore } from '../../state/instruments';
import { spanStore } from '../../state/span';

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
