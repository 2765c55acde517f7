/**
 * The range of a logarithmic axis that follows the newest values: it grows at once, shrinks only after the values have
 * stayed away from an edge for a while, and is shown easing from one to the next.
 */

/** Exponents of ten. */
export interface Decades {
  readonly low: number;
  readonly high: number;
}

/** Share of a decade kept free between the outermost values and the edge. */
const MARGIN = 0.08;
/** Updates in a row that must leave room at an edge before that edge moves inwards. */
export const PATIENCE = 20;

/** Half decades that hold the exponents `low` to `high` with a margin; together at least one decade. */
export function decadesAround(low: number, high: number): Decades {
  const floor = Math.floor(2 * (low - MARGIN)) / 2;
  return { low: floor, high: Math.max(floor + 1, Math.ceil(2 * (high + MARGIN)) / 2) };
}

export class DecadeRange {
  #target: Decades | null = null;
  #slackLow = 0;
  #slackHigh = 0;

  /** Range in half decades, null before the first values. */
  get target(): Decades | null {
    return this.#target;
  }

  reset(): void {
    this.#target = null;
    this.#slackLow = 0;
    this.#slackHigh = 0;
  }

  /** Takes the exponents of the smallest and largest of the newest values; returns whether the range changed. */
  update(low: number, high: number): boolean {
    const wanted = decadesAround(low, high);
    const held = this.#target;
    if (held === null) {
      this.#target = wanted;
      return true;
    }
    this.#slackLow = wanted.low > held.low ? this.#slackLow + 1 : 0;
    this.#slackHigh = wanted.high < held.high ? this.#slackHigh + 1 : 0;
    const next = {
      low: wanted.low < held.low || this.#slackLow >= PATIENCE ? wanted.low : held.low,
      high: wanted.high > held.high || this.#slackHigh >= PATIENCE ? wanted.high : held.high,
    };
    if (next.low === held.low && next.high === held.high) return false;
    this.#target = next;
    return true;
  }
}

/** Time constant of the easing, in milliseconds. */
const EASE = 90;

/** Moves what is shown towards the target; gives the target itself once it is nearer than a hundredth of a decade. */
export function ease(shown: Decades, target: Decades, milliseconds: number): Decades {
  const share = 1 - Math.exp(-milliseconds / EASE);
  const low = shown.low + share * (target.low - shown.low);
  const high = shown.high + share * (target.high - shown.high);
  return Math.abs(low - target.low) < 0.01 && Math.abs(high - target.high) < 0.01 ? target : { low, high };
}
