/**
 * The series of a run, outside React: one ring buffer per lane and column, filled from the worker's metric rows and read
 * by charts in their own animation frame. Keeps the newest `capacity` steps.
 */
import { rowOffsets, type MetricsLayout } from '../worker/protocol';

const HISTORY_CAPACITY = 5_000;

type Listener = () => void;

/** Series of all lanes of one run; row i is step `firstStep + i`. */
export class MetricsStore {
  #layout: MetricsLayout = { lanes: [] };
  /** Columns of each lane by name. */
  #columns: readonly ReadonlyMap<string, number>[] = [];
  /** Where each lane begins in a row, and the length of all of it; the step is not kept. */
  #offsets: readonly number[] = [0];
  #values = new Float64Array(0);
  /** Step after the newest one held; 0 when empty. */
  #end = 0;
  #start = 0;
  /** The row of step 0, which outlasts the ring: what a run begins with is compared with what it came to. */
  #initial: Float64Array | null = null;
  #generation = 0;
  #changes = 0;
  readonly #listeners = new Set<Listener>();

  readonly capacity: number;

  constructor(capacity: number = HISTORY_CAPACITY) {
    this.capacity = capacity;
  }

  get layout(): MetricsLayout {
    return this.#layout;
  }

  /** Oldest step still held. */
  get firstStep(): number {
    return this.#start;
  }

  /** Number of steps held. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Step after the newest one held; 0 when empty. */
  get endStep(): number {
    return this.#end;
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
  reset(layout: MetricsLayout): void {
    this.#layout = layout;
    this.#columns = layout.lanes.map(({ columns }) => new Map(columns.map((name, index) => [name, index])));
    this.#offsets = rowOffsets(layout).map((offset) => offset - 1);
    this.#values = new Float64Array(this.capacity * this.#width);
    this.#start = 0;
    this.#end = 0;
    this.#initial = null;
    this.#generation++;
    this.#notify();
  }

  /**
   * Appends rows as the worker sends them: the step, then each lane's columns. A row for a step that is already held
   * replaces it, one for a step already forgotten is ignored; a gap cannot occur, as the worker sends every step once
   * in order.
   */
  append(rows: Float64Array): void {
    const width = this.#width;
    if (width === 0) return;
    for (let at = 0; at + width < rows.length; at += width + 1) {
      const step = rows[at] ?? 0;
      if (step === 0) this.#initial = rows.slice(at + 1, at + 1 + width);
      if (step < this.#start) continue;
      this.#values.set(rows.subarray(at + 1, at + 1 + width), (step % this.capacity) * width);
      this.#end = Math.max(this.#end, step + 1);
      this.#start = Math.max(this.#start, this.#end - this.capacity);
    }
    this.#notify();
  }

  /** Index of a column of a lane by name, -1 if the run does not measure it. */
  column(lane: number, name: string): number {
    return this.#columns[lane]?.get(name) ?? -1;
  }

  /** Value of a lane's column at a step; NaN where none is held, which a measured NaN cannot be told from. */
  value(lane: number, column: number, step: number): number {
    if (column < 0 || step < this.#start || step >= this.#end) return Number.NaN;
    const at = (step % this.capacity) * this.#width + (this.#offsets[lane] ?? 0) + column;
    return this.#values[at] ?? Number.NaN;
  }

  /** Value of a lane's column at step 0, however long ago; NaN before it is measured. */
  initial(lane: number, column: number): number {
    if (column < 0) return Number.NaN;
    return this.#initial?.[(this.#offsets[lane] ?? 0) + column] ?? Number.NaN;
  }

  /**
   * All columns of a lane at a step that is held, in the order of the layout, without a copy: valid until the next
   * change. For readers of many values.
   */
  row(lane: number, step: number): Float64Array {
    const start = (step % this.capacity) * this.#width;
    const [from = 0, to = from] = this.#offsets.slice(lane, lane + 2);
    return this.#values.subarray(start + from, start + to);
  }

  /** Calls back after each change, at most once per message; returns what ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Numbers of a step. */
  get #width(): number {
    return this.#offsets.at(-1) ?? 0;
  }

  #notify(): void {
    this.#changes++;
    for (const listener of this.#listeners) listener();
  }
}

/** The series of the current run. */
export const metricsStore = new MetricsStore();
