/** Per lane and layer, how the newest gradient norm that is looked at stands in float32, and since when; kept up step by step. */
import type { MetricsStore } from '../../state/metrics';
import { measured, type ColumnIndex } from '../core/series';
import { classify, type NormClass } from '../geometry/format';

export interface LayerState {
  readonly state: NormClass;
  /** First step of those in a row, up to the newest, at which it was so; the oldest one seen where it was so already. */
  readonly since: number;
}

export interface LaneNumerics {
  readonly loss: NormClass;
  /** In the order of the columns; null where nothing is measured. */
  readonly layers: readonly (LayerState | null)[];
}

export class NumericsData {
  readonly #columns: ColumnIndex;
  #generation = -1;
  /** Step after the last one taken in. */
  #next = 0;
  #lanes: { loss: NormClass; layers: (LayerState | null)[] }[] = [];

  constructor(columns: ColumnIndex) {
    this.#columns = columns;
  }

  /** Empty before the first gradient. */
  get lanes(): readonly LaneNumerics[] {
    return this.#lanes;
  }

  /** Takes what is new up to a step that the store holds, the newest by default; returns whether a state is another than before. */
  update(store: MetricsStore, upTo = store.endStep - 1): boolean {
    let changed = false;
    const end = upTo + 1;
    // What lies ahead of the step is forgotten by beginning anew.
    if (store.generation !== this.#generation || end < this.#next) {
      changed = this.#lanes.length > 0;
      this.#generation = store.generation;
      this.#lanes = [];
      this.#next = 0;
    }
    if (store.length === 0) return changed;
    const columns = this.#columns.of(store);
    if (this.#lanes.length === 0) {
      changed = true;
      this.#lanes = columns.map((own) => ({ loss: 'normal', layers: own.map(() => null) }));
    }
    // The last step again: its row may have been replaced.
    for (let row = store.indexOf(this.#next - 2) + 1; row <= store.indexOf(upTo); row++) {
      const step = store.stepAt(row) ?? 0;
      this.#lanes.forEach((lane, index) => {
        const lossNow = classify(store.value(index, store.column(index, 'loss'), step));
        changed ||= lane.loss !== lossNow;
        lane.loss = lossNow;
        columns[index]?.forEach((column, layer) => {
          const value = measured(store, index, column, step);
          const state = value === undefined ? null : classify(value);
          const before = lane.layers[layer] ?? null;
          if (state === (before?.state ?? null)) return;
          lane.layers[layer] = state === null ? null : { state, since: step };
          changed = true;
        });
      });
    }
    this.#next = end;
    return changed;
  }
}
