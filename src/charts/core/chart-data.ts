/** Numbers of the charts in rows, as they are held, to the last bit. */
import { laneName } from '../../i18n/lane-names';
import type { MetricsStore } from '../../state/metrics';
import type { LaneAxes } from '../geometry/layer-axes';
import { rowsWithin, type StepWindow } from '../geometry/steps';
import type { ChartData } from './exhibit';
import { measured, type Profile } from './series';

/** Names of what stands before the values. */
interface KeyTitles {
  readonly step: string;
  readonly layer: string;
}

/** All layers at one step: a row per layer, also where several networks have one of that name, and a column per network. */
export function profileData(
  { axes }: LaneAxes,
  { step, lanes, norms }: Profile,
  what: string,
  titles: KeyTitles,
): ChartData {
  const rows = new Map<string, (string | number | undefined)[]>();
  axes.forEach(({ layers }, lane) =>
    layers.forEach(({ layer: { name } }, row) => {
      const own = rows.get(name) ?? [step, name, ...lanes.map(() => undefined)];
      own[lane + 2] = norms[lane]?.[row];
      rows.set(name, own);
    }),
  );
  return {
    columns: [titles.step, titles.layer, ...lanes.map((id) => `${laneName(id)}: ${what}`)],
    rows: [...rows.values()],
  };
}

interface StepColumn {
  readonly title: string;
  readonly lane: number;
  /** Index among the columns of the lane. */
  readonly column: number;
}

/** A row for every step that is held in a window. */
export function stepData(
  series: MetricsStore,
  window: StepWindow,
  columns: readonly StepColumn[],
  title: string,
): ChartData {
  const [from, end] = rowsWithin(series, window);
  const steps = Array.from({ length: Math.max(0, end - from) }, (_, i) => series.stepAt(from + i) ?? -1);
  return {
    columns: [title, ...columns.map((column) => column.title)],
    rows: steps.map((step) => [
      step,
      ...columns.map(({ lane, column }) => measured(series, lane, column, step)),
    ]),
  };
}
