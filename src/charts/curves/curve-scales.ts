/** The vertical axes of the two plots of the curves: that of the loss linear or logarithmic, round at its ends, always with the level of guessing on it. */
import { scaleLinear } from 'd3';
import type { Chance } from '../../config/losses';
import type { LossConfig } from '../../config/schema';
import type { Messages } from '../../i18n/messages';
import { bandBoxes, logAxis, type VerticalAxis } from '../core/axes';
import { formatShort } from '../geometry/format';
import { bandedScale, type BandedScale, type Decades } from '../geometry/scales';
import type { CurveSeries } from './curves-data';

/** An axis with the level of an answer without looking. */
export interface CurveAxis extends VerticalAxis {
  readonly chance: { readonly value: number; readonly label: string };
}

function withChance(axis: VerticalAxis, value: number, label: string): CurveAxis {
  return { ...axis, key: [label, axis.key].join(), chance: { value, label } };
}

interface LossAxisOptions {
  readonly loss: LossConfig;
  /** Whether a lane's loss is no longer finite. */
  readonly diverged: boolean;
  /** Of the training images. */
  readonly chance: Chance;
  readonly height: number;
  readonly messages: Messages['charts'];
  /** Smallest and largest losses of what else is drawn. */
  readonly others: readonly number[];
  /** From 0 on, not logarithmic. */
  readonly linear?: boolean;
}

/** Logarithmic or linear, with bands for what is not finite or far off, where a lane needs them. */
export function lossAxis(
  series: CurveSeries,
  { loss, diverged, chance, height, messages, others, linear = false }: LossAxisOptions,
): CurveAxis {
  const own = series.raw.extent();
  const all = [...(own ?? []), ...others];
  const extent = all.length === 0 ? null : ([Math.min(...all), Math.max(...all)] as const);
  const { low, high } = lossRange(extent, chance.loss);
  // Nothing is too small for an axis from 0 on.
  const decades = linear
    ? { low: -Infinity, high: Math.log10(lossCeiling(extent, chance.loss)) }
    : { low, high };
  const above: LossBand[] = diverged ? ['non-finite'] : [];
  if (extent !== null && lossBand(extent[1], decades) === 'high') above.push('high');
  const below: LossBand[] = [];
  if (!linear && ((extent !== null && lossBand(extent[0], decades) === 'low') || hasZero(series)))
    below.push('low');
  const scale = bandedScale<LossBand>({
    decades,
    height,
    above,
    below,
    bandOf: (value) => lossBand(value, decades),
    linear,
  });
  const names: Record<LossBand, string> = {
    'non-finite': messages.curves.bands['non-finite'],
    high: messages.curves.bands.high(formatShort(10 ** decades.high)),
    low: messages.curves.bands.low(formatShort(10 ** decades.low)),
  };
  const title = messages.curves.lossTitle(loss, !linear);
  const axis = linear
    ? linearAxis(scale, 10 ** decades.high, title, names)
    : logAxis(scale, { decades, title, names, distance: 20, digits: 3 });
  return withChance(axis, chance.loss, messages.curves.chanceLoss(chance.even, chanceTexts(chance)[0]));
}

function linearAxis(
  { top, bottom, bands, place, free }: BandedScale<LossBand>,
  ceiling: number,
  title: string,
  names: Readonly<Record<LossBand, string>>,
): VerticalAxis {
  const room = Math.max(2, Math.min(4, Math.floor((bottom - top) / 40)));
  return {
    key: [title, ceiling, ...bands.map(({ key }) => key)].join(),
    title,
    place,
    free,
    top,
    bottom,
    ticks: scaleLinear([0, ceiling], [bottom, top])
      .ticks(room)
      .map((value) => ({ at: free(value), label: formatShort(value) })),
    ...bandBoxes(bands, names),
  };
}

function hasZero({ raw }: CurveSeries): boolean {
  const { columns, rows } = raw;
  for (let column = 0; column < columns; column++) {
    // Columns without steps yet hold zeros too.
    if (!raw.isFilled(column)) continue;
    for (let row = 0; row < rows; row++) if (raw.min(row, column) === 0) return true;
  }
  return false;
}

/** Loss and accuracy of chance as they are written. */
export function chanceTexts({ loss, accuracy }: Chance): readonly [loss: string, accuracy: string] {
  return [loss.toPrecision(3), `${formatShort(100 * accuracy)} %`];
}

/** Linear from 0 to 100 %. */
export function accuracyAxis(chance: Chance, height: number, messages: Messages['charts']): CurveAxis {
  const scale = scaleLinear([0, 1], [height, 0]);
  const axis: VerticalAxis = {
    key: '',
    title: messages.curves.accuracyTitle,
    place: scale,
    free: scale,
    top: 0,
    bottom: height,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: scale(share), label: `${100 * share} %` })),
    boxes: [],
    labels: [],
  };
  const label = messages.curves.chanceAccuracy(chance.even, chanceTexts(chance)[1]);
  return withChance(axis, chance.accuracy, label);
}

export type LossBand = 'non-finite' | 'high' | 'low';

/** Losses beyond these multiples of the chance level are shown in bands, so that they do not flatten the rest. */
const HIGHEST = 10;
const LOWEST = 1e-3;
/** What a squared error may well begin with, whose chance is far less than 1. */
const USUAL = 20;

/** Largest of 1, 2, 5 times a power of ten that is not above the value. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([5, 2].find((factor) => factor * power <= value * (1 + 1e-9)) ?? 1) * power;
}

/** Smallest of 1, 2, 5 times a power of ten that is not below the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([1, 2, 5].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** Range for losses from `extent` (null: none yet) and the mean loss of guessing. */
export function lossRange(extent: readonly [number, number] | null, chance: number): Decades {
  const [low, high] = extent ?? [chance, chance];
  const bottom = roundDown(Math.max(LOWEST * chance, Math.min(low, 0.85 * chance)));
  const top = roundUp(Math.min(Math.max(HIGHEST * chance, USUAL), Math.max(high, 1.15 * chance)));
  return { low: Math.log10(bottom), high: Math.log10(top) };
}

/** Steps of the upper end of a linear axis, by powers of ten. */
const CEILINGS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Upper end of a linear axis for losses from `extent` (null: none yet) and the mean loss of guessing. */
export function lossCeiling(extent: readonly [number, number] | null, chance: number): number {
  const highest = Math.min(Math.max(HIGHEST * chance, USUAL), Math.max(extent?.[1] ?? 0, 1.15 * chance));
  const power = 10 ** Math.floor(Math.log10(highest) + 1e-9);
  return (CEILINGS.find((factor) => factor * power >= highest * (1 - 1e-9)) ?? 10) * power;
}

/** Band of a loss that the range has no place for. */
export function lossBand(value: number, range: Decades): LossBand | null {
  if (!Number.isFinite(value)) return 'non-finite';
  if (value > 10 ** range.high * (1 + 1e-9)) return 'high';
  return value < 10 ** range.low * (1 - 1e-9) ? 'low' : null;
}
