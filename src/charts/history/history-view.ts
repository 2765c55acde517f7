/**
 * The history at frame rate: one heat map per lane over the same steps and on the same colours. The maps are canvases of their
 * own, of which a step changes one column; marks, cursor and highlight lie above them.
 */
import { laneName } from '../../state/lane-style';
import { scaleLinear } from 'd3';
import type { Messages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { chooseLayers } from '../../state/layer-span';
import { shownSeries } from '../../state/layer-series';
import { chooseSpan } from '../../state/span';
import { ReadoutWriter, writeAttribute } from '../core/dom';
import { Brush, StepCursor } from '../core/cursor';
import { changeMarks, drawSwitchMarks } from '../core/changes';
import { chartColours } from '../core/colours';
import { type StepWindow, nearestHeld } from '../geometry/steps';
import type { LaneAxes, LanePlace } from '../geometry/layer-axes';
import { Plot } from '../core/plot';
import { ColumnIndex, measured } from '../core/series';
import { shownWindow } from '../core/shown-window';
import { layerText, readingText } from '../core/texts';
import type { Invalidate, View } from '../core/hooks';
import { HistoryMaps } from './heat-maps';
import { drawHistoryAxes } from './history-axes';
import { drawHistoryCursor } from './history-cursor';
import { mapHeight, MARGINS, mapTop, rowAt } from './history-layout';
import { ScaleLegend } from './colour-scale';

export class HistoryView implements View {
  readonly cursor = new StepCursor();
  /** A drag along chooses steps, one up or down layers: whichever it is more. */
  readonly #steps = new Brush(chooseSpan);
  readonly #rows: Brush;
  /** Lane over whose map the drag began. */
  #brushed = 0;
  readonly #messages: Messages['charts'];
  readonly #axes: LaneAxes;
  /** Layers of each lane. */
  readonly #layers: readonly number[];
  readonly #columns: ColumnIndex;
  readonly #maps: HistoryMaps;
  readonly #plot: Plot;
  readonly #slider: HTMLElement;
  readonly #readout: ReadoutWriter;
  readonly #legend: ScaleLegend;
  readonly #invalidate: () => void;
  #drawnAxes = '';

  constructor(panel: HTMLElement, axes: LaneAxes, messages: Messages['charts'], invalidate: Invalidate) {
    const host = panel.querySelector<HTMLElement>('.chart-plot');
    if (host === null) throw new Error('The history panel lacks its plot');
    this.#messages = messages;
    this.#axes = axes;
    this.#rows = new Brush((one, other) => {
      const nameAt = (row: number): string => axes.layer({ lane: this.#brushed, row })?.layer.name ?? '';
      chooseLayers(nameAt(Math.min(one, other)), nameAt(Math.max(one, other)));
    });
    this.#layers = this.#axes.axes.map(({ layers }) => layers.length);
    this.#columns = new ColumnIndex(
      this.#axes.axes.map(({ layers }) => layers.map(({ layer }) => layer.name)),
    );
    this.#maps = new HistoryMaps(this.#layers, this.#columns);
    this.#slider = host;
    const anew = (): void => invalidate(true);
    this.#plot = new Plot(host, anew);
    this.#readout = new ReadoutWriter(panel);
    this.#legend = new ScaleLegend(panel, messages, anew);
    this.#invalidate = invalidate;
  }

  dispose(): void {
    this.#plot.dispose();
    this.#legend.dispose();
  }

  /** Puts the cursor on the step and layer under a pointer. */
  point(event: { readonly clientX: number; readonly clientY: number }): void {
    const { x, y } = this.#plot.locate(event);
    const window = this.#window();
    const step = Math.floor(this.#scale(window).invert(x));
    if (shownSeries().length === 0) return;
    this.cursor.put(step, shownSeries(), window);
    const place = rowAt(this.#layers, y);
    this.#setLayer(place);
    if (this.cursor.step !== null) this.#steps.move(x, this.cursor.step);
    if (place.lane === this.#brushed) this.#rows.move(y, place.row);
    this.#invalidate();
  }

  /** Begins to brush where the pointer is pressed. */
  brush(event: { readonly clientX: number; readonly clientY: number }): void {
    this.point(event);
    if (this.cursor.step === null) return;
    const { x, y } = this.#plot.locate(event);
    const { lane, row } = rowAt(this.#layers, y);
    this.#brushed = lane;
    this.#steps.begin(x, this.cursor.step);
    this.#rows.begin(y, row);
  }

  /** Shows the span that was brushed. */
  release(): void {
    const [chosen, other] = this.#picksRows ? [this.#rows, this.#steps] : [this.#steps, this.#rows];
    other.cancel();
    chosen.end();
    this.#invalidate();
  }

  /** Moves the cursor by a key; returns whether the key means anything here. */
  press(key: string): boolean {
    const window = this.#window();
    const cursor = this.#place();
    const { lane, row } = cursor ?? { lane: this.#axes.longest, row: -1 };
    const rows = this.#layers[lane] ?? 0;
    const moves = this.cursor.press(key, shownSeries(), window);
    if (key === 'ArrowUp') this.#setLayer({ lane, row: row < 0 ? rows - 1 : Math.max(0, row - 1) });
    else if (key === 'ArrowDown') this.#setLayer({ lane, row: Math.min(rows - 1, row + 1) });
    else if (!moves) return false;
    if (this.#place() === null) this.#setLayer({ lane, row: 0 });
    this.cursor.step ??= nearestHeld(shownSeries(), window, Infinity);
    this.#invalidate();
    return true;
  }

  clearCursor(): void {
    this.#steps.cancel();
    this.#rows.cancel();
    this.cursor.step = null;
    highlightStore.setState({ layer: null, block: null });
    this.#invalidate();
  }

  /** Step of the cursor, else the newest in sight; -1 before the first. */
  shownStep(): number {
    return this.cursor.step ?? nearestHeld(shownSeries(), this.#window(), Infinity) ?? -1;
  }

  /** Place and exact values at the cursor, as one sentence. */
  announcement(): string {
    const cursor = this.#place();
    const place = cursor === null ? undefined : this.#axes.layer(cursor);
    const { step } = this.cursor;
    if (cursor === null || place === undefined || step === null) return this.#messages.waiting;
    const values = shownSeries().layout.lanes.map(({ id }, lane) =>
      this.#messages.reading(laneName(id), this.#valueAt(cursor, lane, step)),
    );
    return [this.#messages.stepAndLayer(step, place.layer.name), ...values].join(', ');
  }

  draw(_: number, fresh: boolean): boolean {
    const window = this.#window();
    this.cursor.follow(shownSeries(), window);
    const isMore = fresh && this.#drawMaps(window);
    this.#drawTop(window);
    this.#writeReadout();
    return isMore;
  }

  /** Takes what is new into the maps; returns whether more is left for another frame. */
  #drawMaps(window: StepWindow): boolean {
    const width = this.#plot.width - MARGINS.left - MARGINS.right;
    if (width <= 0) return false;
    const isMore = this.#maps.update(shownSeries(), window, width);
    this.#legend.draw(this.#maps.decades, this.#maps.stepsPerColumn);
    this.#drawAxes(
      window,
      shownSeries().layout.lanes.map(({ id }) => laneName(id)),
    );
    const x = this.#scale(window);
    this.#plot.hold(this.#maps.elements);
    this.#layers.forEach((layers, index) =>
      this.#maps.place(index, x, mapTop(this.#layers, index), mapHeight(layers)),
    );
    return isMore;
  }

  /** The switches, the highlight, the cursor, and the span that is brushed. */
  #drawTop(window: StepWindow): void {
    const context = this.#plot.beginTop(true);
    if (context === null) return;
    const left = MARGINS.left;
    const width = this.#plot.width - left - MARGINS.right;
    const x = this.#scale(window);
    shownSeries().layout.lanes.forEach(({ id }, index) => {
      const top = mapTop(this.#layers, index);
      const height = mapHeight(this.#layers[index] ?? 0);
      const marks = changeMarks(this.#messages, {
        window,
        x,
        planOf: () => this.#axes.plans[index],
        lane: id,
      });
      const area = { left, right: left + width, label: top - 5, top, bottom: top + height };
      drawSwitchMarks(context, marks, area, this.#messages.moreSwitches);
      drawHistoryCursor(context, this.#axes.of(index), x, { left, top, width, height }, this.cursor.step);
    });
    this.#drawBrush(context);
  }

  get #picksRows(): boolean {
    return this.#rows.length > this.#steps.length;
  }

  #drawBrush(context: CanvasRenderingContext2D): void {
    const area = this.#picksRows ? this.#rows.area : this.#steps.area;
    if (area === null) return;
    const [from, to] = area;
    const { width, height } = this.#plot;
    context.save();
    context.strokeStyle = chartColours().ink;
    context.lineWidth = 2;
    if (this.#picksRows)
      context.strokeRect(MARGINS.left, from, width - MARGINS.left - MARGINS.right, to - from);
    else context.strokeRect(from, 1, to - from, height - 2);
    context.restore();
  }

  #window(): StepWindow {
    return shownWindow(shownSeries());
  }

  #scale({ start, span }: StepWindow) {
    return scaleLinear(
      [start, start + span],
      [MARGINS.left, Math.max(MARGINS.left + 1, this.#plot.width - MARGINS.right)],
    );
  }

  #place(): LanePlace | null {
    return this.#axes.find(highlightStore.getState().layer);
  }

  #setLayer(place: LanePlace): void {
    const layer = this.#axes.layer(place)?.layer;
    if (layer === undefined || highlightStore.getState().layer === layer.name) return;
    highlightStore.setState({ layer: layer.name, block: layer.block });
  }

  #valueAt(cursor: LanePlace, lane: number, step: number): string {
    const column = this.#columns.of(shownSeries())[lane]?.[this.#axes.counterpart(cursor, lane)] ?? -1;
    const value = measured(shownSeries(), lane, column, step);
    return readingText(this.#axes, cursor, lane, value, this.#messages);
  }

  #drawAxes(window: StepWindow, lanes: readonly string[]): void {
    const { width, height } = this.#plot;
    const key = [window.start, window.span, width, height, ...lanes].join();
    if (key === this.#drawnAxes) return;
    this.#drawnAxes = key;
    drawHistoryAxes(this.#plot, this.#axes, this.#scale(window), lanes, this.#messages);
  }

  #writeReadout(): void {
    const { step } = this.cursor;
    const cursor = this.#place();
    const place = cursor === null ? undefined : this.#axes.layer(cursor);
    if (step === null || cursor === null || place === undefined) {
      this.#readout.clear();
      return;
    }
    this.#readout.write(
      this.#messages.stepAndLayer(step, layerText(place.layer, this.#messages)),
      shownSeries().layout.lanes.map((_, lane) => this.#valueAt(cursor, lane, step)),
    );
    writeAttribute(this.#slider, 'aria-valuemax', String(shownSeries().endStep - 1));
    writeAttribute(this.#slider, 'aria-valuenow', String(step));
    writeAttribute(this.#slider, 'aria-valuetext', this.#messages.stepAndLayer(step, place.layer.name));
  }
}
