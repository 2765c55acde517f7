/**
 * What axes are, logarithmic ones of norms with their bands among them, and how they are drawn in SVG by D3 joins. They change
 * seldom: callers draw them anew only when their geometry did.
 */
import { ticks, type Selection } from 'd3';
import { classify, formatShort } from '../geometry/format';
import type { LayerAxis } from '../geometry/layer-axes';
import { bandedScale, logTicks, type Band, type BandedScale, type Decades } from '../geometry/scales';

type Svg = Selection<SVGSVGElement, unknown, null, undefined>;

export interface AxisTick {
  readonly at: number;
  /** Text, or null for a mark only. */
  readonly label: string | null;
}

function group(svg: Svg, name: string): Selection<SVGGElement, unknown, null, undefined> {
  const found = svg.select<SVGGElement>(`g.${name}`);
  return found.empty() ? svg.append('g').attr('class', name) : found;
}

/** Horizontal grid lines with labels left of them. */
export function drawRows(svg: Svg, ticks: readonly AxisTick[], left: number, right: number): void {
  group(svg, 'chart-rows')
    .selectAll<SVGGElement, AxisTick>('g')
    .data(ticks)
    .join((enter) => {
      const tick = enter.append('g');
      tick.append('line');
      tick.append('text').attr('dy', '0.32em').attr('text-anchor', 'end');
      return tick;
    })
    .attr('transform', (tick) => `translate(0,${tick.at})`)
    .each(function (tick) {
      const [line, text] = [this.firstElementChild, this.lastElementChild];
      line?.setAttribute('x1', String(tick.label === null ? left - 4 : left));
      line?.setAttribute('x2', String(tick.label === null ? left : right));
      text?.setAttribute('x', String(left - 7));
      if (text) text.textContent = tick.label;
    });
}

/** Marks along the bottom with labels under them. */
export function drawColumns(svg: Svg, ticks: readonly AxisTick[], bottom: number): void {
  group(svg, 'chart-columns')
    .selectAll<SVGGElement, AxisTick>('g')
    .data(ticks)
    .join((enter) => {
      const tick = enter.append('g');
      tick.append('line').attr('y2', 4);
      tick.append('text').attr('dy', '0.8em').attr('y', 6).attr('text-anchor', 'middle');
      return tick;
    })
    .attr('transform', (tick) => `translate(${tick.at},${bottom})`)
    .select('text')
    .text((tick) => tick.label);
}

export interface AxisText {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly text: string;
  readonly role: 'title' | 'label' | 'strong';
}

/** Free texts: titles of axes, names of stages and bands. */
export function drawTexts(svg: Svg, texts: readonly AxisText[]): void {
  group(svg, 'chart-texts')
    .selectAll<SVGTextElement, AxisText>('text')
    .data(texts)
    .join('text')
    .attr('class', (text) => `chart-text-${text.role}`)
    .attr('x', (text) => text.x)
    .attr('y', (text) => text.y)
    .attr('text-anchor', (text) => text.anchor)
    .text((text) => text.text);
}

export interface AxisBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly role: 'stage' | 'band' | 'frame';
}

/** Shaded areas behind everything. */
export function drawBoxes(svg: Svg, boxes: readonly AxisBox[]): void {
  group(svg, 'chart-boxes')
    .selectAll<SVGRectElement, AxisBox>('rect')
    .data(boxes)
    .join('rect')
    .attr('class', (box) => `chart-box-${box.role}`)
    .attr('x', (box) => box.x)
    .attr('y', (box) => box.y)
    .attr('width', (box) => Math.max(0, box.width))
    .attr('height', (box) => Math.max(0, box.height));
}

/** Ticks of a step axis, each at the middle of its step's column. */
export function stepTicks(
  scale: { ticks(count: number): number[]; (step: number): number },
  width: number,
): AxisTick[] {
  return scale
    .ticks(Math.max(2, Math.min(10, Math.floor(width / 70))))
    .filter(Number.isInteger)
    .map((step) => ({ at: scale(step), label: String(step) }));
}

/** Numbers of layers, counted from 1. */
export function layerTicks(
  first: number,
  last: number,
  wanted: number,
  x: (position: number) => number,
): AxisTick[] {
  const numbers = ticks(first, last, wanted).filter(Number.isInteger);
  const [lowest = Infinity] = numbers;
  // Of a span, only where its number would not touch that of the next tick.
  if (lowest !== first && (first === 1 || x(lowest - 1) - x(first - 1) > 24)) numbers.unshift(first);
  return numbers.map((number) => ({ at: x(number - 1), label: String(number) }));
}

/** Shares of the way from the first to the last layer of all, as far as it is shown. */
export function shareTicks(
  { mainCount, from, to }: LayerAxis,
  wanted: number,
  x: (position: number) => number,
): AxisTick[] {
  const last = Math.max(1, mainCount - 1);
  return ticks((100 * from) / last, (100 * to) / last, Math.min(10, wanted)).map((percent) => ({
    at: x((percent / 100) * last),
    label: `${percent} %`,
  }));
}

/** Pixels are relative to the top margin. */
export interface VerticalAxis {
  /** Another when it is to be drawn anew. */
  readonly key: string;
  readonly title?: string;
  /** Pixel of any value. */
  readonly place: (value: number) => number;
  /** Pixel of a value that may lie outside `top` to `bottom`. */
  readonly free: (value: number) => number;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly AxisTick[];
  readonly boxes: readonly {
    readonly top: number;
    readonly bottom: number;
    readonly role: 'band' | 'frame';
  }[];
  /** Beside the axis, or as names above what follows. */
  readonly labels: readonly {
    readonly at: number;
    readonly text: string;
    readonly side: 'beside' | 'above';
  }[];
}

export interface HorizontalAxis {
  readonly key: string;
  readonly title: string;
  /** Where the title stands: below the numbers, or after the last of them, at the right. */
  readonly side?: 'below' | 'end';
  /** Pixel of a place. */
  readonly x: (place: number) => number;
  readonly ticks: readonly AxisTick[];
  /** Parts of the axis in pixels, of which every second is shaded. */
  readonly parts?: readonly { readonly from: number; readonly to: number; readonly text: string }[];
}

interface LogAxisOptions<K extends string> {
  readonly decades: Decades;
  readonly title: string;
  /** What the bands are called. */
  readonly names: Readonly<Record<K, string>>;
  /** Pixels from one labelled tick to the next, at least, and significant digits of the labels. */
  readonly distance?: number;
  readonly digits?: number;
}

/** The axis of a logarithmic scale with its bands. */
export function logAxis<K extends string>(
  { top, bottom, bands, place, free }: BandedScale<K>,
  { decades, title, names, distance = 28, digits = 1 }: LogAxisOptions<K>,
): VerticalAxis {
  const room = 1 + Math.max(1, Math.floor((bottom - top) / distance));
  return {
    key: [title, decades.low, decades.high, ...bands.map(({ key }) => key)].join(),
    title,
    place,
    free,
    top,
    bottom,
    ticks: logTicks(decades, room).map(({ value, major }) => ({
      at: free(value),
      label: major ? formatShort(value, digits) : null,
    })),
    ...bandBoxes(bands, names),
  };
}

/** The bands of an axis as it draws them, with their names. */
export function bandBoxes<K extends string>(
  bands: readonly Band<K>[],
  names: Readonly<Record<K, string>>,
): Pick<VerticalAxis, 'boxes' | 'labels'> {
  return {
    boxes: bands.map(({ top, bottom }) => ({ top, bottom, role: 'band' })),
    labels: bands.map(({ key, top, bottom }) => ({
      at: (top + bottom) / 2 + 4,
      text: names[key],
      side: 'beside',
    })),
  };
}

export type NormBand = 'non-finite' | 'underflow' | 'zero';

/** Bands of an axis, each from the outside inwards. */
export interface NormBands {
  readonly above: readonly NormBand[];
  readonly below: readonly NormBand[];
}

/** Band of a norm that has no place on a logarithmic axis. */
export function normBand(value: number): NormBand | null {
  const kind = classify(value);
  if (kind === 'normal') return null;
  return kind === 'nan' || kind === 'infinite' ? 'non-finite' : kind;
}

/** Those bands that are used, in the order in which they stand. */
export function bandsOf(used: ReadonlySet<NormBand>): NormBands {
  return {
    above: (['non-finite'] as const).filter((band) => used.has(band)),
    below: (['zero', 'underflow'] as const).filter((band) => used.has(band)),
  };
}

/** The axis of norms in a plot of this height. */
export function normAxis(
  options: LogAxisOptions<NormBand> & { readonly bands: NormBands; readonly height: number },
): VerticalAxis {
  const { decades, height, bands } = options;
  return logAxis(bandedScale({ decades, height, ...bands, bandOf: normBand }), options);
}
