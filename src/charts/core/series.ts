/** What charts read of a run's series: a value, or undefined where nothing was measured (unlike a measured NaN). */
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { gradientOf, type MetricsLayout } from '../../contract/metrics';
import { experimentStore } from '../../state/experiment';
import { laneName } from '../../i18n/lane-names';
import { ABSENT } from '../../state/layer-series';
import { metricsStore, type MetricsStore } from '../../state/metrics';
import { profileStep } from '../../state/span';
import type { LaneAxes } from '../geometry/layer-axes';
import { PAGE_STORES, type ChartStores } from './stores';

/** Value of a lane's column at a step; undefined where the run does not measure it or the step is not held. */
export function measured(
  store: MetricsStore,
  lane: number,
  column: number,
  step: number,
): number | undefined {
  if (column < 0 || !store.has(step)) return undefined;
  const value = store.value(lane, column, step);
  return value === ABSENT ? undefined : value;
}

/** Indices of the columns of layers, lane by lane, looked up once per layout. */
export class ColumnIndex {
  readonly #layers: readonly (readonly (string | null)[])[];
  #layout: MetricsLayout | null = null;
  #indices: readonly (readonly number[])[] = [];

  /** @param layers Names of each lane's; null where it has none. */
  constructor(layers: readonly (readonly (string | null)[])[]) {
    this.#layers = layers;
  }

  of(store: MetricsStore): readonly (readonly number[])[] {
    if (this.#layout !== store.layout) {
      this.#layout = store.layout;
      this.#indices = this.#layers.map((names, lane) =>
        names.map((name) => (name === null ? -1 : store.column(lane, gradientOf(name)))),
      );
    }
    return this.#indices;
  }

  /** Values in a row of a lane, as the store has it; undefined where not measured. */
  in(store: MetricsStore, lane: number, row: ArrayLike<number>): LaneNorms {
    return (this.of(store)[lane] ?? []).map((column) => (column < 0 ? undefined : row[column]));
  }

  /** Values at a step, lane by lane; undefined where not measured. */
  at(store: MetricsStore, step: number): LaneNorms[] {
    return this.of(store).map((own, lane) => own.map((column) => measured(store, lane, column, step)));
  }
}

/** Values of one lane, per row of its axis; undefined where not measured. */
export type LaneNorms = readonly (number | undefined)[];

/** Values of all layers at one step. */
export interface Profile {
  /** Of the run: another begins anew. */
  readonly generation: number;
  /** Ids of the lanes. */
  readonly lanes: readonly string[];
  /** -1 before the first. */
  readonly step: number;
  /** Of each lane. */
  readonly norms: readonly LaneNorms[];
  /** Values that an axis always has room for too. */
  readonly besides?: readonly number[];
  /** Those of step 0, for which it has room unless it follows the newest. */
  readonly initial?: readonly number[];
}

/** Reads the series of layers that is shown, at a step, or at the one that profiles show. */
export function profileReader(
  { axes }: LaneAxes,
  { series: shown, span }: Pick<ChartStores, 'series' | 'span'> = PAGE_STORES,
): (at?: number) => Profile {
  const columns = new ColumnIndex(axes.map(({ layers }) => layers.map(({ layer }) => layer.name)));
  return (at) => {
    const series = shown();
    const step = at ?? profileStep(series, span.getState());
    const lanes = series.layout.lanes.map(({ id }) => id);
    return { generation: series.generation, lanes, step, norms: columns.at(series, step) };
  };
}

const subscribe = (listener: () => void): (() => void) => metricsStore.subscribe(listener);

let idsOf: { readonly layout: MetricsLayout; readonly ids: readonly string[] } | null = null;

/** Ids of the lanes of the run; the same list until the layout changes. */
function lanesOfRun(): readonly string[] {
  const { layout } = metricsStore;
  if (idsOf?.layout !== layout) idsOf = { layout, ids: layout.lanes.map(({ id }) => id) };
  return idsOf.ids;
}

/** Ids of the lanes of the run, in the order of the metrics; renders anew only when a run has a new layout. */
export function useLanes(): readonly string[] {
  return useSyncExternalStore(subscribe, lanesOfRun);
}

/** What the lanes of the run are called, in the same order; rendered anew when one is renamed. */
export function useLaneNames(): readonly string[] {
  const lanes = useLanes();
  return useStore(
    experimentStore,
    useShallow(() => lanes.map(laneName)),
  );
}
