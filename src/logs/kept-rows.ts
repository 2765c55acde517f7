/**
 * Numbers by step and column, in bounded memory: all rows of a short log, of a long one the newest and some of those before, thinned
 * out as the page's own series are; and of each column, kept or not, what is told of all of its numbers.
 */
import { Thinning } from '../state/thinning';

/** Where a file says nothing. What it calls −∞ is kept as ∞: both are told as not finite. */
export const ABSENT = -Infinity;

/** Numbers that are kept at most, 32 MB of them, and bounds of the rows. */
const MOST_VALUES = 4_000_000;
const MOST_ROWS = 5_000;
const FEWEST_ROWS = 96;

/** Most columns: more are passed over, and counted. */
const MOST_COLUMNS = 40_000;

/** Numbers that are told of each column, in this order. */
export const FACTS = [
  'count',
  /** Of those that are finite. */
  'min',
  'max',
  'minStep',
  'maxStep',
  /** Not finite. */
  'faults',
  'firstFault',
  'first',
  'last',
] as const;
export type Fact = (typeof FACTS)[number];

const WIDTH = FACTS.length;
const [COUNT, MIN, MAX, MIN_STEP, MAX_STEP, FAULTS, FIRST_FAULT, FIRST, LAST] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const NO_FACTS = [0, Infinity, -Infinity, -1, -1, 0, -1, Number.NaN, Number.NaN];

function capacityFor(columns: number): number {
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / Math.max(1, columns))));
}

export class KeptRows {
  #capacity = MOST_ROWS;
  #thinning = new Thinning(MOST_ROWS);
  readonly #marked = new Set<number>();
  /** Columns whose number in the newest row is put together of parts. */
  readonly #joined = new Set<number>();
  #steps = new Float64Array(MOST_ROWS);
  #columns: Float64Array<ArrayBuffer>[] = [];
  #facts = new Float64Array(64 * WIDTH);
  #length = 0;
  /** Rows that were taken in, kept or not. */
  #taken = 0;

  get columns(): number {
    return this.#columns.length;
  }

  get length(): number {
    return this.#length;
  }

  get taken(): number {
    return this.#taken;
  }

  /** The newest step; −1 before the first. */
  get lastStep(): number {
    return this.#steps[this.#length - 1] ?? -1;
  }

  get firstStep(): number {
    return this.#length === 0 ? -1 : (this.#steps[0] ?? -1);
  }

  /** Adds a column that says nothing of the rows so far; returns its index, or −1 where there is no room for more. */
  addColumn(): number {
    const index = this.#columns.length;
    if (index >= MOST_COLUMNS) return -1;
    if (capacityFor(index + 1) < this.#capacity / 2 || (index + 1) * this.#capacity > 2 * MOST_VALUES)
      this.#shrink(capacityFor(index + 1));
    this.#columns.push(new Float64Array(this.#capacity).fill(ABSENT));
    if ((index + 1) * WIDTH > this.#facts.length) {
      const facts = new Float64Array(2 * this.#facts.length);
      facts.set(this.#facts);
      this.#facts = facts;
    }
    this.#facts.set(NO_FACTS, index * WIDTH);
    return index;
  }

  /** Forgets all rows and what is told of them; columns stay. */
  clear(): void {
    this.#length = this.#taken = 0;
    this.#marked.clear();
    this.#joined.clear();
    this.#thinning = new Thinning(this.#capacity);
    this.#columns.forEach((column, index) => {
      column.fill(ABSENT);
      this.#facts.set(NO_FACTS, index * WIDTH);
    });
  }

  /** Begins the row of a step, or goes on with that of the newest; a step before it takes back all rows from there on. */
  begin(step: number): void {
    if (this.#length > 0 && step === this.lastStep) return;
    this.settle();
    while (this.#length > 0 && step <= this.lastStep) this.#length--;
    if (this.#length >= this.#capacity) this.#thin();
    this.#steps[this.#length] = step;
    for (const column of this.#columns) column[this.#length] = ABSENT;
    this.#length++;
    this.#taken++;
  }

  /** Sets a number of the newest row. */
  set(index: number, value: number): void {
    const column = this.#columns[index];
    if (column === undefined || value === ABSENT) return;
    column[this.#length - 1] = value;
    this.#note(index * WIDTH, value);
  }

  /** Adds to a norm of the newest row what another part of the same layer has, as the root of the sum of squares. */
  join(index: number, value: number): void {
    const column = this.#columns[index];
    if (column === undefined || value === ABSENT) return;
    const before = column[this.#length - 1] ?? ABSENT;
    column[this.#length - 1] = before === ABSENT ? value : Math.hypot(before, value);
    this.#joined.add(index);
  }

  /** Notes norms whose parts have all come, as the next row begins. */
  settle(): void {
    for (const index of this.#joined)
      this.#note(index * WIDTH, this.#columns[index]?.[this.#length - 1] ?? ABSENT);
    this.#joined.clear();
  }

  /** The numbers of all rows that are kept, column after column, with their steps and what is told of each column. */
  snapshot(): {
    readonly steps: Float64Array<ArrayBuffer>;
    readonly values: Float64Array<ArrayBuffer>;
    readonly facts: Float64Array<ArrayBuffer>;
  } {
    const values = new Float64Array(this.#columns.length * this.#length);
    this.#columns.forEach((column, index) =>
      values.set(column.subarray(0, this.#length), index * this.#length),
    );
    return {
      steps: this.#steps.slice(0, this.#length),
      values,
      facts: this.#facts.slice(0, this.#columns.length * WIDTH),
    };
  }

  #note(at: number, value: number): void {
    const facts = this.#facts;
    const step = this.lastStep;
    if (facts[at + COUNT] === 0) facts[at + FIRST] = value;
    facts[at + COUNT] = (facts[at + COUNT] ?? 0) + 1;
    facts[at + LAST] = value;
    if (!Number.isFinite(value)) {
      facts[at + FAULTS] = (facts[at + FAULTS] ?? 0) + 1;
      if (facts[at + FIRST_FAULT] !== -1) return;
      facts[at + FIRST_FAULT] = step;
      this.#mark(step);
      return;
    }
    if (value < (facts[at + MIN] ?? 0)) [facts[at + MIN], facts[at + MIN_STEP]] = [value, step];
    if (value > (facts[at + MAX] ?? 0)) [facts[at + MAX], facts[at + MAX_STEP]] = [value, step];
  }

  /** Keeps the row of a step when those around it are thinned out. */
  #mark(step: number): void {
    this.#marked.add(step);
    this.#thinning.keep(step, 'change');
  }

  #thin(): void {
    const older = this.#thinning.olderOf(this.#length);
    const kept = this.#thinning.choose(this.#steps, this.#length);
    const rows = [...kept, ...Array.from({ length: this.#length - older }, (_, i) => older + i)];
    for (const column of [this.#steps, ...this.#columns])
      rows.forEach((row, to) => {
        column[to] = column[row] ?? ABSENT;
      });
    this.#length = rows.length;
  }

  #shrink(capacity: number): void {
    this.#thinning = new Thinning(capacity);
    for (const step of this.#marked) this.#thinning.keep(step, 'change');
    this.#capacity = capacity;
    while (this.#length >= capacity) this.#thin();
    this.#steps = this.#steps.slice(0, capacity);
    this.#columns = this.#columns.map((column) => column.slice(0, capacity));
  }
}
