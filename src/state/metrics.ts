/** The series of a run: rows of all lanes, step by step, filled from the worker's and read by charts in their own animation frame. */
import { equal } from '../config/equal';
import type { MetricColumn, MetricsLayout } from '../contract/metrics';
import type { RunHistory } from '../contract/run-history';
import { StepRows } from './step-rows';
import { belongTogether } from './switch-groups';

/** The row of a lane as it was before its skips were last switched. */
export interface RowBefore {
  /** Of the row. */
  readonly step: number;
  /** Step of the newest of the switches that belong together. */
  readonly until: number;
  /** As of `row`. */
  readonly values: Float64Array;
}

export class MetricsStore extends StepRows<MetricColumn, MetricsLayout> {
  readonly #before = new Map<string, RowBefore>();

  constructor(capacity?: number) {
    super({ lanes: [] }, (count) => new Float64Array(count), capacity);
  }

  /** One of so many steps is held of those before `denseFrom`, and all from there on; 1 while none is missing. */
  get stride(): number {
    return this.thinning.stride;
  }

  get denseFrom(): number {
    return this.thinning.before;
  }

  /** Changes whenever steps are no longer held: a reader that keeps something by row takes it anew. */
  get thinnings(): number {
    return this.thinning.count;
  }

  /** Forgets everything and prepares for rows of this layout. */
  reset(layout: MetricsLayout): void {
    this.#before.clear();
    this.begin(layout);
  }

  /**
   * Keeps what a lane's row was when its skips are switched from a step on: the last before that step, so that a replay keeps the
   * same; at step 0 its own, which is measured anew. Switches in few steps are one, with what was before the first of them.
   */
  switched(id: string, step: number): void {
    const lane = this.layout.lanes.findIndex((one) => one.id === id);
    const at = this.stepAt(this.indexOf(Math.max(0, step - 1)));
    const known = this.#before.get(id);
    if (known !== undefined && belongTogether(known.until, step))
      this.#before.set(id, { ...known, until: step });
    else if (lane >= 0 && at !== undefined)
      this.#before.set(id, { step: at, until: step, values: Float64Array.from(this.row(lane, at)) });
  }

  /** The row of a lane before its last switch; null where there was none. */
  before(lane: number): RowBefore | null {
    return this.#before.get(this.layout.lanes[lane]?.id ?? '') ?? null;
  }

  /**
   * Appends rows as the worker sends them: the step, then each lane's columns. A row for a step that is already held
   * replaces it, one for a step that was thinned out is ignored.
   */
  append(rows: Float64Array): void {
    const { width } = this;
    if (width === 0) return;
    for (let at = 0; at + width < rows.length; at += width + 1) {
      const step = rows[at] ?? 0;
      const row = step >= this.endStep ? this.add(step) : this.indexOf(step);
      if (this.stepAt(row) === step) this.values.set(rows.subarray(at + 1, at + 1 + width), row * width);
    }
    this.notify();
  }

  /** Forgets the steps that are not to be held. */
  retain(isHeld: (step: number) => boolean): void {
    this.move(
      Array.from({ length: this.length }, (_, row) => row).filter((row) => isHeld(this.stepAt(row) ?? 0)),
    );
    this.notify();
  }

  /** What is held, as copies. */
  held(): RunHistory['metrics'] {
    const { steps, values, thinning } = this.heldRows();
    const before = [...this.#before].map(([lane, row]) => {
      return { lane, ...row, values: Float64Array.from(row.values) };
    });
    return { layout: this.layout, steps, values: Float64Array.from(values), thinning, before };
  }

  /** Holds what another store of this layout had held; nothing changes where the layout is another. */
  bring({ layout, steps, values, thinning, before }: RunHistory['metrics']): void {
    if (!equal(layout, this.layout)) return;
    for (const { lane, ...row } of before) this.#before.set(lane, row);
    this.bringBack(steps, values, thinning);
  }

  /** Index of a column of a lane, -1 if the run does not measure it. */
  column(lane: number, name: MetricColumn): number {
    return this.within(lane, name);
  }

  /** Value of a lane's column at a step; NaN where none is held, which a measured NaN cannot be told from. */
  value(lane: number, column: number, step: number): number {
    const row = this.indexOf(step);
    if (column < 0 || this.stepAt(row) !== step) return Number.NaN;
    return this.values[row * this.width + (this.offsets[lane] ?? 0) + column] ?? Number.NaN;
  }

  /**
   * All columns of a lane at a step that is held, in the order of the layout, without a copy: valid until the next
   * change. For readers of many values.
   */
  row(lane: number, step: number): Float32Array | Float64Array {
    const start = this.indexOf(step) * this.width;
    const [from = 0, to = from] = this.offsets.slice(lane, lane + 2);
    return this.values.subarray(start + from, start + to);
  }
}

/** The series of the current run. */
export const metricsStore = new MetricsStore();
