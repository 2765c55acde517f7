/**
 * What the charts of studies draw: what several seeds say together, on linear or logarithmic scales with bands for what has no
 * place on them.
 */
import { mean, scaleLinear, scaleLog } from 'd3';
import { formatShort, isNormal } from '../../charts/geometry/format';
import { bandedScale, decadesAround, logTicks } from '../../charts/geometry/scales';

export interface ScaleTick {
  readonly at: number;
  readonly label: string;
}

export interface ChartScale {
  /** Pixel of any value but NaN. */
  readonly place: (value: number) => number;
  readonly ticks: readonly ScaleTick[];
  /** Bands of values that are not finite, or zero, by what their label is to say. */
  readonly bands: readonly {
    readonly key: 'non-finite' | 'zero';
    readonly top: number;
    readonly bottom: number;
  }[];
  /** Where the scale proper begins and ends, in pixels. */
  readonly top: number;
  readonly bottom: number;
}

export interface ValueAxis {
  readonly scale: 'linear' | 'log';
  /** Always shown on a linear axis. */
  readonly domain?: readonly [number, number];
  readonly tick?: (value: number) => string;
}

/** Height of the band of what is not finite, with its gap, on a linear axis. */
const BAND = 16;
const CLEARANCE = 9;

/** The scale of values up a chart of this height; it holds all of them. */
export function valueScale(values: readonly number[], height: number, axis: ValueAxis): ChartScale {
  return axis.scale === 'log' ? logScale(values, height) : linearScale(values, height, axis);
}

function logScale(values: readonly number[], height: number): ChartScale {
  const normal = values.filter(isNormal).map(Math.log10);
  const decades =
    normal.length > 0 ? decadesAround(Math.min(...normal), Math.max(...normal)) : { low: -1, high: 1 };
  const has = (holds: (value: number) => boolean): boolean => values.some(holds);
  const isZero = (value: number): boolean => Math.abs(value) < Infinity && !isNormal(value);
  const scale = bandedScale<'non-finite' | 'zero'>({
    decades,
    height,
    above: has((value) => value === Infinity) ? ['non-finite'] : [],
    below: has(isZero) ? ['zero'] : [],
    bandOf: (value) => (value === Infinity ? 'non-finite' : isZero(value) ? 'zero' : null),
  });
  const ticks = logTicks(decades, Math.max(2, Math.floor((scale.bottom - scale.top) / 26)))
    .filter(({ major }) => major)
    .map(({ value }) => ({ at: scale.free(value), label: formatShort(value, 1) }));
  return { place: scale.place, ticks, bands: scale.bands, top: scale.top, bottom: scale.bottom };
}

function linearScale(
  values: readonly number[],
  height: number,
  { domain, tick = formatShort }: ValueAxis,
): ChartScale {
  const finite = [...values.filter(Number.isFinite), ...(domain ?? [])];
  const overflow = values.some((value) => value === Infinity);
  const top = overflow ? BAND + CLEARANCE : 0;
  const [low, high] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
  const scale = scaleLinear([low, high > low ? high : low + 1], [height, top]);
  if (domain === undefined) scale.nice(5);
  const count = Math.max(2, Math.floor((height - top) / 40));
  return {
    place: (value) => (value === Infinity ? BAND / 2 : scale(value)),
    ticks: scale.ticks(count).map((value) => ({ at: scale(value), label: tick(value) })),
    bands: overflow ? [{ key: 'non-finite', top: 0, bottom: BAND }] : [],
    top,
    bottom: height,
  };
}

export interface PlaceAxis {
  readonly scale: 'linear' | 'log';
  /** Label of a place under the axis. */
  readonly tick: (place: number) => string;
  /** Places that are labelled where there is room; without them, round numbers. */
  readonly labelled?: readonly number[];
  /** Whether the largest place stands on the left. */
  readonly reversed?: boolean;
}

/** The scale of places along a chart of this width. */
export function placeScale(
  places: readonly number[],
  width: number,
  { scale: kind, tick, labelled, reversed = false }: PlaceAxis,
): { readonly place: (value: number) => number; readonly ticks: readonly ScaleTick[] } {
  const low = Math.min(...places);
  const high = Math.max(...places);
  const inset = Math.min(14, width / 8);
  const range = reversed ? [width - inset, inset] : [inset, width - inset];
  const scale =
    kind === 'log'
      ? scaleLog([low, high > low ? high : 2 * low], range)
      : scaleLinear(high > low ? [low, high] : [low - 1, low + 1], range);
  const room = Math.max(2, Math.floor(width / 60));
  const wanted = labelled ?? scale.ticks(room).filter((value) => value >= low && value <= high);
  const ticks: ScaleTick[] = [];
  for (const value of reversed ? wanted.toReversed() : wanted) {
    const label = tick(value);
    const at = scale(value);
    const before = ticks.at(-1);
    // About six pixels a character, half of it on either side.
    if (before === undefined || at - before.at > 3.3 * (label.length + before.label.length) + 8)
      ticks.push({ at, label });
  }
  return { place: scale, ticks };
}

export interface Summary {
  /** See `summarise`; NaN where nothing is measured. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Mean and range. On a logarithmic axis the mean is the geometric one. Where a mean has no sense, as a value is infinite or
 * a logarithm has none, it is the median.
 */
export function summarise(values: readonly number[], scale: 'linear' | 'log'): Summary {
  const measured = values.filter((value) => !Number.isNaN(value));
  const count = measured.length;
  if (count === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN, count };
  const low = Math.min(...measured);
  const high = Math.max(...measured);
  return { value: middle(measured, scale), low, high, count };
}

function middle(values: readonly number[], scale: 'linear' | 'log'): number {
  if (scale === 'log' && values.every(isNormal)) return Math.exp(mean(values, Math.log) ?? Number.NaN);
  if (scale === 'linear' && values.every(Number.isFinite)) return mean(values) ?? Number.NaN;
  // Not D3's median, which interpolates between a number and infinity.
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
