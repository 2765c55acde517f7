/**
 * The series of a run, outside React: rows of all lanes, step by step, filled from the worker's metric rows and read by charts in
 * their own animation frame. Keeps at most `capacity` steps: all of them, else the newest and some of those before, from step 0 on.
 */
import { rowOffsets, type MetricsLayout } from '../contract/metrics';
import { placeOf, Thinning, type Mark } from './thinning';

const HISTORY_CAPACITY = 5_000;

type Listener = () => void;

/** Series of all lanes of one run. Rows are in ascending order of their steps, among which there may be gaps. */
export class MetricsStore {
  #layout: MetricsLayout = { lanes: [] };
  /** Columns of each lane by name. */
  #columns: readonly ReadonlyMap<string, number>[] = [];
  /** Where each lane begins in a row, and the length of all of it; the step is not kept. */
  #offsets: readonly number[] = [0];
  #values = new Float64Array(0);
  /** Steps of the rows. */
  #steps = new Int32Array(0);
  #length = 0;
  readonly #thinning: Thinning;
  #generation = 0;
  #changes = 0;
  readonly #listeners = new Set<Listener>();

  readonly capacity: number;

  constructor(capacity: number = HISTORY_CAPACITY) {
    this.capacity = capacity;
    this.#thinning = new Thinning(capacity);
  }

  get layout(): MetricsLayout {
    return this.#layout;
  }

  /** Oldest step held: step 0, once there is any. */
  get firstStep(): number {
    return this.stepAt(0) ?? 0;
  }

  /** Number of steps held. */
  get length(): number {
    return this.#length;
  }

  /** Step after the newest one held; 0 when empty. */
  get endStep(): number {
    return (this.stepAt(this.#length - 1) ?? -1) + 1;
  }

  /** One of so many steps is held of those before `denseFrom`, and all from there on; 1 while none is missing. */
  get stride(): number {
    return this.#thinning.stride;
  }

  get denseFrom(): number {
    return this.#thinning.before;
  }

  /** Changes whenever steps are no longer held: a reader that keeps something by row takes it anew. */
  get thinnings(): number {
    return this.#thinning.count;
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
    this.#steps = new Int32Array(this.capacity);
    this.#length = 0;
    this.#thinning.reset();
    this.#generation++;
    this.#notify();
  }

  /** Holds a step on, now or once it comes, when others around it are thinned out. */
  keep(step: number, mark: Mark): void {
    this.#thinning.keep(step, mark);
  }

  /**
   * Appends rows as the worker sends them: the step, then each lane's columns. A row for a step that is already held
   * replaces it, one for a step that was thinned out is ignored.
   */
  append(rows: Float64Array): void {
    const width = this.#width;
    if (width === 0) return;
    for (let at = 0; at + width < rows.length; at += width + 1) {
      const step = rows[at] ?? 0;
      let row = this.indexOf(step);
      if (step >= this.endStep) {
        if (this.#length === this.capacity) this.#thinOut();
        row = this.#length++;
        this.#steps[row] = step;
      } else if (this.stepAt(row) !== step) continue;
      this.#values.set(rows.subarray(at + 1, at + 1 + width), row * width);
    }
    this.#notify();
  }

  /** Forgets the steps that are not to be held. */
  retain(isHeld: (step: number) => boolean): void {
    const rows: number[] = [];
    for (let row = 0; row < this.#length; row++) if (isHeld(this.#steps[row] ?? 0)) rows.push(row);
    this.#move(rows);
    this.#length = rows.length;
    this.#notify();
  }

  /** Step of a row; undefined beyond them. */
  stepAt(row: number): number | undefined {
    return row >= 0 && row < this.#length ? this.#steps[row] : undefined;
  }

  /** Row of a step, or of the last one held before it; -1 where there is none. */
  indexOf(step: number): number {
    return placeOf(step, this.#steps, this.#length);
  }

  has(step: number): boolean {
    return this.stepAt(this.indexOf(step)) === step;
  }

  /** Index of a column of a lane by name, -1 if the run does not measure it. */
  column(lane: number, name: string): number {
    return this.#columns[lane]?.get(name) ?? -1;
  }

  /** Value of a lane's column at a step; NaN where none is held, which a measured NaN cannot be told from. */
  value(lane: number, column: number, step: number): number {
    const row = this.indexOf(step);
    if (column < 0 || this.stepAt(row) !== step) return Number.NaN;
    return this.#values[row * this.#width + (this.#offsets[lane] ?? 0) + column] ?? Number.NaN;
  }

  /**
   * All columns of a lane at a step that is held, in the order of the layout, without a copy: valid until the next
   * change. For readers of many values.
   */
  row(lane: number, step: number): Float64Array {
    const start = this.indexOf(step) * this.#width;
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

  #thinOut(): void {
    const older = this.#thinning.olderOf(this.#length);
    const kept = this.#thinning.choose(this.#steps, this.#length);
    this.#move(kept);
    this.#values.copyWithin(kept.length * this.#width, older * this.#width);
    this.#steps.copyWithin(kept.length, older);
    this.#length -= older - kept.length;
  }

  /** Moves rows, in ascending order, to the beginning. */
  #move(rows: readonly number[]): void {
    const width = this.#width;
    rows.forEach((row, to) => {
      if (row === to) return;
      this.#values.copyWithin(to * width, row * width, (row + 1) * width);
      this.#steps[to] = this.#steps[row] ?? 0;
    });
  }

  #notify(): void {
    this.#changes++;
    for (const listener of this.#listeners) listener();
  }
}

/** The series of the current run. */
export const metricsStore = new MetricsStore();
