/**
 * The heat maps of all lanes, kept up to date step by step, and the colour scale that they share. When the window of
 * steps changes, new maps are built over several frames while the old ones stay in view.
 */
import type { Series } from '../../state/layer-series';
import type { StepWindow } from '../geometry/columns';
import { DecadeRange, type Decades } from '../geometry/range';
import type { ColumnIndex } from '../core/series';
import { HeatMap } from './heat-map';

/** Values read per frame while maps are built: a few milliseconds. */
const VALUES_PER_FRAME = 150_000;
/** Most cells of a map, so that repainting all of it stays a few milliseconds. */
const MOST_CELLS = 60_000;

/** Maps over one window, with the step up to which they hold values. */
interface MapSet {
  readonly key: string;
  readonly window: StepWindow;
  readonly maps: readonly HeatMap[];
  end: number;
}

export class HistoryMaps {
  /** Layers of each lane. */
  readonly #layers: readonly number[];
  readonly #columns: ColumnIndex;
  readonly #range = new DecadeRange();
  #shown: MapSet | null = null;
  #next: MapSet | null = null;
  #generation = -1;

  constructor(layers: readonly number[], columns: ColumnIndex) {
    this.#layers = layers;
    this.#columns = columns;
  }

  /** Range of the colours, null before the first norm that has one. */
  get decades(): Decades | null {
    return this.#range.target;
  }

  get stepsPerColumn(): number {
    return this.#shown?.maps[0]?.bins.stepsPerColumn ?? 1;
  }

  /** Takes what is new and paints it; `room` is the width in pixels. Returns whether more is left for another frame. */
  update(store: Series, window: StepWindow, room: number): boolean {
    const columns = this.#columns.of(store);
    // A layout that lacks a layer is of a run before the plan: nothing here belongs to it.
    if (columns.length !== store.layout.lanes.length || columns.some((own) => own.includes(-1))) {
      this.#shown = this.#next = null;
      return false;
    }
    if (store.generation !== this.#generation) {
      this.#generation = store.generation;
      this.#range.reset();
      this.#shown = this.#next = null;
    }
    const width = Math.round(Math.min(room, Math.max(200, MOST_CELLS / Math.max(1, ...this.#layers))));
    const key = [window.start, window.span, width].join();
    if (this.#shown?.key === key) {
      this.#next = null;
      return this.#advance(this.#shown, store, columns);
    }
    if (this.#next?.key !== key) {
      const maps = this.#layers.map((layers) => new HeatMap(layers, window, width));
      this.#next = { key, window, maps, end: window.start };
    }
    if (this.#read(this.#next, store, columns)) return true;
    this.#shown = this.#next;
    this.#next = null;
    this.#follow(this.#shown);
    this.#paint(this.#shown, true);
    return false;
  }

  /** The maps in view, in the order of the lanes. */
  get elements(): readonly HTMLCanvasElement[] {
    return this.#shown?.maps.map(({ element }) => element) ?? [];
  }

  /** Lays a lane's map at its place on a scale of steps. */
  place(lane: number, x: (step: number) => number, top: number, height: number): void {
    if (this.#shown === null) return;
    const { maps, window } = this.#shown;
    const map = maps[lane];
    if (map === undefined) return;
    const { columns, stepsPerColumn } = map.bins;
    const left = x(window.start);
    map.place(left, top, x(window.start + columns * stepsPerColumn) - left, height);
  }

  #advance(set: MapSet, store: Series, columns: readonly (readonly number[])[]): boolean {
    const isNew = store.endStep !== set.end;
    const isMore = this.#read(set, store, columns);
    this.#paint(set, isNew && this.#follow(set));
    return isMore;
  }

  /** Reads as many steps as a frame has time for; returns whether more are left. */
  #read(set: MapSet, store: Series, columns: readonly (readonly number[])[]): boolean {
    const values = this.#layers.reduce((sum, layers) => sum + layers, 0);
    const steps = Math.ceil(VALUES_PER_FRAME / Math.max(1, values));
    const end = Math.min(store.endStep, set.end + steps);
    // The newest step again: its row may have been replaced.
    const from = Math.max(set.window.start, set.end - 1);
    set.maps.forEach((map, lane) =>
      map.update(from, end, (step) => store.row(lane, step), columns[lane] ?? [], store),
    );
    set.end = end;
    return end < store.endStep;
  }

  #paint(set: MapSet, all: boolean): void {
    for (const map of set.maps)
      map.paint(
        this.#range.target ?? { low: -1, high: 0 },
        all,
        Math.min(set.end, set.window.start + set.window.span),
      );
  }

  /** Fits the colours to all that is shown; returns whether they changed. */
  #follow(set: MapSet): boolean {
    let low = Infinity;
    let high = 0;
    for (const map of set.maps) {
      const extent = map.bins.extent();
      if (extent === null) continue;
      low = Math.min(low, extent[0]);
      high = Math.max(high, extent[1]);
    }
    return low <= high && this.#range.update(Math.log10(low), Math.log10(high));
  }
}
