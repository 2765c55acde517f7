/**
 * Steps to pixel columns: their reduction to smallest and largest value per column, kept up to date column by column; and the
 * exponential moving average of a series, with the bias of its start taken out.
 */
import { isNormal } from './format';
import type { HeldSteps, StepWindow } from './steps';

/** Larger of two measured values; NaN outranks everything, so that a column cannot hide it. */
function larger(a: number, b: number): number {
  return Number.isNaN(a) || b <= a ? a : b;
}

/** Smaller of two measured values; NaN only where there is nothing else. */
function smaller(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a;
}

/** Smallest and largest value per column and row. A row is one series (a layer, or a lane). */
export class ColumnBins {
  readonly rows: number;
  #window: StepWindow = { start: 0, span: 0 };
  #stepsPerColumn = 1;
  #columns = 0;
  #min = new Float64Array(0);
  #max = new Float64Array(0);
  #low = new Float64Array(0);
  #high = new Float64Array(0);
  #filled = new Uint8Array(0);

  constructor(rows: number) {
    this.rows = rows;
  }

  get window(): StepWindow {
    return this.#window;
  }

  get stepsPerColumn(): number {
    return this.#stepsPerColumn;
  }

  get columns(): number {
    return this.#columns;
  }

  /** Forgets everything and prepares for a window of steps on at most `room` columns. */
  reset(window: StepWindow, room: number): void {
    this.#window = window;
    this.#stepsPerColumn = Math.max(1, Math.ceil(window.span / Math.max(1, room)));
    this.#columns = Math.ceil(window.span / this.#stepsPerColumn);
    this.#min = new Float64Array(this.#columns * this.rows);
    this.#max = new Float64Array(this.#columns * this.rows);
    this.#low = new Float64Array(this.#columns).fill(Infinity);
    this.#high = new Float64Array(this.#columns).fill(0);
    this.#filled = new Uint8Array(this.#columns);
  }

  /** Column of a step. */
  columnOf(step: number): number {
    return Math.floor((step - this.#window.start) / this.#stepsPerColumn);
  }

  /**
   * Brings the columns of steps `from` to `end - 1` up to date, reading every step that is held of each column touched: `read`
   * gives the values of a step, of which row r is at `places[r]`. A column none of whose steps is held stays empty. Returns the
   * first of these columns and the one after the last.
   */
  update(
    from: number,
    end: number,
    read: (step: number, place: number) => ArrayLike<number>,
    places: readonly number[],
    held: HeldSteps,
  ): readonly [number, number] {
    const { start, span } = this.#window;
    const firstColumn = this.columnOf(Math.max(from, start));
    const stop = Math.min(end, start + span);
    const lastColumn = stop <= start ? firstColumn : this.columnOf(stop - 1) + 1;
    let place = held.indexOf(start + firstColumn * this.#stepsPerColumn - 1) + 1;
    for (let column = firstColumn; column < lastColumn; column++) {
      const next = Math.min(stop, start + (column + 1) * this.#stepsPerColumn);
      this.#clear(column);
      for (let step = held.stepAt(place); step !== undefined && step < next; step = held.stepAt(++place))
        this.#take(column, read(step, place), places);
    }
    return [firstColumn, lastColumn];
  }

  /** Whether a column holds any step. */
  isFilled(column: number): boolean {
    return this.#filled[column] === 1;
  }

  /** Columns before `end` that hold a step: a line goes from one to the next. */
  filled(end: number): readonly number[] {
    return Array.from({ length: end }, (_, column) => column).filter((column) => this.isFilled(column));
  }

  /** What stands at each of the columns `from` to `to - 1`: itself if it holds a step, else the last before that does, else -1. */
  standing(from: number, to: number): readonly number[] {
    let last = from;
    while (last >= 0 && !this.isFilled(last)) last--;
    return Array.from({ length: to - from }, (_, i) => {
      if (this.isFilled(from + i)) last = from + i;
      return last;
    });
  }

  min(row: number, column: number): number {
    return this.#min[column * this.rows + row] ?? Number.NaN;
  }

  max(row: number, column: number): number {
    return this.#max[column * this.rows + row] ?? Number.NaN;
  }

  /** Smallest and largest value, over all rows and columns, that a logarithmic scale can show; null if there is none. */
  extent(): readonly [number, number] | null {
    let low = Infinity;
    let high = 0;
    for (let column = 0; column < this.#columns; column++) {
      low = Math.min(low, this.#low[column] ?? Infinity);
      high = Math.max(high, this.#high[column] ?? 0);
    }
    return low <= high ? [low, high] : null;
  }

  #clear(column: number): void {
    this.#low[column] = Infinity;
    this.#high[column] = 0;
    this.#filled[column] = 0;
  }

  #take(column: number, values: ArrayLike<number>, places: readonly number[]): void {
    const offset = column * this.rows;
    const isFirst = this.#filled[column] === 0;
    let low = this.#low[column] ?? Infinity;
    let high = this.#high[column] ?? 0;
    for (let row = 0; row < this.rows; row++) {
      const value = values[places[row] ?? -1] ?? Number.NaN;
      const at = offset + row;
      this.#min[at] = isFirst ? value : smaller(this.#min[at] ?? value, value);
      this.#max[at] = isFirst ? value : larger(this.#max[at] ?? value, value);
      if (isNormal(value)) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    this.#low[column] = low;
    this.#high[column] = high;
    this.#filled[column] = 1;
  }
}

/** Weight of the newest value. */
export const SMOOTHING = 0.1;

/**
 * Average of a series up to each of at most `capacity` values: the mean of all so far, each weighing 1 - SMOOTHING times as much as
 * its successor. A non-finite value has no average, and it starts anew behind it.
 */
export class MovingAverage {
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;

  constructor(capacity: number) {
    this.#sum = new Float64Array(capacity);
    this.#weight = new Float64Array(capacity);
  }

  /** Takes the value of a row; rows come in order, from 0 on, and the newest may come again. Returns the average there. */
  set(row: number, value: number): number {
    const finite = Number.isFinite(value);
    this.#sum[row] = finite ? SMOOTHING * value + (1 - SMOOTHING) * (this.#sum[row - 1] ?? 0) : 0;
    this.#weight[row] = finite ? SMOOTHING + (1 - SMOOTHING) * (this.#weight[row - 1] ?? 0) : 0;
    return this.get(row);
  }

  /** Average at a row; NaN where the value itself is not finite. */
  get(row: number): number {
    return (this.#sum[row] ?? 0) / (this.#weight[row] ?? 0);
  }
}
