/** What the gradient chart keeps between frames: newest norms, those of step 0, which bands are needed, the range. */
import type { MetricsStore } from '../../state/metrics';
import { isNormal } from '../geometry/format';
import { DecadeRange, ease, type Decades } from '../geometry/scales';
import { measured, type ColumnIndex } from '../core/series';
import { normBand, type NormBand } from './gradient-axes';
import { profileStep } from '../../state/span';

/** Shown before the first gradient, and where no norm has a place on the axis. */
const EMPTY: Decades = { low: -3, high: 0 };

/** Norms of one lane, per row of the layer axis; undefined where not measured. */
export type LaneNorms = readonly (number | undefined)[];

export class GradientState {
  readonly #columns: ColumnIndex;
  readonly #range = new DecadeRange();
  readonly #bands = new Set<NormBand>();
  #generation = -1;
  #seen = -1;
  #shown: Decades | null = null;
  #newest: readonly LaneNorms[] = [];
  #initial: readonly LaneNorms[] = [];

  constructor(columns: ColumnIndex) {
    this.#columns = columns;
  }

  /** The step that is shown; -1 before the first. */
  get step(): number {
    return this.#seen;
  }

  /** Norms at the step that is shown, per lane. */
  get newest(): readonly LaneNorms[] {
    return this.#newest;
  }

  /** Norms at step 0, per lane; empty before it. */
  get initial(): readonly LaneNorms[] {
    return this.#initial;
  }

  /** Range of exponents as shown now. */
  get decades(): Decades {
    return this.#shown ?? EMPTY;
  }

  /** Bands that some value of this run needed, in the order from top to bottom. */
  get bands(): { above: NormBand[]; below: NormBand[] } {
    const used = (band: NormBand): boolean => this.#bands.has(band);
    return {
      above: (['non-finite'] as const).filter(used),
      below: (['zero', 'underflow'] as const).filter(used),
    };
  }

  /** Reads the newest step. */
  read(store: MetricsStore): void {
    if (this.#generation !== store.generation) {
      this.#generation = store.generation;
      this.#range.reset();
      this.#bands.clear();
      this.#shown = null;
      this.#seen = -1;
      this.#initial = [];
    }
    const columns = this.#columns.of(store);
    const at = (step: number): LaneNorms[] =>
      columns.map((own, lane) => own.map((column) => measured(store, lane, column, step)));
    const shown = profileStep(store);
    this.#newest = at(shown);
    if (store.length === 0) return;
    // The row of step 0 may be sent again, with other skip gains, until step 1 follows.
    if (store.endStep === 1) this.#initial = at(0);
    else if (this.#initial.length === 0) this.#initial = at(0);
    const isNew = shown !== this.#seen || store.endStep === 1;
    this.#seen = shown;
    if (isNew) this.#follow();
  }

  /** Moves the shown range towards its target; returns whether it still moves. */
  animate(milliseconds: number): boolean {
    const { target } = this.#range;
    if (target === null) return false;
    this.#shown = this.#shown === null ? target : ease(this.#shown, target, milliseconds);
    return this.#shown !== target;
  }

  #follow(): void {
    let low = Infinity;
    let high = 0;
    for (const norms of this.#newest) {
      for (const value of norms) {
        if (value === undefined) continue;
        const band = normBand(value);
        if (band !== null) this.#bands.add(band);
        if (!isNormal(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low <= high) this.#range.update(Math.log10(low), Math.log10(high));
  }
}
