/**
 * The live instruments of a run, outside React: a ring buffer of rows as the worker measures them, which need not be one for
 * every step. Keeps the newest `capacity` rows.
 */
import { UNMEASURED } from '../architecture/instruments';
import type { InstrumentLayout } from '../worker/protocol';

const CAPACITY = 5_000;
/** The buffer grows with what it holds: a panel that is looked at once must not cost what a long run does. */
const FIRST_CAPACITY = 64;

const NOTHING: InstrumentLayout = { lanes: [], every: 1 };

type Listener = () => void;

export class InstrumentStore {
  #layout: InstrumentLayout = NOTHING;
  #columns: readonly ReadonlyMap<string, number>[] = [];
  #width = 0;
  /** Steps of the rows held, in ascending order from `#first` on, around the ring. */
  #steps = new Int32Array(0);
  #values = new Float32Array(0);
  #first = 0;
  #length = 0;
  #generation = 0;
  readonly #listeners = new Set<Listener>();
  readonly capacity: number;

  constructor(capacity: number = CAPACITY) {
    this.capacity = capacity;
  }

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

  /** Forgets everything and prepares for rows of this layout. */
  reset(layout: InstrumentLayout = NOTHING): void {
    this.#layout = layout;
    let offset = 0;
    this.#columns = layout.lanes.map(
      ({ columns }) => new Map(columns.map((name) => [name, offset++] as const)),
    );
    this.#width = offset;
    this.#first = 0;
    this.#length = 0;
    this.#steps = new Int32Array(0);
    this.#values = new Float32Array(0);
    this.#generation++;
    this.#notify();
  }

  /**
   * Takes a row in: the step, then the columns of each lane. One of the newest step replaces that; one of an earlier step, or
   * of another layout, is dropped.
   */
  append(row: Float64Array): void {
    if (this.#width === 0 || row.length !== this.#width + 1) return;
    const step = row[0] ?? 0;
    const newest = this.stepAt(this.#length - 1);
    if (newest !== undefined && step < newest) return;
    if (step !== newest) {
      if (this.#length === this.capacity) this.#first = (this.#first + 1) % this.capacity;
      else {
        if (this.#length === this.#steps.length) this.#grow();
        this.#length++;
      }
    }
    const at = this.#place(this.#length - 1);
    this.#steps[at] = step;
    this.#values.set(row.subarray(1), at * this.#width);
    this.#notify();
  }

  /** Step of a row, counted from the oldest held; undefined beyond them. */
  stepAt(index: number): number | undefined {
    return index < 0 || index >= this.#length ? undefined : this.#steps[this.#place(index)];
  }

  /** Row that was measured at a step, or last before it; -1 where none is held. */
  indexOf(step: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.stepAt(middle) ?? 0) <= step) low = middle + 1;
      else high = middle;
    }
    return low - 1;
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
    const value = this.#values[this.#place(index) * this.#width + column];
    return value === UNMEASURED ? undefined : value;
  }

  /** Calls back after each change; returns what ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #place(index: number): number {
    return (this.#first + index) % Math.max(1, this.#steps.length);
  }

  #grow(): void {
    // Nothing has wrapped yet: the buffer is as long as what it holds until it has its capacity.
    const size = Math.min(this.capacity, Math.max(FIRST_CAPACITY, 2 * this.#steps.length));
    const [steps, values] = [this.#steps, this.#values];
    this.#steps = new Int32Array(size);
    this.#values = new Float32Array(size * this.#width);
    this.#steps.set(steps);
    this.#values.set(values);
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The instruments of the current run. */
export const instrumentStore = new InstrumentStore();
