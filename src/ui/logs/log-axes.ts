/** Axes of the charts of a log: of values, and of layers with the modules that they stand in. */
import { scaleLinear } from 'd3';
import {
  bandsOf,
  normAxis,
  normBand,
  layerTicks,
  type HorizontalAxis,
  type NormBand,
  type VerticalAxis,
} from '../../charts/core/axes';
import { decadesAround, normalExtent } from '../../charts/geometry/scales';
import type { LogMessages } from '../../i18n/logs';
import type { Messages } from '../../i18n/messages';
import { isShare, type LayerGroup, type Shown } from './shown';

/** Before the first value, and where none has a place on the axis. */
const EMPTY = { low: -3, high: 0 };

export interface ChartTexts {
  readonly logs: LogMessages;
  readonly charts: Messages['charts'];
}

/** The axis that has room for these values: of shares from 0 to 1, else logarithmic, with bands for what has no place on that. */
export function valueAxis(
  values: readonly number[],
  shown: Shown | 'loss',
  height: number,
  { logs, charts }: ChartTexts,
): VerticalAxis {
  const title = shown === 'loss' ? logs.loss : logs.axis[shown];
  if (shown !== 'loss' && isShare(shown)) return shareAxis(title, height);
  const extent = normalExtent(values);
  const bands = new Set<NormBand>();
  for (const value of values) {
    const band = normBand(Math.abs(value));
    if (band !== null) bands.add(band);
  }
  return normAxis({
    decades: extent === null ? EMPTY : decadesAround(Math.log10(extent[0]), Math.log10(extent[1])),
    bands: bandsOf(bands),
    height,
    title,
    names: charts.gradient.bands,
  });
}

function shareAxis(title: string, height: number): VerticalAxis {
  const scale = scaleLinear([0, 1], [height, 0]);
  const free = (value: number): number => (Number.isFinite(value) ? scale(value) : 0);
  return {
    key: title,
    title,
    place: (value) => Math.max(0, Math.min(height, free(value))),
    free,
    top: 0,
    bottom: height,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: scale(share), label: `${100 * share} %` })),
    boxes: [],
    labels: [],
  };
}

/** Width of a letter in the names of groups, in units. */
const LETTER = 6.8;

/** The axis of layers, numbered from 1, with the modules that they stand in. */
export function layerAxisOf(
  names: readonly string[],
  groups: readonly LayerGroup[],
  { left, right }: { readonly left: number; readonly right: number },
  title: string,
): HorizontalAxis & { readonly rowAt: (pixel: number) => number } {
  const scale = scaleLinear([-0.6, Math.max(0, names.length - 1) + 0.6], [left, right]);
  const parts = groups.map(({ name, from, end }) => {
    const [start, stop] = [scale(from - 0.5), scale(end - 0.5)];
    // The whole path where there is room for it, else its end, else nothing.
    const short = name.split(/[./]/).at(-1) ?? name;
    const text = [name, short].find((words) => words.length * LETTER < stop - start) ?? '';
    return { from: start, to: stop, text };
  });
  return {
    key: [names.length, left, right, ...parts.map(({ text }) => text)].join(),
    title,
    side: 'end',
    x: scale,
    rowAt: (pixel) => Math.max(0, Math.min(names.length - 1, Math.round(scale.invert(pixel)))),
    ticks: layerTicks(1, names.length, Math.max(2, Math.floor((right - left) / 60)), scale),
    parts,
  };
}
