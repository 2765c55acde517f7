/** What the instruments say of the streams through a block, at one row, which is the newest or the last of the span: norms, shares, and the range of all of them. */
import { columnOf, type StreamQuantity } from '../../architecture/instruments';
import type { InstrumentStore } from '../../state/instruments';
import { profileRow } from '../../state/span';
import { decadesAround, normalExtent, type Decades } from '../geometry/scales';

/** A block's streams; undefined where nothing is measured. */
export type StreamValues = Readonly<Record<StreamQuantity, number | undefined>>;

export function streamValues(
  store: InstrumentStore,
  lane: number,
  block: string,
  row = profileRow(store),
): StreamValues {
  const read = (quantity: StreamQuantity): number | undefined =>
    store.value(row, store.column(lane, columnOf(quantity, block)));
  return {
    'branch-gradient': read('branch-gradient'),
    'shortcut-gradient': read('shortcut-gradient'),
    cosine: read('cosine'),
    'output-gradient': read('output-gradient'),
    branch: read('branch'),
    shortcut: read('shortcut'),
    'branch-deviation': read('branch-deviation'),
    'output-deviation': read('output-deviation'),
  };
}

/** ‖skip‖ / (‖skip‖ + ‖branch‖) of the gradients; undefined where neither is measured, NaN where both are 0. */
export function skipShare(values: StreamValues): number | undefined {
  const { 'branch-gradient': branch, 'shortcut-gradient': skip } = values;
  if (branch === undefined || skip === undefined) return undefined;
  // Halved first, so that two large numbers do not overflow.
  return skip / 2 / (skip / 2 + branch / 2);
}

/** √(‖skip‖² + ‖branch‖²): how strong both are together, whatever their angle. */
function flowNorm(values: StreamValues): number | undefined {
  const { 'branch-gradient': branch, 'shortcut-gradient': skip } = values;
  return branch === undefined || skip === undefined ? undefined : Math.hypot(branch, skip);
}

/** Decades that hold the strength of all blocks of all lanes at the row that is shown; null where there is none. */
export function flowDecades(store: InstrumentStore, lanes: readonly (readonly string[])[]): Decades | null {
  const norms = lanes.flatMap((blocks, lane) =>
    blocks.map((block) => flowNorm(streamValues(store, lane, block)) ?? 0),
  );
  const extent = normalExtent(norms);
  return extent && decadesAround(Math.log10(extent[0]), Math.log10(extent[1]));
}
