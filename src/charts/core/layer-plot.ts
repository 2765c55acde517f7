/**
 * The plot over layers, from input to output, at one step: it owns the axis of layers, that of values, which grows with them, the
 * cursor with its readout, which is the layer that is lit up in all panels, keyboard and brush. What is drawn are the
 * marks of its chart.
 */
import { scaleLinear } from 'd3';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import { chooseLayers } from '../../state/layer-span';
import { nearestRow, type LaneAxes, type LanePlace } from '../geometry/layer-axes';
import { layerTicks, normAxis, shareTicks, type HorizontalAxis, type VerticalAxis } from './axes';
import { profileData } from './chart-data';
import { chartColours } from './colours';
import { Brush } from './cursor';
import { ReadoutWriter, writeAttribute, type ChartElements, type Pointing } from './dom';
import type { Exhibit } from './exhibit';
import type { Invalidate, PlotView } from './frame';
import { highlightMarks, litMarks, profileMarks, type MarkSpacing } from './layer-marks';
import { lineLabels } from './line-labels';
import { halo, ruleX, shade, type Mark } from './marks';
import { Pane, type Margins } from './pane';
import { ProfileRange } from './profile-range';
import type { Profile } from './series';
import { stagePlot } from './stage';
import { PAGE_STORES, type ChartStores } from './stores';
import { layerText, readingText } from './texts';

const MARGINS: Margins = { top: 38, right: 14, bottom: 40, left: 62 };

/** Pixels between two marks below which only every second, third, … layer gets one. */
const MARK_DISTANCE = 5;

/** What a plot over layers shows. */
export interface LayerChart {
  /** Takes in what is new. */
  read(): Profile;
  /** Title of the axis of values. */
  title(): string;
  /** In names of files. */
  readonly name: string;
  /** What the values are, in full. */
  what(): string;
  /** What is drawn below the newest values. */
  below?(): readonly Mark[];
  /** What is drawn over them. */
  above?(): readonly Mark[];
  /**
   * What is written beside the ends of the lines, lane by lane, and what that is called. With it the plot fills its box as those of
   * the stage do.
   */
  readonly labels?: {
    readonly title: string;
    of(
      profile: Profile,
    ): readonly { readonly name: string; readonly value: string; readonly before: string | null }[];
  };
  /** After each drawing of the values. */
  written?(profile: Profile): void;
}

export class LayerPlot implements PlotView {
  readonly #chart: LayerChart;
  readonly #axes: LaneAxes;
  readonly #elements: ChartElements;
  readonly #messages: Messages['charts'];
  readonly #invalidate: Invalidate;
  readonly #highlight: ChartStores['highlight'];
  readonly #pane: Pane;
  readonly #readout: ReadoutWriter;
  readonly #range = new ProfileRange();
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #brush = new Brush((one, other) =>
    chooseLayers(this.#axes.nameAt(Math.min(one, other)), this.#axes.nameAt(Math.max(one, other))),
  );
  /** What was drawn last; null before. */
  #profile: Profile | null = null;
  #last = 0;

  constructor(
    chart: LayerChart,
    axes: LaneAxes,
    elements: ChartElements,
    messages: Messages['charts'],
    invalidate: Invalidate,
    { highlight }: Pick<ChartStores, 'highlight'> = PAGE_STORES,
  ) {
    const [host = elements.slider] = elements.hosts;
    this.#chart = chart;
    this.#axes = axes;
    this.#elements = elements;
    this.#messages = messages;
    this.#invalidate = invalidate;
    this.#highlight = highlight;
    const margins = (width: number, height: number): Margins => this.#layout(width, height).margins;
    this.#pane = new Pane(host, chart.labels ? margins : MARGINS, () => invalidate(true));
    this.#readout = new ReadoutWriter(elements.panel);
  }

  dispose(): void {
    this.#pane.dispose();
  }

  /** Puts the cursor on the layer nearest to a pointer. */
  point(event: Pointing): void {
    const { x } = this.#pane.locate(event);
    const position = this.#scale().invert(x);
    this.#setCursor(nearestRow(this.#axes.reference, position));
    this.#brush.move(x, position);
    this.#invalidate();
  }

  /** Begins to brush where the pointer is pressed. */
  brush(event: Pointing): void {
    this.point(event);
    const { x } = this.#pane.locate(event);
    this.#brush.begin(x, this.#scale().invert(x));
  }

  /** Shows the layers that were brushed. */
  release(): void {
    this.#brush.end();
    this.#invalidate();
  }

  clearCursor(): void {
    this.#brush.cancel();
    this.#highlight.setState({ layer: null, block: null });
    this.#invalidate();
  }

  /** Moves the cursor along the lane with the most layers by a key; returns whether the key means anything here. */
  press(key: string): boolean {
    const last = this.#axes.reference.layers.length - 1;
    const cursor = this.#cursor();
    const row = cursor === null ? -1 : this.#axes.counterpart(cursor, this.#axes.longest);
    const from = row < 0 ? -1 : row;
    const to: Record<string, number> = {
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      ArrowLeft: row < 0 ? last : row - 1,
      ArrowDown: row < 0 ? last : row - 1,
      PageUp: from + 10,
      PageDown: from - 10,
      Home: 0,
      End: last,
    };
    const target = to[key];
    if (target === undefined) return false;
    this.#setCursor(Math.max(0, Math.min(last, target)));
    return true;
  }

  /** Layer and exact values at the cursor, as one sentence; empty without a cursor. */
  announcement(): string {
    const cursor = this.#cursor();
    const place = cursor === null ? undefined : this.#axes.layer(cursor);
    if (cursor === null || place === undefined) return '';
    const values = (this.#profile?.lanes ?? []).map((id, lane) =>
      this.#messages.reading(laneName(id), this.#reading(cursor, lane)),
    );
    return this.#messages.joins.list([place.layer.name, ...values]);
  }

  exhibit(): Exhibit {
    const profile = this.#chart.read();
    const what = this.#chart.what();
    const { joins, step, table } = this.#messages;
    return {
      name: this.#chart.name,
      what: joins.list([what, step(profile.step)]),
      step: profile.step,
      panes: [this.#pane],
      data: () => profileData(this.#axes, profile, what, { step: table.step, layer: table.layer }),
    };
  }

  draw(now: number, fresh: boolean): boolean {
    const moving = (fresh || this.#profile === null) && this.#drawValues(now);
    this.#drawTop();
    this.#write();
    return moving;
  }

  /** Takes what is new and draws the values; returns whether the range still moves. */
  #drawValues(now: number): boolean {
    const elapsed = this.#last === 0 ? 16 : Math.min(100, now - this.#last);
    const profile = this.#chart.read();
    this.#profile = profile;
    this.#range.follow(profile);
    const moving = this.#range.animate(this.#still.matches ? Infinity : elapsed);
    this.#last = moving ? now : 0;
    const axis = this.#axis();
    const marks = [
      ...(this.#chart.below?.() ?? []),
      ...profile.norms.flatMap((norms, lane) => profileMarks(this.#axes, norms, lane, this.#spacing(lane))),
      ...(this.#chart.above?.() ?? []),
      ...this.#labels(profile, axis),
    ];
    this.#pane.draw(this.#along(), { axis, marks });
    this.#chart.written?.(profile);
    return moving;
  }

  /** Each lane's label at its last layer of the main line that is shown. */
  #labels(profile: Profile, axis: VerticalAxis): readonly Mark[] {
    const { labels } = this.#chart;
    if (labels === undefined) return [];
    const x = this.#scale();
    const own = labels.of(profile).flatMap((label, lane) => {
      const { layers } = this.#axes.of(lane);
      const row = layers.findLastIndex(({ onMainLine }) => onMainLine);
      const [place, norm] = [layers[row], profile.norms[lane]?.[row]];
      if (place === undefined || norm === undefined) return [];
      return [{ ...label, lane, x: x(this.#axes.place(lane, place.position)), y: axis.place(norm) }];
    });
    const muted = { size: 13, colour: chartColours().muted };
    return [
      lineLabels(own, this.#layout().form),
      // Over the numbers, what they are.
      ({ context, right }) => halo(context, labels.title, [right + 8, -9], muted),
    ];
  }

  #layout(width = this.#pane.plot.width, height = this.#pane.plot.height) {
    return stagePlot(width, height, this.#axes.axes.length);
  }

  /** The highlight and the layers that are brushed, which follow the pointer. */
  #drawTop(): void {
    const highlight = this.#highlight.getState();
    const cursor = this.#cursor();
    const along = this.#along();
    const marks = highlightMarks(this.#axes, highlight, along.x);
    const place = cursor === null ? undefined : this.#axes.layer(cursor);
    if (cursor !== null && place !== undefined) {
      marks.push(ruleX(this.#axes.place(cursor.lane, place.position)));
      const norms = this.#profile?.norms ?? [];
      marks.push(
        ...norms.flatMap((own, lane) =>
          litMarks(this.#axes, own, lane, cursor, this.#spacing(lane).radius + 2),
        ),
      );
    }
    const { area } = this.#brush;
    if (area !== null) marks.push(shade(...area, 0.18));
    this.#pane.drawTop(along, this.#axis(), marks);
  }

  #cursor(): LanePlace | null {
    return this.#axes.find(this.#highlight.getState().layer);
  }

  #setCursor(row: number): void {
    const place = this.#axes.reference.layers[row];
    if (place === undefined) return;
    const { name: layer, block } = place.layer;
    const held = this.#highlight.getState();
    if (held.layer !== layer || held.block !== block) this.#highlight.setState({ layer, block });
  }

  #reading(cursor: LanePlace, lane: number): string {
    const value = this.#profile?.norms[lane]?.[this.#axes.counterpart(cursor, lane)];
    return readingText(this.#axes, cursor, lane, value, this.#messages);
  }

  #scale() {
    const { from, to } = this.#axes.reference;
    const { margins, right } = this.#pane;
    return scaleLinear([from - 0.6, to + 0.6], [margins.left, right]);
  }

  /** How the marks of a lane are spread: every so manieth layer has one, of this radius. */
  #spacing(lane: number): MarkSpacing {
    const x = this.#scale();
    const spacing = x(this.#axes.place(lane, 1)) - x(this.#axes.place(lane, 0));
    const every = Math.max(1, Math.ceil(MARK_DISTANCE / spacing));
    return { every, radius: Math.max(1.7, Math.min(4, 0.38 * spacing * every)) };
  }

  #axis(): VerticalAxis {
    const { decades, bands } = this.#range;
    return normAxis({
      decades,
      bands,
      height: this.#pane.height,
      title: this.#chart.title(),
      names: this.#messages.gradient.bands,
    });
  }

  /** Stages only where all lanes have the same. */
  #along(): HorizontalAxis {
    const x = this.#scale();
    const { reference, same } = this.#axes;
    const { mainCount, from, to, stages } = reference;
    const text = this.#messages.gradient;
    const wanted = Math.max(2, Math.min(6, Math.floor(this.#pane.room / 90)));
    const side = this.#chart.labels ? this.#layout().side : 'below';
    const titles =
      side === 'below' ? [text.xTitle(mainCount), text.xTitleShare] : [text.xShort, text.xShareShort];
    return {
      key: '',
      title: titles[same ? 0 : 1] ?? '',
      side,
      x,
      ticks: same ? layerTicks(from + 1, to + 1, wanted, x) : shareTicks(reference, wanted, x),
      parts: (same ? stages : []).map(({ stage, output, ...edges }) => {
        const [left, right] = [x(edges.from), x(edges.to)];
        const full = text.stage(stage + 1, output);
        const short = text.stageShort(stage + 1);
        const words = [full, short].find((one) => right - left > 7 * one.length);
        return { from: left, to: right, text: words ?? String(stage + 1) };
      }),
    };
  }

  #write(): void {
    const cursor = this.#cursor();
    const place = cursor === null ? undefined : this.#axes.layer(cursor);
    if (cursor === null || place === undefined) {
      this.#readout.clear();
      return;
    }
    this.#readout.write(
      layerText(place.layer, this.#messages),
      this.#axes.axes.map((_, lane) => this.#reading(cursor, lane)),
    );
    const row = this.#axes.counterpart(cursor, this.#axes.longest);
    const { slider } = this.#elements;
    writeAttribute(slider, 'aria-valuenow', String(row + 1));
    writeAttribute(slider, 'aria-valuetext', place.layer.name);
  }
}
