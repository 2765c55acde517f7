/** Loss and accuracy as the curves need them: reduced to columns, with their moving averages, kept up step by step. */
import type { MetricsStore } from '../../state/metrics';
import { ColumnBins, MovingAverage } from '../geometry/columns';
import type { StepWindow } from '../geometry/steps';

export const CURVES = ['loss', 'accuracy'] as const;
export type Curve = (typeof CURVES)[number];

/** One quantity of all lanes. */
export interface CurveSeries {
  readonly raw: ColumnBins;
  readonly smooth: ColumnBins;
  readonly averages: readonly MovingAverage[];
}

export class CurvesData {
  #series: Record<Curve, CurveSeries> = { loss: seriesFor(0, 1), accuracy: seriesFor(0, 1) };
  #diverged: (number | null)[] = [];
  #generation = -1;
  #key = '';
  #thinnings = -1;
  /** Rows averaged, and the step after the newest one in the columns. */
  #averaged = 0;
  #binned = 0;

  of(curve: Curve): CurveSeries {
    return this.#series[curve];
  }

  /** Per lane the first step seen whose loss is not finite, or null. */
  get diverged(): readonly (number | null)[] {
    return this.#diverged;
  }

  /** Takes what is new; `room` is the width in pixels. */
  update(store: MetricsStore, window: StepWindow, room: number): void {
    const lanes = store.layout.lanes.length;
    if (store.generation !== this.#generation) {
      this.#generation = store.generation;
      this.#diverged = store.layout.lanes.map(() => null);
      this.#series = { loss: seriesFor(lanes, store.capacity), accuracy: seriesFor(lanes, store.capacity) };
      this.#key = '';
    }
    if (store.thinnings !== this.#thinnings) {
      this.#thinnings = store.thinnings;
      this.#averaged = 0;
    }
    // The newest step again: its row may have been replaced.
    this.#average(store, Math.max(0, this.#averaged - 1));
    const key = [window.start, window.span, Math.round(room)].join();
    if (key !== this.#key) {
      this.#key = key;
      this.#binned = 0;
    }
    const from = Math.max(window.start, this.#binned - 1);
    for (const curve of CURVES) {
      const { raw, smooth, averages } = this.#series[curve];
      const columns = averages.map((_, lane) => store.column(lane, curve));
      if (this.#binned === 0) {
        raw.reset(window, room);
        smooth.reset(window, room);
      }
      const places = averages.map((_, lane) => lane);
      raw.update(
        from,
        store.endStep,
        (step) => places.map((lane) => store.value(lane, columns[lane] ?? -1, step)),
        places,
        store,
      );
      smooth.update(
        from,
        store.endStep,
        (_, row) => averages.map((average) => average.get(row)),
        places,
        store,
      );
    }
    this.#binned = store.endStep;
  }

  #average(store: MetricsStore, from: number): void {
    for (const curve of CURVES) {
      this.#series[curve].averages.forEach((average, lane) => {
        const column = store.column(lane, curve);
        for (let row = from; row < store.length; row++) {
          const step = store.stepAt(row) ?? 0;
          const value = store.value(lane, column, step);
          average.set(row, value);
          if (curve === 'loss' && !Number.isFinite(value)) this.#diverged[lane] ??= step;
        }
      });
    }
    this.#averaged = store.length;
  }
}

function seriesFor(lanes: number, capacity: number): CurveSeries {
  return {
    raw: new ColumnBins(lanes),
    smooth: new ColumnBins(lanes),
    averages: Array.from({ length: lanes }, () => new MovingAverage(capacity)),
  };
}
