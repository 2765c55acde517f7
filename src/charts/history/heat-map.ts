/**
 * The heat map of one lane, a canvas that the page scales: a pixel per column, two per layer (upper half the largest norm of the column's
 * steps, lower half the smallest). Where no step of a column is held, the one before stands. Only columns that changed are painted; all are when the colours change.
 */
import { ColumnBins, type StepWindow } from '../geometry/columns';
import type { HeldSteps } from '../geometry/held-steps';
import { isNormal } from '../geometry/norms';
import type { Decades } from '../geometry/range';
import { rem } from '../core/unit';
import { cellColour } from './colour-scale';

export class HeatMap {
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
