/**
 * A vertical logarithmic scale with labelled bands above and below it, for values that have no place on a logarithmic
 * axis (zero, underflow, non-finite) or none in its range: nothing measured is dropped without a word.
 */
import { scaleLinear, scaleLog } from 'd3';
import { isNormal } from './format';

/** Height of a band and its gap to the next, in pixels. */
const BAND = 16;
const GAP = 3;
/** Further distance to the logarithmic part, so that the labels at its end and of the band have room. */
const CLEARANCE = 6;

export interface Band<K extends string> {
  readonly key: K;
  readonly top: number;
  readonly bottom: number;
}

export interface BandedScale<K extends string> {
  readonly top: number;
  readonly bottom: number;
  readonly bands: readonly Band<K>[];
  /** Pixel of a positive finite value; may lie outside top to bottom. */
  readonly free: (value: number) => number;
  /** Pixel of any value: in its band, or on the logarithmic part, held at its edges. */
  readonly place: (value: number) => number;
}

export interface BandedScaleOptions<K extends string> {
  readonly decades: Decades;
  readonly height: number;
  /** Bands to show, each from the outside inwards. */
  readonly above: readonly K[];
  readonly below: readonly K[];
  /** Band that a value belongs to, null for the part between the bands. */
  readonly bandOf: (value: number) => K | null;
  /** Linear from 0 to the end of the decades, not logarithmic. */
  readonly linear?: boolean;
}

export function bandedScale<K extends string>(options: BandedScaleOptions<K>): BandedScale<K> {
  const { decades, height, above, below, bandOf, linear = false } = options;
  const depth = (count: number): number => (count === 0 ? 0 : count * (BAND + GAP) + CLEARANCE);
  const top = depth(above.length);
  const bottom = height - depth(below.length);
  const bands = [
    ...above.map((key, i) => ({ key, top: i * (BAND + GAP), bottom: i * (BAND + GAP) + BAND })),
    ...below.map((key, i) => ({
      key,
      top: height - i * (BAND + GAP) - BAND,
      bottom: height - i * (BAND + GAP),
    })),
  ];
  const scale = linear
    ? scaleLinear([0, 10 ** decades.high], [bottom, top])
    : scaleLog([10 ** decades.low, 10 ** decades.high], [bottom, top]);
  const centres = new Map(bands.map((band) => [band.key, (band.top + band.bottom) / 2]));
  return {
    top,
    bottom,
    bands,
    free: scale,
    place: (value) => {
      const band = bandOf(value);
      const centre = band === null ? undefined : centres.get(band);
      return centre ?? Math.min(bottom, Math.max(top, scale(value)));
    },
  };
}

/** Decades from one label to the next. */
const STRIDES = [1, 2, 3, 4, 5, 10];

/** Over more decades than these only labelled ticks are drawn. */
const MOST_MINOR = 20;

export interface LogTick {
  readonly value: number;
  /** Labelled ticks have a line of their own; the others are marks between them. */
  readonly major: boolean;
}

/**
 * Ticks of a logarithmic axis over these decades: every decade, or every second, third and so on where `room` (the number
 * of labels that fit) is short; over few decades also 2 and 5 times the powers.
 */
export function logTicks(decades: Decades, room: number): LogTick[] {
  const low = Math.ceil(decades.low - 1e-9);
  const high = Math.floor(decades.high + 1e-9);
  const labels = (step: number): number => Math.floor(high / step) - Math.ceil(low / step) + 1;
  const stride = STRIDES.find((step) => labels(step) <= room) ?? 20;
  const between = (decades.high - decades.low) * 3 <= room ? [2, 5] : [];
  const ticks: LogTick[] = [];
  for (let exponent = Math.floor(decades.low); exponent <= high; exponent++) {
    const major = exponent % stride === 0;
    if (exponent >= low && (major || high - low <= MOST_MINOR)) ticks.push({ value: 10 ** exponent, major });
    for (const factor of between) {
      const place = exponent + Math.log10(factor);
      if (place >= decades.low && place <= decades.high)
        ticks.push({ value: factor * 10 ** exponent, major: true });
    }
  }
  return ticks;
}

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

/** Smallest and largest of the values that a logarithmic axis has a place for; null where there are none. */
export function normalExtent(values: Iterable<number>): readonly [low: number, high: number] | null {
  let [low, high] = [Infinity, 0];
  for (const value of values) {
    if (!isNormal(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
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

  /**
   * Takes the exponents of the smallest and largest of the newest values; returns whether the range changed. Unless it may
   * shrink, an edge only moves outwards.
   */
  update(low: number, high: number, shrinks = true): boolean {
    const wanted = decadesAround(low, high);
    const held = this.#target;
    if (held === null) {
      this.#target = wanted;
      return true;
    }
    this.#slackLow = wanted.low > held.low ? this.#slackLow + 1 : 0;
    this.#slackHigh = wanted.high < held.high ? this.#slackHigh + 1 : 0;
    const next = {
      low: wanted.low < held.low || (shrinks && this.#slackLow >= PATIENCE) ? wanted.low : held.low,
      high: wanted.high > held.high || (shrinks && this.#slackHigh >= PATIENCE) ? wanted.high : held.high,
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
