/**
 * Rows of numbers that a run is measured by, outside React: in ascending order of their steps, among which there may be gaps. At
 * most `capacity` are held: all, else the newest and some of those before, from the first on. The buffer grows with what it holds.
 */
import { rowOffsets, type RowLayout } from '../contract/metrics';
import { placeOf, Thinning, type KeptThinning, type Mark } from './thinning';

const CAPACITY = 5_000;
const FIRST_CAPACITY = 64;

type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Counts the resets of all stores, so that no two have a generation in common. */
let generations = 0;

export abstract class StepRows<Column extends string, Layout extends RowLayout<Column>> {
  readonly capacity: number;
  protected readonly thinning: Thinning;
  /** Where each lane begins in a row, and the length of all of them; the step is kept apart. */
  protected offsets: readonly number[] = [0];
  protected values: Numbers;
  /** Numbers of a row. */
  protected width = 0;
  readonly #allocate: (count: number) => Numbers;
  #layout: Layout;
  #columns: readonly ReadonlyMap<string, number>[] = [];
  #steps = new Int32Array(0);
  #length = 0;
  #generation = ++generations;
  #changes = 0;
  readonly #listeners = new Set<() => void>();

  /** @param allocate Makes room for so many numbers, 0 each. */
  constructor(layout: Layout, allocate: (count: number) => Numbers, capacity = CAPACITY) {
    this.capacity = capacity;
    this.thinning = new Thinning(capacity);
    this.#allocate = allocate;
    this.#layout = layout;
    this.values = allocate(0);
  }

  get layout(): Layout {
    return this.#layout;
  }

  /** Rows held. */
  get length(): number {
    return this.#length;
  }

  /** Oldest step held: step 0, once there is any. */
  get firstStep(): number {
    return this.stepAt(0) ?? 0;
  }

  /** Step after the newest one held; 0 when empty. */
  get endStep(): number {
    return (this.stepAt(this.#length - 1) ?? -1) + 1;
  }

  /** Another after each reset, and in each store: a reader that keeps something of its own discards it when this changes. */
  get generation(): number {
    return this.#generation;
  }

  /** Counts all changes, so that a reader knows whether it has taken them in. */
  get changes(): number {
    return this.#changes;
  }

  /** Forgets everything and prepares for rows of this layout, of `extra` numbers more than it has columns. */
  protected begin(layout: Layout, extra = 0): void {
    this.lay(layout, extra);
    this.#steps = new Int32Array(0);
    this.values = this.#allocate(0);
    this.#length = 0;
    this.thinning.reset();
    this.#generation = ++generations;
    this.notify();
  }

  /** Lays the columns out; rows that are held keep their length, which is the caller's to change. */
  protected lay(layout: Layout, extra = 0): void {
    this.#layout = layout;
    this.#columns = layout.lanes.map(({ columns }) => new Map(columns.map((name, index) => [name, index])));
    this.offsets = rowOffsets(layout).map((offset) => offset - 1);
    this.width = (this.offsets.at(-1) ?? 0) + extra;
  }

  /** Rows for as many steps as there is room for now, with other numbers in each. */
  protected widened(): Numbers {
    return this.#allocate(this.#steps.length * this.width);
  }

  /** Holds the row of a step on, now or once it comes, when others around it are thinned out. */
  keep(step: number, mark: Mark): void {
    this.thinning.keep(step, mark);
  }

  /** Step of a row; undefined beyond them. */
  readonly stepAt = (row: number): number | undefined =>
    row >= 0 && row < this.#length ? this.#steps[row] : undefined;

  /** Row of a step, or of the last one held before it; -1 where there is none. */
  readonly indexOf = (step: number): number => placeOf(step, this.#steps, this.#length);

  has(step: number): boolean {
    return this.stepAt(this.indexOf(step)) === step;
  }

  /** Index of a column among those of its lane, -1 if it has none of this name. */
  protected within(lane: number, name: Column): number {
    return this.#columns[lane]?.get(name) ?? -1;
  }

  /** Calls back after each change, at most once per message; returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected notify(): void {
    this.#changes++;
    for (const listener of this.#listeners) listener();
  }

  /** The rows that are held, as copies, for `bringBack`. */
  protected heldRows(): { steps: Int32Array<ArrayBuffer>; values: Numbers; thinning: KeptThinning } {
    const length = this.#length;
    return {
      steps: this.#steps.slice(0, length),
      values: this.values.slice(0, length * this.width),
      thinning: this.thinning.held(),
    };
  }

  /** Holds these rows of the layout at hand in place of its own; no more than there is room for. */
  protected bringBack(steps: Int32Array<ArrayBuffer>, values: Numbers, thinning: KeptThinning): void {
    const from = Math.max(0, steps.length - this.capacity);
    this.#length = steps.length - from;
    this.#steps = steps.slice(from);
    this.values = values.slice(from * this.width);
    this.thinning.bring(thinning);
    this.#generation = ++generations;
    this.notify();
  }

  /** Makes room for a step newer than all that are held, where there is none by thinning them out; returns its row. */
  protected add(step: number): number {
    if (this.#length === this.capacity) {
      const older = this.thinning.olderOf(this.#length);
      const kept = this.thinning.choose(this.#steps, this.#length);
      this.stand(kept, older);
      this.move([...kept, ...Array.from({ length: this.#length - older }, (_, i) => older + i)]);
    }
    if (this.#length === this.#steps.length) {
      const [steps, values] = [this.#steps, this.values];
      this.#steps = new Int32Array(Math.min(this.capacity, Math.max(FIRST_CAPACITY, 2 * steps.length)));
      this.#steps.set(steps);
      this.values = this.widened();
      this.values.set(values);
    }
    this.#steps[this.#length] = step;
    return this.#length++;
  }

  /** Hears which rows stay of those before `older`; the others go. */
  protected stand(_kept: readonly number[], _older: number): void {
    // Rows that stand for nothing but themselves have nothing to do.
  }

  /** Keeps these rows, in ascending order, and no others. */
  protected move(rows: readonly number[]): void {
    const { width } = this;
    rows.forEach((row, to) => {
      if (row === to) return;
      this.values.copyWithin(to * width, row * width, (row + 1) * width);
      this.#steps[to] = this.#steps[row] ?? 0;
    });
    this.#length = rows.length;
  }
}
