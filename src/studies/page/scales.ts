/** Scales of the charts of experiments: linear or logarithmic, with bands for what has no place on them. */
import { scaleLinear, scaleLog } from 'd3';
import { bandedScale, logTicks, decadesAround } from '../../charts/geometry/scales';
import { formatShort, isNormal } from '../../charts/geometry/format';

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
}

/** The scale of places along a chart of this width. */
export function placeScale(
  places: readonly number[],
  width: number,
  { scale: kind, tick, labelled }: PlaceAxis,
): { readonly place: (value: number) => number; readonly ticks: readonly ScaleTick[] } {
  const low = Math.min(...places);
  const high = Math.max(...places);
  const inset = Math.min(14, width / 8);
  const range = [inset, width - inset] as const;
  const scale =
    kind === 'log'
      ? scaleLog([low, high > low ? high : 2 * low], range)
      : scaleLinear(high > low ? [low, high] : [low - 1, low + 1], range);
  const room = Math.max(2, Math.floor(width / 60));
  const wanted = labelled ?? scale.ticks(room).filter((value) => value >= low && value <= high);
  const ticks: ScaleTick[] = [];
  for (const value of wanted) {
    const label = tick(value);
    const at = scale(value);
    const before = ticks.at(-1);
    // About six pixels a character, half of it on either side.
    if (before === undefined || at - before.at > 3.3 * (label.length + before.label.length) + 8)
      ticks.push({ at, label });
  }
  return { place: scale, ticks };
}
