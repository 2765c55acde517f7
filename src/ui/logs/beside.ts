/** What is drawn beside a log: the page's own run, or another file, over the same share of the way from input to output. */
import { gradientLayer } from '../../contract/metrics';
import { laneName } from '../../i18n/lane-names';
import { metricsStore, type MetricsStore } from '../../state/metrics';
import type { Log } from '../../logs/summary';
import { layersOf, newestRow, valueOf, type Shown } from './shown';

/** A line of something else, from input (0) to output (1). */
export interface Beside {
  readonly name: string;
  /** Its colour, mark and dash are those of this lane. */
  readonly lane: number;
  /** Step that it is of. */
  readonly step: number;
  readonly points: readonly { readonly at: number; readonly value: number | undefined }[];
}

const spread = (values: readonly (number | undefined)[]): Beside['points'] =>
  values.map((value, i) => ({ at: values.length < 2 ? 0 : i / (values.length - 1), value }));

/** The page's networks at their newest step: their gradients alone, which are always measured. */
export function besidePage(shown: Shown, store: MetricsStore = metricsStore): readonly Beside[] {
  const step = store.endStep - 1;
  if (shown !== 'gradient' || step < 0) return [];
  return store.layout.lanes.map(({ id, columns }, lane) => {
    // Projections stand beside the main line.
    const own = columns.filter((name) => gradientLayer(name)?.includes('.downsample.') === false);
    const values = own.map((name) => store.value(lane, store.column(lane, name), step));
    return { name: laneName(id), lane, step, points: spread(values) };
  });
}

/** Another log at a step, or at the last before it; null: at its newest that shows something. */
export function besideLog(log: Log, name: string, shown: Shown, step: number | null): readonly Beside[] {
  const row = step === null ? newestRow(log, shown) : log.rowAt(step);
  const layers = layersOf(log, shown).filter(({ isMain }) => isMain);
  if (row < 0 || layers.length === 0) return [];
  const values = layers.map(({ layer }) => valueOf(log, shown, layer, row));
  return [{ name, lane: 0, step: log.steps[row] ?? -1, points: spread(values) }];
}
