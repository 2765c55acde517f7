/** The vertical scale of the lines: logarithmic, with bands for what has no place on it. */
import type { Messages } from '../../i18n/messages';
import type { Shown } from '../../state/quantity';
import type { CurveScale } from '../curves/curve-plot';
import { normBand, type NormBand } from '../gradient/gradient-axes';
import { bandedScale, logTicks } from '../geometry/banded-scale';
import { formatPower } from '../geometry/format';
import type { LinesData } from './lines-data';

function label(value: number): string {
  const exponent = Math.round(1e9 * Math.log10(value)) / 1e9;
  if (Number.isInteger(exponent)) return formatPower(exponent);
  const isPlain = value >= 1e-3 && value < 1e5;
  return isPlain ? String(Number(value.toPrecision(1))) : value.toExponential(0).replace('e+', 'e');
}

export function linesScale(
  data: LinesData,
  height: number,
  shown: Shown,
  messages: Messages['charts'],
  /** Of what is drawn besides, which has its place on the axis too. */
  beside: readonly [low: number, high: number] | null,
): CurveScale {
  const { bands } = data;
  const decades = data.decadesWith(beside);
  const scale = bandedScale<NormBand>({ decades, height, ...bands, bandOf: normBand });
  const room = Math.max(2, Math.floor((scale.bottom - scale.top) / 24));
  const title = messages.shown.axis(shown);
  return {
    key: [decades.low, decades.high, ...bands.above, ...bands.below, title].join(),
    title,
    place: scale.place,
    ticks: logTicks(decades, room).map(({ value, major }) => ({
      at: scale.free(value),
      label: major ? label(value) : null,
    })),
    bands: scale.bands.map(({ key, top, bottom }) => ({ top, bottom, label: messages.gradient.bands[key] })),
    chance: null,
  };
}
