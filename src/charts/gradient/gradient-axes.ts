/** Axes of the gradient chart: layers and stages along x, norms with their bands along y. */
import { ticks } from 'd3';
import type { Messages } from '../../i18n/messages';
import { drawBoxes, drawColumns, drawRows, drawTexts, type AxisText } from '../core/axes';
import { logTicks, type BandedScale, type Decades } from '../geometry/scales';
import { formatShort, classify } from '../geometry/format';
import type { LaneAxes, LayerAxis } from '../geometry/layer-axes';
import type { Margins, Plot } from '../core/plot';

export type NormBand = 'non-finite' | 'underflow' | 'zero';

export const MARGINS: Margins = { top: 38, right: 14, bottom: 40, left: 62 };

/** Band of a norm that has no place on a logarithmic axis. */
export function normBand(value: number): NormBand | null {
  switch (classify(value)) {
    case 'nan':
    case 'infinite':
      return 'non-finite';
    case 'underflow':
      return 'underflow';
    case 'zero':
      return 'zero';
    case 'normal':
      return null;
  }
}

/** Draws all axes; stages only where all lanes have the same. `x` places a position on the common axis, `y` is relative to the top margin. */
export function drawGradientAxes(
  plot: Plot,
  axes: LaneAxes,
  x: (position: number) => number,
  y: BandedScale<NormBand>,
  decades: Decades,
  title: string,
  messages: Messages['charts'],
): void {
  const { svg, width, height } = plot;
  const { mainCount, from: first, to: last } = axes.reference;
  const stages = axes.same ? axes.reference.stages : [];
  const left = MARGINS.left;
  const right = width - MARGINS.right;
  const top = MARGINS.top;
  const bottom = height - MARGINS.bottom;
  const texts: AxisText[] = [
    { x: 0, y: 11, anchor: 'start', text: title, role: 'title' },
    {
      x: (left + right) / 2,
      y: height - 5,
      anchor: 'middle',
      text: axes.same ? messages.gradient.xTitle(mainCount) : messages.gradient.xTitleShare,
      role: 'title',
    },
  ];
  for (const { stage, from, to, output } of stages) {
    const room = x(to) - x(from);
    const full = messages.gradient.stage(stage + 1, output);
    const short = messages.gradient.stageShort(stage + 1);
    const text = room > 7 * full.length ? full : room > 7 * short.length ? short : String(stage + 1);
    texts.push({ x: (x(from) + x(to)) / 2, y: top - 6, anchor: 'middle', text, role: 'label' });
  }
  for (const band of y.bands) {
    texts.push({
      x: left - 7,
      y: top + (band.top + band.bottom) / 2 + 4,
      anchor: 'end',
      text: messages.gradient.bands[band.key],
      role: 'label',
    });
  }
  drawBoxes(svg, [
    ...stages
      .filter((_, i) => i % 2 === 0)
      .map(({ from, to }) => ({
        x: x(from),
        y: top,
        width: x(to) - x(from),
        height: bottom - top,
        role: 'stage' as const,
      })),
    ...y.bands.map((band) => ({
      x: left,
      y: top + band.top,
      width: right - left,
      height: band.bottom - band.top,
      role: 'band' as const,
    })),
  ]);
  const room = Math.max(2, Math.floor((y.bottom - y.top) / 24));
  const rows = logTicks(decades, room).map(({ value, major }) => {
    return { at: top + y.free(value), label: major ? formatShort(value, 1) : null };
  });
  drawRows(svg, rows, left, right);
  const wanted = Math.max(2, Math.min(12, Math.floor((right - left) / 60)));
  drawColumns(
    svg,
    axes.same ? layerTicks(first + 1, last + 1, wanted, x) : shareTicks(axes.reference, wanted, x),
    bottom,
  );
  drawTexts(svg, texts);
}

interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Numbers of layers, counted from 1. */
function layerTicks(first: number, last: number, wanted: number, x: (position: number) => number): Tick[] {
  const numbers = ticks(first, last, wanted).filter(Number.isInteger);
  const [lowest = Infinity] = numbers;
  // Of a span, only where its number would not touch that of the next tick.
  if (lowest !== first && (first === 1 || x(lowest - 1) - x(first - 1) > 24)) numbers.unshift(first);
  return numbers.map((number) => ({ at: x(number - 1), label: String(number) }));
}

/** Shares of the way from the first to the last layer of all, as far as it is shown. */
function shareTicks(
  { mainCount, from, to }: LayerAxis,
  wanted: number,
  x: (position: number) => number,
): Tick[] {
  const last = Math.max(1, mainCount - 1);
  return ticks((100 * from) / last, (100 * to) / last, Math.min(10, wanted)).map((percent) => ({
    at: x((percent / 100) * last),
    label: `${percent} %`,
  }));
}
