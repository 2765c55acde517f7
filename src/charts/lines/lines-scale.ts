/** The vertical scale of the lines: logarithmic, with bands for what has no place on it. */
import type { Messages } from '../../i18n/messages';
import type { Shown } from '../../state/quantity';
import type { CurveScale } from '../curves/curve-plot';
import { normBand, type NormBand } from '../gradient/gradient-axes';
import { bandedScale, logTicks } from '../geometry/scales';
import { formatShort } from '../geometry/format';
import type { LinesData } from './lines-data';

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
      label: major ? formatShort(value, 1) : null,
    })),
    bands: scale.bands.map(({ key, top, bottom }) => ({ top, bottom, label: messages.gradient.bands[key] })),
    chance: null,
  };
}
