/** What charts read of a run's series: a value, or undefined where nothing was measured (unlike a measured NaN). */
import { useSyncExternalStore } from 'react';
import { metricsStore, type MetricsStore } from '../state/metrics';
import type { MetricsLayout } from '../worker/protocol';

/** Value of a lane's column at a step; undefined where the run does not measure it or the step is not held. */
export function measured(
  store: MetricsStore,
  lane: number,
  column: number,
  step: number,
): number | undefined {
  if (column < 0 || step < store.firstStep || step >= store.endStep) return undefined;
  return store.value(lane, column, step);
}

/** Indices of columns by their names, looked up once per layout. */
export class ColumnIndex {
  readonly #names: readonly string[];
  #layout: MetricsLayout | null = null;
  #indices: readonly number[] = [];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  of(store: MetricsStore): readonly number[] {
    if (this.#layout !== store.layout) {
      this.#layout = store.layout;
      this.#indices = this.#names.map((name) => store.column(name));
    }
    return this.#indices;
  }
}

const subscribe = (listener: () => void): (() => void) => metricsStore.subscribe(listener);
const lanesOfRun = (): readonly string[] => metricsStore.layout.lanes;

/** Ids of the lanes of the run, in the order of the metrics; renders anew only when a run has a new layout. */
export function useLanes(): readonly string[] {
  return useSyncExternalStore(subscribe, lanesOfRun);
}
