/** The heat maps of all lanes, kept up to date step by step, and the colour scale that they share. */
import type { MetricsStore } from '../../state/metrics';
import type { StepWindow } from '../geometry/columns';
import { DecadeRange, type Decades } from '../geometry/range';
import type { ColumnIndex } from '../series';
import { HeatMap } from './heat-map';

export class HistoryMaps {
  readonly #layers: number;
  readonly #columns: ColumnIndex;
  readonly #range = new DecadeRange();
  #maps: HeatMap[] = [];
  #generation = -1;
  #key = '';
  #seen = 0;

  constructor(layers: number, columns: ColumnIndex) {
    this.#layers = layers;
    this.#columns = columns;
  }

  /** Range of the colours, null before the first norm that has one. */
  get decades(): Decades | null {
    return this.#range.target;
  }

  get stepsPerColumn(): number {
    return this.#maps[0]?.bins.stepsPerColumn ?? 1;
  }

  /** Takes what is new and paints it; `room` is the width in pixels. */
  update(store: MetricsStore, window: StepWindow, room: number): void {
    const columns = this.#columns.of(store);
    // The plan is of the next run already: nothing here belongs to it.
    if (columns.includes(-1)) {
      this.#maps = [];
      this.#generation = -1;
      return;
    }
    const lanes = store.layout.lanes.length;
    const key = [window.start, window.span, Math.round(room), store.generation, lanes].join();
    if (store.generation !== this.#generation) {
      this.#generation = store.generation;
      this.#range.reset();
      this.#maps = store.layout.lanes.map(() => new HeatMap(this.#layers));
      this.#key = '';
    }
    if (key !== this.#key) {
      this.#key = key;
      this.#seen = 0;
      for (const map of this.#maps) map.reset(window, room);
    }
    const end = store.endStep;
    // The newest step again: its row may have been replaced.
    const from = Math.max(window.start, store.firstStep, this.#seen - 1);
    this.#maps.forEach((map, lane) => {
      map.update(from, end, (layer, step) => store.value(lane, columns[layer] ?? -1, step));
    });
    const isNew = end !== this.#seen;
    this.#seen = end;
    const recoloured = isNew && this.#follow();
    const { target } = this.#range;
    for (const map of this.#maps) map.paint(target ?? { low: -1, high: 0 }, recoloured, end);
  }

  draw(
    lane: number,
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.#maps[lane]?.drawOn(context, x, y, width, height);
  }

  /** Fits the colours to all that is shown; returns whether they changed. */
  #follow(): boolean {
    let low = Infinity;
    let high = 0;
    for (const map of this.#maps) {
      const extent = map.bins.extent();
      if (extent === null) continue;
      low = Math.min(low, extent[0]);
      high = Math.max(high, extent[1]);
    }
    return low <= high && this.#range.update(Math.log10(low), Math.log10(high));
  }
}
