/**
 * The heat maps of all lanes, kept up to date step by step, and the colour scale that they share. When the window of
 * steps changes, new maps are built over several frames while the old ones stay in view.
 */
import type { MetricsStore } from '../../state/metrics';
import type { ColumnIndex } from '../core/series';
import { rem } from '../core/unit';
import { ColumnBins } from '../geometry/columns';
import { isNormal } from '../geometry/format';
import { DecadeRange, normalExtent, type Decades } from '../geometry/scales';
import type { StepWindow, HeldSteps } from '../geometry/steps';
import { cellColour } from './colour-scale';

/**
 * The map of one lane, a canvas that the page scales: a pixel per column, two per layer (upper half the largest norm of the
 * column's steps, lower half the smallest). Where no step of a column is held, the one before stands. Only columns that changed
 * are painted; all are when the colours change.
 */
class HeatMap {
  readonly #bins: ColumnBins;
  readonly element = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  #dirtyFrom = Infinity;
  #dirtyTo = 0;

  /** An empty map for a window of steps on at most `room` columns. */
  constructor(layers: number, window: StepWindow, room: number) {
    this.#bins = new ColumnBins(layers);
    this.#bins.reset(window, room);
    this.element.className = 'chart-heat-map';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.width = Math.max(1, this.#bins.columns);
    this.element.height = Math.max(1, 2 * layers);
    this.#context = this.element.getContext('2d');
  }

  get bins(): ColumnBins {
    return this.#bins;
  }

  /** Takes the steps `from` to `end - 1`; paints nothing yet. */
  update(
    from: number,
    end: number,
    read: (step: number) => ArrayLike<number>,
    places: readonly number[],
    held: HeldSteps,
  ): void {
    const [first, stop] = this.#bins.update(from, end, read, places, held);
    this.#dirtyFrom = Math.min(this.#dirtyFrom, first);
    this.#dirtyTo = Math.max(this.#dirtyTo, stop);
  }

  /** Paints the columns that changed, or, with `all`, every one that holds steps up to `end - 1`. */
  paint(decades: Decades, all: boolean, end: number): void {
    const from = all ? 0 : this.#dirtyFrom;
    const to = all && end > this.#bins.window.start ? this.#bins.columnOf(end - 1) + 1 : this.#dirtyTo;
    this.#dirtyFrom = Infinity;
    this.#dirtyTo = 0;
    if (to <= from || this.#context === null) return;
    const width = to - from;
    const height = 2 * this.#bins.rows;
    const pixels = new Uint32Array(width * height);
    const standing = this.#bins.standing(from, to);
    for (let row = 0; row < this.#bins.rows; row++) {
      for (let x = 0; x < width; x++) {
        const column = standing[x] ?? -1;
        if (column < 0) continue;
        const max = this.#bins.max(row, column);
        const min = this.#bins.min(row, column);
        const upper = cellColour(max, decades, from + x, 2 * row);
        pixels[2 * row * width + x] = upper;
        pixels[(2 * row + 1) * width + x] =
          min === max && isNormal(min) ? upper : cellColour(min, decades, from + x, 2 * row + 1);
      }
    }
    this.#context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), from, 0);
  }

  /** Lays the map over a rectangle of its host, in units. */
  place(left: number, top: number, width: number, height: number): void {
    const { style } = this.element;
    const place = `translate(${rem(left)}, ${rem(top)})`;
    const size = [rem(width), rem(height)] as const;
    if (style.transform === place && style.width === size[0] && style.height === size[1]) return;
    style.transform = place;
    [style.width, style.height] = size;
  }
}

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
  update(store: MetricsStore, window: StepWindow, room: number): boolean {
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

  #advance(set: MapSet, store: MetricsStore, columns: readonly (readonly number[])[]): boolean {
    const isNew = store.endStep !== set.end;
    const isMore = this.#read(set, store, columns);
    this.#paint(set, isNew && this.#follow(set));
    return isMore;
  }

  /** Reads as many steps as a frame has time for; returns whether more are left. */
  #read(set: MapSet, store: MetricsStore, columns: readonly (readonly number[])[]): boolean {
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
    const extent = normalExtent(set.maps.flatMap(({ bins }) => bins.extent() ?? []));
    return extent !== null && this.#range.update(Math.log10(extent[0]), Math.log10(extent[1]));
  }
}
