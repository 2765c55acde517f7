/** The range of values of a plot over layers, and its bands, as a run goes on. */
import { axisStore, type AxisFacts } from '../../state/axes';
import { DecadeRange, ease, normalExtent, type Decades } from '../geometry/scales';
import { bandsOf, normBand, type NormBand, type NormBands } from './axes';
import type { Profile } from './series';

/** Shown before the first value, and where none has a place on the axis. */
const EMPTY: Decades = { low: -3, high: 0 };

/** The range of values and the bands that a profile needs: those of a run, which only grow, or, where that is asked for, of the newest steps. */
export class ProfileRange {
  readonly #range = new DecadeRange();
  readonly #bands = new Set<NormBand>();
  readonly #policy: () => AxisFacts;
  #generation = -1;
  #step = -1;
  #asked: number;
  #shown: Decades | null = null;

  constructor(policy: () => AxisFacts = axisStore.getState) {
    this.#policy = policy;
    this.#asked = policy().asked;
  }

  /** Range of exponents as shown now. */
  get decades(): Decades {
    return this.#shown ?? EMPTY;
  }

  /** Bands that some value of this run needed. */
  get bands(): NormBands {
    return bandsOf(this.#bands);
  }

  /** Follows a profile, where it is of another step than before, or of step 0, whose row may be sent again. */
  follow({ generation, step, norms, besides = [], initial = [] }: Profile): void {
    const { fits, asked } = this.#policy();
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#range.reset();
      this.#bands.clear();
      this.#shown = null;
      this.#step = -1;
    }
    const isAsked = asked !== this.#asked;
    if (step === this.#step && step > 0 && !isAsked) return;
    this.#step = step;
    this.#asked = asked;
    const values = norms.flat().filter((value) => value !== undefined);
    for (const value of values) {
      const band = normBand(value);
      if (band !== null) this.#bands.add(band);
    }
    const extent = normalExtent([...values, ...besides, ...(fits || isAsked ? [] : initial)]);
    if (extent === null) return;
    if (isAsked) this.#range.reset();
    this.#range.update(Math.log10(extent[0]), Math.log10(extent[1]), fits);
  }

  /** Moves the shown range towards its target; returns whether it still moves. */
  animate(milliseconds: number): boolean {
    const { target } = this.#range;
    if (target === null) return false;
    this.#shown = this.#shown === null ? target : ease(this.#shown, target, milliseconds);
    return this.#shown !== target;
  }
}
