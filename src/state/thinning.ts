/**
 * Which rows of a long run are kept when there is no room for all: every step of the newest half, and before it one step of every
 * 2, 4, 8, … as the run grows, so that the whole run stays in sight in bounded memory. Step 0 stays, and steps that are marked: at
 * which something was changed, or measured on the test images.
 */
import type { KeptRows } from '../contract/run-history';

/** How rows were thinned out, as plain data. */
export type KeptThinning = KeptRows<unknown, unknown>['thinning'];

/** What happened at a step that is kept for it; where there are too many, tests give way to changes. */
export type Mark = 'change' | 'test';

/** Fewest rows that can be halved and quartered. */
const LEAST_CAPACITY = 8;

export class Thinning {
  readonly #capacity: number;
  readonly #marks: Record<Mark, Set<number>> = { change: new Set(), test: new Set() };
  #stride = 1;
  #before = 0;
  #count = 0;

  /** @throws RangeError where there is room for fewer than 8 rows. */
  constructor(capacity: number) {
    if (capacity < LEAST_CAPACITY) throw new RangeError(`${capacity} rows are too few to be thinned out`);
    this.#capacity = capacity;
  }

  /** One of so many steps is kept of those before `before`; 1 while all are. */
  get stride(): number {
    return this.#stride;
  }

  /** Step from which on all are kept. */
  get before(): number {
    return this.#before;
  }

  /** How often rows were thinned out. */
  get count(): number {
    return this.#count;
  }

  reset(): void {
    this.#marks.change.clear();
    this.#marks.test.clear();
    this.#stride = 1;
    this.#before = 0;
    this.#count++;
  }

  /** As plain data, for `bring`. */
  held(): KeptThinning {
    const { change, test } = this.#marks;
    return { stride: this.#stride, before: this.#before, changes: [...change], tests: [...test] };
  }

  /** Goes on as one that held these. */
  bring({ stride, before, changes, tests }: KeptThinning): void {
    this.#stride = stride;
    this.#before = before;
    this.#marks.change = new Set(changes);
    this.#marks.test = new Set(tests);
    this.#count++;
  }

  /** Keeps the row of a step, be it there already or not. */
  keep(step: number, mark: Mark): void {
    this.#marks[mark].add(step);
  }

  /**
   * Rows that stay of those before the newest half, in order: at most three eighths of the capacity, so that thinning out again
   * comes only after another eighth.
   * @param steps In ascending order.
   * @param length How many of them are rows.
   */
  choose(steps: ArrayLike<number>, length: number): readonly number[] {
    const older = this.olderOf(length);
    const room = Math.floor(this.#capacity / 4);
    this.#before = steps[older] ?? 0;
    this.#count++;
    const marked = this.#markedOf(steps, older);
    const { rows, stride } = sparse(steps, older, room, Math.max(2, this.#stride));
    this.#stride = stride;
    return [...new Set([...rows, ...marked])].toSorted((a, b) => a - b);
  }

  /** Rows before the newest half. */
  olderOf(length: number): number {
    return Math.max(0, length - Math.floor(this.#capacity / 2));
  }

  /** Rows of marked steps, of which those that are too many are forgotten: every second, and again. */
  #markedOf(steps: ArrayLike<number>, older: number): readonly number[] {
    const room = Math.floor(this.#capacity / 8);
    const rowsOf = (mark: Mark): number[] =>
      Array.from({ length: older }, (_, row) => row).filter((row) => this.#marks[mark].has(steps[row] ?? -1));
    const changes = halvedInto(room, rowsOf('change'));
    const tests = halvedInto(room - changes.length, rowsOf('test'));
    for (const [mark, rows] of [
      ['change', changes],
      ['test', tests],
    ] as const) {
      const later = [...this.#marks[mark]].filter((step) => step >= this.#before);
      this.#marks[mark] = new Set([...rows.map((row) => steps[row] ?? 0), ...later]);
    }
    return [...changes, ...tests];
  }
}

/**
 * Of the rows before `end` the first in every `stride` steps, which is doubled until they find room: whoever begins with the stride
 * of the last time, or with a smaller one, keeps some of what was kept then.
 */
export function sparse(
  steps: ArrayLike<number>,
  end: number,
  room: number,
  stride: number,
): { readonly rows: readonly number[]; readonly stride: number } {
  const rows = firstOfEach(stride, steps, end);
  return rows.length <= room ? { rows, stride } : sparse(steps, end, room, 2 * stride);
}

/** The first row in every so many steps. */
function firstOfEach(stride: number, steps: ArrayLike<number>, end: number): number[] {
  const rows: number[] = [];
  let cell = -1;
  for (let row = 0; row < end; row++) {
    const own = Math.floor((steps[row] ?? 0) / stride);
    if (own !== cell) rows.push(row);
    cell = own;
  }
  return rows;
}

function halvedInto(room: number, rows: readonly number[]): readonly number[] {
  if (room <= 0) return [];
  let kept = rows;
  while (kept.length > room) kept = kept.filter((_, i) => i % 2 === 0);
  return kept;
}

/** The last of ascending steps that is not after this one, as its place among them; -1 without any. */
export function placeOf(step: number, steps: ArrayLike<number>, length: number): number {
  // Most that are asked for are among the newest, which follow each other.
  const guess = length - 1 - ((steps[length - 1] ?? 0) - step);
  if (guess >= 0 && guess < length && steps[guess] === step) return guess;
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
