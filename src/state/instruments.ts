/**
 * The live instruments of a run: rows as the worker measures them, which need not be one for every step. What was measured of a
 * row is kept also when other things are measured later.
 */
import { UNMEASURED } from '../architecture/instruments';
import type { InstrumentLayout } from '../contract/metrics';
import type { RunHistory } from '../contract/run-history';
import { StepRows } from './step-rows';

/** Most numbers that are kept room for, 64 MiB: beyond, what is no longer measured is forgotten. */
const MOST_NUMBERS = 2 ** 24;

const NOTHING: InstrumentLayout = { lanes: [], every: 1 };

/** The last number of a row is that of the steps that it stands for, its own among them. */
const REACH = 1;

/** Its layout is that of what is held: columns that are no longer measured are among them. */
export class InstrumentStore extends StepRows<string, InstrumentLayout> {
  /** Where the numbers of a row that comes in are kept. */
  #places: readonly number[] = [];

  constructor(capacity?: number) {
    super(NOTHING, (count) => new Float32Array(count), capacity);
  }

  /** Forgets everything and prepares for rows of this layout. */
  reset(layout: InstrumentLayout = NOTHING): void {
    this.begin(layout, REACH);
    this.#places = Array.from({ length: this.width - REACH }, (_, i) => i);
  }

  /** Prepares for rows of this layout, and keeps what was measured of the same lanes. */
  adopt(layout: InstrumentLayout): void {
    const ids = (one: InstrumentLayout): string => JSON.stringify(one.lanes.map(({ id }) => id));
    if (ids(layout) !== ids(this.layout)) {
      this.reset(layout);
      return;
    }
    const { layout: before, values, width } = this;
    const held = before.lanes.map(({ columns }, lane) =>
      columns.map((name) => [name, this.column(lane, name)] as const),
    );
    const all = layout.lanes.map(({ id, columns }, lane) => ({
      id,
      columns: [...new Set([...(before.lanes[lane]?.columns ?? []), ...columns])],
    }));
    const room = this.capacity * all.reduce((sum, { columns }) => sum + columns.length, 0);
    this.lay({ lanes: room <= MOST_NUMBERS ? all : layout.lanes, every: layout.every }, REACH);
    this.#places = layout.lanes.flatMap(({ columns }, lane) =>
      columns.map((name) => this.column(lane, name)),
    );
    const moves = held.flatMap((own, lane) =>
      own.flatMap(([name, from]) => {
        const to = this.column(lane, name);
        return to < 0 ? [] : [[from, to] as const];
      }),
    );
    moves.push([width - REACH, this.width - REACH]);
    this.values = this.widened().fill(UNMEASURED);
    for (let row = 0; row < this.length; row++) {
      for (const [from, to] of moves)
        this.values[row * this.width + to] = values[row * width + from] ?? UNMEASURED;
    }
    this.notify();
  }

  /**
   * Takes a row in: the step, then the columns of each lane. One of the newest step replaces what it measures of that; one of
   * an earlier step, or of another layout, is dropped.
   */
  append(row: Float64Array): void {
    if (this.#places.length === 0 || row.length !== this.#places.length + 1) return;
    const step = row[0] ?? 0;
    if (step < this.endStep - 1) return;
    const isNew = step >= this.endStep;
    const start = (isNew ? this.add(step) : this.length - 1) * this.width;
    if (isNew) this.values.fill(UNMEASURED, start, start + this.width);
    this.#places.forEach((place, i) => {
      this.values[start + place] = row[i + 1] ?? UNMEASURED;
    });
    this.values[start + this.width - REACH] = this.layout.every;
    this.notify();
  }

  /** What is held, as copies; null where nothing was measured. */
  held(): RunHistory['instruments'] {
    if (this.length === 0) return null;
    const { steps, values, thinning } = this.heldRows();
    return { layout: this.layout, steps, values: Float32Array.from(values), thinning };
  }

  /** Holds what another store had held; what is measured from now on has still to be said. */
  bring({ layout, steps, values, thinning }: NonNullable<RunHistory['instruments']>): void {
    this.begin(layout, REACH);
    this.#places = [];
    this.bringBack(steps, values, thinning);
  }

  /** Row that stands for a step: as `indexOf`, but -1 too where nothing was measured for longer than it stands. */
  standing(step: number): number {
    const row = this.indexOf(step);
    return row >= 0 && step < this.#endOf(row) ? row : -1;
  }

  /** Where a column stands in a row, -1 where the lane has none of this name. */
  column(lane: number, name: string): number {
    const column = this.within(lane, name);
    return column < 0 ? -1 : (this.offsets[lane] ?? 0) + column;
  }

  /** A value by its row and its place in it; undefined where nothing was measured, unlike a measured NaN. */
  value(row: number, column: number): number | undefined {
    if (column < 0 || row < 0 || row >= this.length) return undefined;
    const value = this.values[row * this.width + column];
    return value === UNMEASURED ? undefined : value;
  }

  /** Step from which on a row stands no longer. */
  #endOf(row: number): number {
    return (this.stepAt(row) ?? 0) + (this.values[(row + 1) * this.width - REACH] ?? 0);
  }

  /** Rows that stay stand for the steps of those after them that go. */
  protected override stand(kept: readonly number[], older: number): void {
    kept.forEach((row, i) => {
      const next = kept[i + 1] ?? older;
      let end = this.#endOf(row);
      // Where nothing was measured for a while, nothing stands.
      for (let gone = row + 1; gone < next && (this.stepAt(gone) ?? 0) <= end; gone++)
        end = Math.max(end, this.#endOf(gone));
      this.values[(row + 1) * this.width - REACH] = end - (this.stepAt(row) ?? 0);
    });
  }
}

/** The instruments of the current run. */
export const instrumentStore = new InstrumentStore();
