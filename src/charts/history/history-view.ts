/** The history at frame rate: one heat map per lane over the same steps and on the same colours. */
import { scaleLinear } from 'd3';
import type { NetworkPlan } from '../../architecture/plan';
import type { Messages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { metricsStore } from '../../state/metrics';
import { runStore } from '../../state/run';
import { ReadoutWriter, writeAttribute } from '../dom';
import { stepWindow, type StepWindow } from '../geometry/columns';
import { layerAxis, type LayerAxis } from '../geometry/layer-axis';
import { Plot } from '../plot';
import { ColumnIndex, measured } from '../series';
import { StepCursor } from '../step-cursor';
import { drawSwitchMarks } from '../switch-marks';
import { layerText, switchedBlock, valueText } from '../texts';
import type { View } from '../use-view';
import { HistoryMaps } from './history-maps';
import { drawHistoryAxes } from './history-axes';
import { drawHistoryCursor } from './history-cursor';
import { mapHeight, MARGINS, mapTop, STRIP } from './history-layout';
import { ScaleLegend } from './scale-legend';

export class HistoryView implements View {
  readonly cursor = new StepCursor();
  readonly #plan: NetworkPlan;
  readonly #messages: Messages['charts'];
  readonly #axis: LayerAxis;
  readonly #columns: ColumnIndex;
  readonly #maps: HistoryMaps;
  readonly #plot: Plot;
  readonly #slider: HTMLElement;
  readonly #readout: ReadoutWriter;
  readonly #legend: ScaleLegend;
  readonly #invalidate: () => void;
  #drawnAxes = '';

  constructor(panel: HTMLElement, plan: NetworkPlan, messages: Messages['charts'], invalidate: () => void) {
    const host = panel.querySelector<HTMLElement>('.chart-plot');
    if (host === null) throw new Error('The history panel lacks its plot');
    this.#plan = plan;
    this.#messages = messages;
    this.#axis = layerAxis(plan);
    this.#columns = new ColumnIndex(this.#axis.layers.map((place) => place.column));
    this.#maps = new HistoryMaps(this.#axis.layers.length, this.#columns);
    this.#slider = host;
    this.#plot = new Plot(host, invalidate);
    this.#readout = new ReadoutWriter(panel);
    this.#legend = new ScaleLegend(panel, messages, invalidate);
    this.#invalidate = invalidate;
  }

  dispose(): void {
    this.#plot.dispose();
    this.#legend.dispose();
  }

  /** Puts the cursor on the step and layer under a pointer. */
  point(event: { readonly clientX: number; readonly clientY: number }): void {
    const { x, y } = this.#plot.locate(event);
    const { start, span } = this.#window();
    const step = Math.floor(this.#scale({ start, span }).invert(x));
    if (metricsStore.length === 0) return;
    this.cursor.step = Math.max(
      Math.max(start, metricsStore.firstStep),
      Math.min(metricsStore.endStep - 1, step),
    );
    const layers = this.#axis.layers.length;
    const height = mapHeight(layers);
    const within = (y - MARGINS.top) % (STRIP + height);
    const row = Math.floor(((within - STRIP) / height) * layers);
    this.#setLayer(Math.max(0, Math.min(layers - 1, row)));
    this.#invalidate();
  }

  /** Moves the cursor by a key; returns whether the key means anything here. */
  press(key: string): boolean {
    const { start, span } = this.#window();
    const first = Math.max(start, metricsStore.firstStep);
    const rows = this.#axis.layers.length;
    const row = this.#row();
    const moves = this.cursor.press(key, first, metricsStore.endStep, Math.max(1, Math.round(span / 10)));
    if (key === 'ArrowUp') this.#setLayer(row < 0 ? rows - 1 : Math.max(0, row - 1));
    else if (key === 'ArrowDown') this.#setLayer(row < 0 ? 0 : Math.min(rows - 1, row + 1));
    else if (!moves) return false;
    if (this.#row() < 0) this.#setLayer(0);
    this.cursor.step ??= metricsStore.length > 0 ? metricsStore.endStep - 1 : null;
    this.#invalidate();
    return true;
  }

  clearCursor(): void {
    this.cursor.step = null;
    highlightStore.setState({ layer: null, block: null });
    this.#invalidate();
  }

  /** Step of the cursor, else the newest; -1 before the first. */
  shownStep(): number {
    return this.cursor.step ?? metricsStore.endStep - 1;
  }

  /** Place and exact values at the cursor, as one sentence. */
  announcement(): string {
    const place = this.#axis.layers[this.#row()];
    const { step } = this.cursor;
    if (place === undefined || step === null) return this.#messages.waiting;
    const values = metricsStore.layout.lanes.map((lane, i) =>
      this.#messages.reading(lane, this.#valueAt(i, this.#row(), step)),
    );
    return [this.#messages.stepAndLayer(step, place.layer.name), ...values].join(', ');
  }

  draw(): boolean {
    const context = this.#plot.begin();
    const window = this.#window();
    const { step } = this.cursor;
    // The run was reset, or the step has left the window.
    if (step !== null && (step < window.start || step >= metricsStore.endStep)) this.cursor.step = null;
    if (context === null) return false;
    const left = MARGINS.left;
    const width = this.#plot.width - left - MARGINS.right;
    const lanes = metricsStore.layout.lanes;
    const layers = this.#axis.layers.length;
    const height = mapHeight(layers);
    const isMore = this.#maps.update(metricsStore, window, width);
    this.#legend.draw(this.#maps.decades, this.#maps.stepsPerColumn);
    this.#drawAxes(window, lanes);
    const x = this.#scale(window);
    lanes.forEach((lane, index) => {
      const top = mapTop(layers, index);
      context.save();
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
      this.#maps.draw(index, context, x, top, height);
      context.restore();
      const marks = runStore
        .getState()
        .switches.filter((mark) => mark.lane === lane && mark.step >= window.start)
        .map((mark) => ({
          x: x(mark.step),
          text: this.#messages.switchText(switchedBlock(mark, this.#plan), mark.gain),
        }));
      const area = { left, right: left + width, label: top - 5, top, bottom: top + height };
      drawSwitchMarks(context, marks, area, this.#messages.moreSwitches);
      drawHistoryCursor(context, this.#axis, x, { left, top, width, height }, this.cursor.step);
    });
    this.#writeReadout();
    return isMore;
  }

  #window(): StepWindow {
    return stepWindow(metricsStore.endStep, metricsStore.capacity);
  }

  #scale({ start, span }: StepWindow) {
    return scaleLinear(
      [start, start + span],
      [MARGINS.left, Math.max(MARGINS.left + 1, this.#plot.width - MARGINS.right)],
    );
  }

  #row(): number {
    const { layer } = highlightStore.getState();
    return layer === null ? -1 : this.#axis.layers.findIndex((place) => place.layer.name === layer);
  }

  #setLayer(row: number): void {
    const layer = this.#axis.layers[row]?.layer;
    if (layer === undefined || highlightStore.getState().layer === layer.name) return;
    highlightStore.setState({ layer: layer.name, block: layer.block });
  }

  #valueAt(lane: number, row: number, step: number): string {
    const value = measured(metricsStore, lane, this.#columns.of(metricsStore)[row] ?? -1, step);
    return value === undefined ? this.#messages.table.none : valueText(value, this.#messages);
  }

  #drawAxes(window: StepWindow, lanes: readonly string[]): void {
    const { width, height } = this.#plot;
    const key = [window.start, window.span, width, height, ...lanes].join();
    if (key === this.#drawnAxes) return;
    this.#drawnAxes = key;
    drawHistoryAxes(this.#plot, this.#axis, this.#scale(window), lanes, this.#messages);
  }

  #writeReadout(): void {
    const { step } = this.cursor;
    const row = this.#row();
    const place = this.#axis.layers[row];
    if (step === null || place === undefined) {
      this.#readout.clear();
      return;
    }
    this.#readout.write(
      this.#messages.stepAndLayer(step, layerText(place.layer, this.#messages)),
      metricsStore.layout.lanes.map((_, lane) => this.#valueAt(lane, row, step)),
    );
    writeAttribute(this.#slider, 'aria-valuemax', String(metricsStore.endStep - 1));
    writeAttribute(this.#slider, 'aria-valuenow', String(step));
    writeAttribute(this.#slider, 'aria-valuetext', this.#messages.stepAndLayer(step, place.layer.name));
  }
}
