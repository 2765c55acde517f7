/**
 * The live instruments of a run, outside React: rows as the worker measures them, which need not be one for every step. Keeps at
 * most `capacity` rows, the newest and some of those before, and what was measured of them also when other things are measured
 * later.
 */
import { UNMEASURED } from '../architecture/instruments';
import type { InstrumentLayout } from '../contract/metrics';
import { placeOf, Thinning, type Mark } from './thinning';

const CAPACITY = 5_000;
/** The buffer grows with what it holds: a panel that is looked at once must not cost what a long run does. */
const FIRST_CAPACITY = 64;

/** Most numbers that are kept room for, 64 MiB: beyond, what is no longer measured is forgotten. */
const MOST_NUMBERS = 2 ** 24;

const NOTHING: InstrumentLayout = { lanes: [], every: 1 };

type Listener = () => void;

export class InstrumentStore {
  #layout: InstrumentLayout = NOTHING;
  #columns: readonly ReadonlyMap<string, number>[] = [];
  #width = 0;
  /** Where the numbers of a row that comes in are kept. */
  #places: readonly number[] = [];
  /** Steps of the rows held, in ascending order. */
  #steps = new Int32Array(0);
  #values = new Float32Array(0);
  /** Steps that each row stands for, its own among them. */
  #reaches = new Int32Array(0);
  readonly #thinning: Thinning;
  #length = 0;
  #generation = 0;
  #changes = 0;
  readonly #listeners = new Set<Listener>();
  readonly capacity: number;

  constructor(capacity: number = CAPACITY) {
    this.capacity = capacity;
    this.#thinning = new Thinning(capacity);
  }

  /** Of what is held: columns that are no longer measured are among them. */
  get layout(): InstrumentLayout {
    return this.#layout;
  }

  /** Rows held. */
  get length(): number {
    return this.#length;
  }

  /** Counts the resets: a reader that keeps something of its own discards it when this changes. */
  get generation(): number {
    return this.#generation;
  }

  /** Counts all changes, so that a reader knows whether it has taken them in. */
  get changes(): number {
    return this.#changes;
  }

  /** Forgets everything and prepares for rows of this layout. */
  reset(layout: InstrumentLayout = NOTHING): void {
    this.#lay(layout);
    this.#places = Array.from({ length: this.#width }, (_, i) => i);
    this.#thinning.reset();
    this.#length = 0;
    this.#steps = new Int32Array(0);
    this.#reaches = new Int32Array(0);
    this.#values = new Float32Array(0);
    this.#generation++;
    this.#notify();
  }

  /** Prepares for rows of this layout, and keeps what was measured of the same lanes. */
  adopt(layout: InstrumentLayout): void {
    const ids = (one: InstrumentLayout): string => JSON.stringify(one.lanes.map(({ id }) => id));
    if (ids(layout) !== ids(this.#layout)) {
      this.reset(layout);
      return;
    }
    const [columns, values, width] = [this.#columns, this.#values, this.#width];
    const all = layout.lanes.map(({ id, columns: own }, lane) => ({
      id,
      columns: [...new Set([...(columns[lane]?.keys() ?? []), ...own])],
    }));
    const room = this.capacity * all.reduce((sum, lane) => sum + lane.columns.length, 0);
    this.#lay({ lanes: room <= MOST_NUMBERS ? all : layout.lanes, every: layout.every });
    this.#places = layout.lanes.flatMap((lane, index) =>
      lane.columns.map((name) => this.column(index, name)),
    );
    const moves = this.#columns.flatMap((own, lane) =>
      [...own].flatMap(([name, to]) => {
        const from = columns[lane]?.get(name);
        return from === undefined ? [] : [[from, to] as const];
      }),
    );
    this.#values = new Float32Array(this.#steps.length * this.#width).fill(UNMEASURED);
    for (let row = 0; row < this.#length; row++) {
      for (const [from, to] of moves)
        this.#values[row * this.#width + to] = values[row * width + from] ?? UNMEASURED;
    }
    this.#notify();
  }

  #lay(layout: InstrumentLayout): void {
    this.#layout = layout;
    let offset = 0;
    this.#columns = layout.lanes.map(
      ({ columns }) => new Map(columns.map((name) => [name, offset++] as const)),
    );
    this.#width = offset;
  }

  /** Holds the row of a step on, now or once it comes, when others around it are thinned out. */
  keep(step: number, mark: Mark): void {
    this.#thinning.keep(step, mark);
  }

  /**
   * Takes a row in: the step, then the columns of each lane. One of the newest step replaces what it measures of that; one of
   * an earlier step, or of another layout, is dropped.
   */
  append(row: Float64Array): void {
    if (this.#places.length === 0 || row.length !== this.#places.length + 1) return;
    const step = row[0] ?? 0;
    const newest = this.stepAt(this.#length - 1);
    if (newest !== undefined && step < newest) return;
    const isNew = step !== newest;
    if (isNew) {
      if (this.#length === this.capacity) this.#thinOut();
      if (this.#length === this.#steps.length) this.#grow();
      this.#length++;
    }
    const at = this.#length - 1;
    this.#steps[at] = step;
    this.#reaches[at] = this.#layout.every;
    const start = at * this.#width;
    if (isNew) this.#values.fill(UNMEASURED, start, start + this.#width);
    this.#places.forEach((place, i) => {
      this.#values[start + place] = row[i + 1] ?? UNMEASURED;
    });
    this.#notify();
  }

  /** Step of a row, counted from the first; undefined beyond them. */
  stepAt(index: number): number | undefined {
    return index < 0 || index >= this.#length ? undefined : this.#steps[index];
  }

  /** Row that was measured at a step, or last before it; -1 where none is held. */
  indexOf(step: number): number {
    return placeOf(step, this.#steps, this.#length);
  }

  /** Row that stands for a step: as `indexOf`, but -1 too where nothing was measured for longer than it stands. */
  standing(step: number): number {
    const index = this.indexOf(step);
    return index >= 0 && step < (this.#steps[index] ?? 0) + (this.#reaches[index] ?? 0) ? index : -1;
  }

  /** Whether a lane has this column. */
  has(lane: number, column: string): boolean {
    return this.#columns[lane]?.has(column) ?? false;
  }

  /** Where a column stands in a row, -1 where the lane has none of this name. */
  column(lane: number, name: string): number {
    return this.#columns[lane]?.get(name) ?? -1;
  }

  /** A value by its row and its place in it; undefined where nothing was measured, unlike a measured NaN. */
  value(index: number, column: number): number | undefined {
    if (column < 0 || index < 0 || index >= this.#length) return undefined;
    const value = this.#values[index * this.#width + column];
    return value === UNMEASURED ? undefined : value;
  }

  /** Calls back after each change; returns what ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rows that stay stand for the steps of those after them that go. */
  #thinOut(): void {
    const older = this.#thinning.olderOf(this.#length);
    const kept = this.#thinning.choose(this.#steps, this.#length);
    const [steps, reaches, width] = [this.#steps, this.#reaches, this.#width];
    const endOf = (row: number): number => (steps[row] ?? 0) + (reaches[row] ?? 0);
    kept.forEach((row, i) => {
      const next = kept[i + 1] ?? older;
      // Where nothing was measured for a while, nothing stands.
      for (let gone = row + 1; gone < next && (steps[gone] ?? 0) <= endOf(row); gone++)
        reaches[row] = Math.max(reaches[row] ?? 0, endOf(gone) - (steps[row] ?? 0));
    });
    const newest = Array.from({ length: this.#length - older }, (_, i) => older + i);
    [...kept, ...newest].forEach((row, to) => {
      [steps[to], reaches[to]] = [steps[row] ?? 0, reaches[row] ?? 0];
      this.#values.copyWithin(to * width, row * width, (row + 1) * width);
    });
    this.#length -= older - kept.length;
  }

  #grow(): void {
    const size = Math.min(this.capacity, Math.max(FIRST_CAPACITY, 2 * this.#steps.length));
    const [steps, reaches, values] = [this.#steps, this.#reaches, this.#values];
    this.#steps = new Int32Array(size);
    this.#reaches = new Int32Array(size);
    this.#values = new Float32Array(size * this.#width);
    this.#steps.set(steps);
    this.#reaches.set(reaches);
    this.#values.set(values);
  }

  #notify(): void {
    this.#changes++;
    for (const listener of this.#listeners) listener();
  }
}

/** The instruments of the current run. */
export const instrumentStore = new InstrumentStore();
