/** Loss and accuracy as the curves need them: reduced to columns, with their moving averages, kept up step by step. */
import type { MetricsStore } from '../../state/metrics';
import { ColumnBins, type StepWindow } from '../geometry/columns';
import { MovingAverage } from '../geometry/ema';

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
  /** Step after the newest one averaged, and after the newest one in the columns. */
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
    // Steps were missed while the chart was out of sight: an average cannot go on over the gap.
    const gap = store.firstStep > this.#averaged;
    if (store.generation !== this.#generation || gap) {
      if (store.generation !== this.#generation) this.#diverged = store.layout.lanes.map(() => null);
      this.#generation = store.generation;
      this.#series = { loss: seriesFor(lanes, store.capacity), accuracy: seriesFor(lanes, store.capacity) };
      this.#averaged = store.firstStep;
      this.#key = '';
    }
    // The newest step again: its row may have been replaced.
    this.#average(store, Math.max(store.firstStep, this.#averaged - 1));
    const key = [window.start, window.span, Math.round(room)].join();
    if (key !== this.#key) {
      this.#key = key;
      this.#binned = 0;
    }
    const from = Math.max(window.start, store.firstStep, this.#binned - 1);
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
      );
      smooth.update(from, store.endStep, (step) => averages.map((average) => average.get(step)), places);
    }
    this.#binned = store.endStep;
  }

  #average(store: MetricsStore, from: number): void {
    for (const curve of CURVES) {
      this.#series[curve].averages.forEach((average, lane) => {
        const column = store.column(lane, curve);
        for (let step = from; step < store.endStep; step++) {
          const value = store.value(lane, column, step);
          average.set(step, value);
          if (curve === 'loss' && !Number.isFinite(value)) this.#diverged[lane] ??= step;
        }
      });
    }
    this.#averaged = store.endStep;
  }
}

function seriesFor(lanes: number, capacity: number): CurveSeries {
  return {
    raw: new ColumnBins(lanes),
    smooth: new ColumnBins(lanes),
    averages: Array.from({ length: lanes }, () => new MovingAverage(capacity)),
  };
}
