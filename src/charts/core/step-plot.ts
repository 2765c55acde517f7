/**
 * The plot over steps, in one pane or several side by side, with one cursor: it owns the axis of steps, the cursor and its
 * readout, keyboard and brush, and when all is drawn anew. What is drawn are the marks of its chart.
 */
import { scaleLinear } from 'd3';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import type { MetricsStore } from '../../state/metrics';
import { chooseSpan } from '../../state/span';
import { nearestHeld, shownWindow, type StepWindow } from '../geometry/steps';
import { stepTicks, type HorizontalAxis, type VerticalAxis } from './axes';
import { chartColours } from './colours';
import { Brush, StepCursor } from './cursor';
import { ReadoutWriter, writeAttribute, type ChartElements, type Pointing } from './dom';
import type { ChartData, Exhibit } from './exhibit';
import type { Invalidate, PlotView } from './frame';
import { shade, type Mark } from './marks';
import { Pane, type Margins, type MarginsOf, type PaneDrawing } from './pane';
import { PAGE_STORES, type ChartStores } from './stores';

const MARGINS: Margins = { top: 34, right: 14, bottom: 38, left: 62 };

/** Where the cursor is, as the readout (null: it has nothing to tell) and as the slider say it. */
export interface CursorPlace {
  readonly long: string | null;
  readonly short: string;
}

/** A pane with the steps in sight, and the pixels of steps. */
export interface StepScene {
  readonly window: StepWindow;
  readonly x: (step: number) => number;
  readonly pane: Pane;
}

/** What a plot over steps shows, and how it is read. */
export interface StepChart {
  readonly xTitle: string;
  /** In names of files. */
  readonly name: string;
  /** What the values are. */
  what(): string;
  /** Further entries of a legend. */
  notes?(): readonly string[];
  /** The numbers of these steps. */
  data(window: StepWindow): ChartData;
  /** Those of a plot of some size, too, as on the stage. */
  readonly margins?: MarginsOf;
  /** Whether a step reaches from its place to that of the next, as a cell does. */
  readonly cells?: boolean;
  /** The cursor stands on its steps. Asked for anew in each frame, as another may be chosen. */
  series(): MetricsStore;
  /** Step after the last of what is drawn besides, which has room too. */
  besides?(): number;
  /** What each pane draws, after taking in what is new; nothing while there is nothing to be seen yet. */
  draw(scenes: readonly StepScene[]): readonly PaneDrawing[];
  /** Whether that took more than a frame has time for. */
  readonly isMore?: boolean;
  /** What follows the pointer in a pane, without the brush. */
  drawTop(scene: StepScene, step: number | null, pane: number): readonly Mark[];
  /** All is drawn anew, too, where this changes. */
  lit?(): unknown;
  /** Null where there is nothing to be read. */
  place(step: number): CursorPlace | null;
  reading(lane: number, step: number): string;
  /** Only what is spoken, where that is another. */
  spoken?(lane: number, step: number): string;
  /** Whether a reading is a list itself, and so kept apart from the next in a sentence. */
  readonly lists?: boolean;
  /** What lies across the steps: lines, or rows of maps, of layers. */
  readonly layers?: LayersAcross;
  written?(): void;
  dispose?(): void;
}

interface LayersAcross {
  /** Lights up what is at a height at the cursor; returns the map and its row, where there are some to brush. */
  point(y: number, step: number | null): { readonly lane: number; readonly row: number } | null;
  /** Lights up the layer above (-1) or below (1), or makes sure that one is lit (0); returns whether that means anything. */
  move(direction: -1 | 0 | 1): boolean;
  /** Shows the rows of a map from one to another. */
  choose?(lane: number, one: number, other: number): void;
}

export class StepPlot implements PlotView {
  readonly #chart: StepChart;
  readonly #panes: readonly Pane[];
  readonly #elements: ChartElements;
  readonly #messages: Messages['charts'];
  readonly #stores: Pick<ChartStores, 'highlight' | 'span'>;
  readonly #readout: ReadoutWriter;
  readonly #invalidate: Invalidate;
  readonly #cursor = new StepCursor();
  readonly #steps: Brush;
  readonly #rows: Brush;
  /** Map over which a drag began. */
  #brushed = -1;
  /** Of the last drawing of the series, with what was lit then. */
  #drawn: readonly PaneDrawing[] = [];
  #lit: unknown;

  constructor(
    chart: StepChart,
    elements: ChartElements,
    messages: Messages['charts'],
    invalidate: Invalidate,
    stores: Pick<ChartStores, 'highlight' | 'span'> = PAGE_STORES,
  ) {
    this.#chart = chart;
    this.#elements = elements;
    this.#messages = messages;
    this.#invalidate = invalidate;
    this.#stores = stores;
    this.#steps = new Brush((one, other) => chooseSpan(one, other, stores.span));
    this.#readout = new ReadoutWriter(elements.panel);
    this.#panes = elements.hosts.map(
      (host) => new Pane(host, chart.margins ?? MARGINS, () => invalidate(true)),
    );
    this.#rows = new Brush((one, other) => chart.layers?.choose?.(this.#brushed, one, other));
  }

  dispose(): void {
    for (const pane of this.#panes) pane.dispose();
    this.#chart.dispose?.();
  }

  /** Puts the cursor on the step under a pointer, and lights up what is there. */
  point(event: Pointing): void {
    const pane = this.#paneOf(event);
    const series = this.#chart.series();
    if (series.length === 0 || pane === undefined) return;
    const { x, y } = pane.locate(event);
    const window = this.#window();
    const step = this.#scale(window, pane).invert(x);
    this.#cursor.put(this.#chart.cells === true ? Math.floor(step) : Math.round(step), series, window);
    if (this.#cursor.step !== null) this.#steps.move(x, this.#cursor.step);
    const place = this.#chart.layers?.point(y, this.#cursor.step) ?? null;
    if (place !== null && place.lane === this.#brushed) this.#rows.move(y, place.row);
    this.#invalidate();
  }

  /** Begins to brush where the pointer is pressed. */
  brush(event: Pointing): void {
    this.point(event);
    const pane = this.#paneOf(event);
    const { step } = this.#cursor;
    if (pane === undefined || step === null) return;
    const { x, y } = pane.locate(event);
    this.#steps.begin(x, step);
    const place = this.#chart.layers?.point(y, step) ?? null;
    if (place === null) return;
    this.#brushed = place.lane;
    this.#rows.begin(y, place.row);
  }

  /** Shows the span that was brushed: of layers where the drag went more across than along. */
  release(): void {
    const [chosen, other] = this.#picksRows ? [this.#rows, this.#steps] : [this.#steps, this.#rows];
    other.cancel();
    chosen.end();
    this.#invalidate();
  }

  /** Moves the cursor by a key; returns whether the key means anything here. */
  press(key: string): boolean {
    const { layers } = this.#chart;
    const series = this.#chart.series();
    const window = this.#window();
    const across = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    const means = across === 0 || !layers ? this.#cursor.press(key, series, window) : layers.move(across);
    if (!means) return false;
    layers?.move(0);
    this.#cursor.step ??= nearestHeld(series, window, Infinity);
    this.#invalidate();
    return true;
  }

  clearCursor(): void {
    this.#steps.cancel();
    this.#rows.cancel();
    this.#cursor.step = null;
    if (this.#chart.layers) this.#stores.highlight.setState({ layer: null, block: null });
    this.#invalidate();
  }

  /** Step of the cursor, else the newest in sight; -1 before the first. */
  shownStep(): number {
    return this.#cursor.step ?? nearestHeld(this.#chart.series(), this.#window(), Infinity) ?? -1;
  }

  /** Place and exact values at the cursor, as one sentence. */
  announcement(): string {
    const { step } = this.#cursor;
    const place = step === null ? null : this.#chart.place(step);
    if (step === null || place === null) return this.#messages.waiting;
    const { lanes } = this.#chart.series().layout;
    const values = lanes.map(({ id }, lane) =>
      this.#messages.reading(
        laneName(id),
        this.#chart.spoken?.(lane, step) ?? this.#chart.reading(lane, step),
      ),
    );
    const { joins } = this.#messages;
    return (this.#chart.lists === true ? joins.groups : joins.list)([place.short, ...values]);
  }

  exhibit(): Exhibit {
    const window = this.#window();
    return {
      name: this.#chart.name,
      what: this.#chart.what(),
      step: nearestHeld(this.#chart.series(), window, Infinity) ?? -1,
      panes: this.#panes,
      notes: this.#chart.notes?.() ?? [],
      data: () => this.#chart.data(window),
    };
  }

  draw(_: number, fresh: boolean): boolean {
    const window = this.#window();
    this.#cursor.follow(this.#chart.series(), window);
    const scenes = this.#panes.map((pane) => ({ window, pane, x: this.#scale(window, pane) }));
    const lit = this.#chart.lit?.();
    let isMore = false;
    if (fresh || this.#drawn.length === 0 || lit !== this.#lit) {
      this.#lit = lit;
      this.#drawn = this.#chart.draw(scenes);
      isMore = this.#chart.isMore === true;
      this.#panes.forEach((pane, i) => {
        const drawing = this.#drawn[i];
        if (drawing) pane.draw(this.#along(window, pane), drawing);
      });
    }
    scenes.forEach((scene, i) => {
      const axis = this.#drawn[i]?.axis;
      if (axis) this.#drawTop(scene, axis, i);
    });
    this.#write();
    return isMore;
  }

  /** The pane under a pointer. */
  #paneOf({ target }: Pointing): Pane | undefined {
    const { hosts } = this.#elements;
    if (hosts.length === 1) return this.#panes[0];
    return this.#panes[hosts.findIndex((host) => target instanceof Node && host.contains(target))];
  }

  /** The steps in sight: the span that was chosen, else all and room for more. */
  #window(): StepWindow {
    const { span } = this.#stores.span.getState();
    return shownWindow(this.#chart.series(), span, this.#chart.besides?.());
  }

  #scale({ start, span }: StepWindow, { margins, right }: Pane) {
    return scaleLinear([start, start + span], [margins.left, right]);
  }

  #along(window: StepWindow, pane: Pane): HorizontalAxis {
    const x = this.#scale(window, pane);
    const key = [window.start, window.span].join();
    // Plots that fill a box of the stage have no room below the numbers.
    const side = typeof this.#chart.margins === 'function' ? 'end' : 'below';
    return { key, title: this.#chart.xTitle, side, x, ticks: stepTicks(x, pane.room) };
  }

  get #picksRows(): boolean {
    return this.#rows.length > this.#steps.length;
  }

  #drawTop(scene: StepScene, axis: VerticalAxis, index: number): void {
    const { pane, window } = scene;
    const marks = [...this.#chart.drawTop(scene, this.#cursor.step, index)];
    const area = this.#picksRows ? this.#rows.area : this.#steps.area;
    // What is brushed lies below the cursor, but on maps it is an outline above it.
    if (area !== null && this.#chart.cells === true) marks.push(outline(pane, area, this.#picksRows));
    else if (area !== null) marks.unshift(shade(...area, 0.18));
    pane.drawTop(this.#along(window, pane), axis, marks);
  }

  #write(): void {
    this.#chart.written?.();
    const { step } = this.#cursor;
    const place = step === null ? null : this.#chart.place(step);
    if (step === null || place === null || place.long === null) {
      this.#readout.clear();
      return;
    }
    const series = this.#chart.series();
    this.#readout.write(
      place.long,
      series.layout.lanes.map((_, lane) => this.#chart.reading(lane, step)),
    );
    const { slider } = this.#elements;
    writeAttribute(slider, 'aria-valuemax', String(series.endStep - 1));
    writeAttribute(slider, 'aria-valuenow', String(step));
    writeAttribute(slider, 'aria-valuetext', place.short);
  }
}

/** What is brushed on maps: some of their rows, or some of the columns of all of them. */
function outline({ margins, plot, room }: Pane, [from, to]: readonly [number, number], rows: boolean): Mark {
  return ({ context }) => {
    context.save();
    context.strokeStyle = chartColours().ink;
    context.lineWidth = 2;
    if (rows) context.strokeRect(margins.left, from, room, to - from);
    else context.strokeRect(from, 1, to - from, plot.height - 2);
    context.restore();
  };
}
