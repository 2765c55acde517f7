/** The gradient chart at frame rate: one line of norms per lane over the layers, on a canvas over its axes. */
import { laneName } from '../../state/lane-style';
import { scaleLinear } from 'd3';
import type { Messages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { chooseLayers } from '../../state/layer-span';
import { isPlain, quantityStore } from '../../state/quantity';
import { shownSeries } from '../../state/layer-series';
import { Brush } from '../core/cursor';
import { chartColours } from '../core/colours';
import { ReadoutWriter, writeAttribute, writeText } from '../core/dom';
import { bandedScale, type BandedScale } from '../geometry/scales';
import { formatRatio } from '../geometry/format';
import { type LaneAxes, type LanePlace, layerAxis, nearestRow } from '../geometry/layer-axes';
import { Plot } from '../core/plot';
import { ColumnIndex, measured } from '../core/series';
import { layerText, readingText } from '../core/texts';
import type { Invalidate, View } from '../core/hooks';
import { drawGradientAxes, MARGINS, normBand, type NormBand } from './gradient-axes';
import { drawHighlight, drawInitial, drawLane, drawLit, type Scene } from './gradient-scene';
import { drawOverlays } from './gradient-overlay';
import { GradientState } from './gradient-state';

export class GradientView implements View {
  readonly #panel: HTMLElement;
  readonly #messages: Messages['charts'];
  readonly #axes: LaneAxes;
  readonly #state: GradientState;
  /** Of each lane, its first and its last convolution, shown or not. */
  readonly #ends: ColumnIndex;
  readonly #brush: Brush;
  readonly #invalidate: () => void;
  readonly #plot: Plot;
  readonly #slider: HTMLElement;
  readonly #readout: ReadoutWriter;
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  #x = scaleLinear();
  /** Of the last drawing of the norms; null before the first. */
  #y: BandedScale<NormBand> | null = null;
  #drawnAxes = '';
  #last = 0;

  constructor(panel: HTMLElement, axes: LaneAxes, messages: Messages['charts'], invalidate: Invalidate) {
    const host = panel.querySelector<HTMLElement>('.chart-plot');
    if (host === null) throw new Error('The gradient panel lacks its plot');
    this.#panel = panel;
    this.#messages = messages;
    this.#axes = axes;
    this.#invalidate = invalidate;
    this.#brush = new Brush((one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      chooseLayers(axes.nameAt(from), axes.nameAt(to));
    });
    const names = axes.axes.map(({ layers }) => layers.map(({ layer }) => layer.name));
    this.#state = new GradientState(new ColumnIndex(names));
    this.#ends = new ColumnIndex(
      axes.plans.map((plan) => {
        const { layers, ends } = layerAxis(plan);
        return (ends ?? []).map((row) => layers[row]?.layer.name ?? null);
      }),
    );
    this.#slider = host;
    this.#plot = new Plot(host, () => invalidate(true));
    this.#readout = new ReadoutWriter(panel);
  }

  dispose(): void {
    this.#plot.dispose();
  }

  /** Puts the cursor on the layer nearest to a pointer. */
  point(event: { readonly clientX: number; readonly clientY: number }): void {
    const { x } = this.#plot.locate(event);
    this.#setCursor(nearestRow(this.#axes.reference, this.#x.invert(x)));
    this.#brush.move(x, this.#x.invert(x));
    this.#invalidate();
  }

  /** Begins to brush where the pointer is pressed. */
  brush(event: { readonly clientX: number; readonly clientY: number }): void {
    this.point(event);
    const { x } = this.#plot.locate(event);
    this.#brush.begin(x, this.#x.invert(x));
  }

  /** Shows the layers that were brushed. */
  release(): void {
    this.#brush.end();
    this.#invalidate();
  }

  clearCursor(): void {
    this.#brush.cancel();
    highlightStore.setState({ layer: null, block: null });
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
    const values = shownSeries().layout.lanes.map(({ id }, lane) =>
      this.#messages.reading(laneName(id), this.#reading(cursor, lane)),
    );
    return [place.layer.name, ...values].join(', ');
  }

  draw(now: number, fresh: boolean): boolean {
    const moving = (fresh || this.#y === null) && this.#drawNorms(now);
    this.#drawTop();
    this.#writeReadout();
    return moving;
  }

  /** Takes what is new and draws the norms; returns whether the range still moves. */
  #drawNorms(now: number): boolean {
    const elapsed = this.#last === 0 ? 16 : Math.min(100, now - this.#last);
    this.#state.read(shownSeries());
    const moving = this.#state.animate(this.#still.matches ? Infinity : elapsed);
    this.#last = moving ? now : 0;
    const context = this.#plot.begin();
    if (context !== null) {
      const { left, right, top, bottom } = MARGINS;
      const y = bandedScale<NormBand>({
        decades: this.#state.decades,
        height: this.#plot.height - top - bottom,
        ...this.#state.bands,
        bandOf: normBand,
      });
      const { from, to } = this.#axes.reference;
      this.#y = y;
      this.#x = scaleLinear([from - 0.6, to + 0.6], [left, this.#plot.width - right]);
      this.#drawAxes(y);
      context.translate(0, top);
      const scene = this.#scene(context, y);
      if (shownSeries().endStep > 1) drawInitial(scene, this.#state.initial);
      // Of kept runs only the norms themselves are known.
      if (isPlain(quantityStore.getState())) drawOverlays(scene);
      this.#state.newest.forEach((norms, lane) => drawLane(scene, norms, lane));
    }
    this.#writeRatios();
    return moving;
  }

  #scene(context: CanvasRenderingContext2D, y: BandedScale<NormBand>): Scene {
    const { left, right } = MARGINS;
    return { context, axes: this.#axes, x: this.#x, y, left, width: this.#plot.width - left - right };
  }

  /** The highlight and the layers that are brushed, which follow the pointer. */
  #drawTop(): void {
    const { layer, block } = highlightStore.getState();
    const context = this.#plot.beginTop(layer !== null || block !== null || this.#brush.area !== null);
    const y = this.#y;
    if (context === null || y === null) return;
    const { top, bottom } = MARGINS;
    context.translate(0, top);
    const height = this.#plot.height - top - bottom;
    const cursor = this.#cursor();
    const scene = this.#scene(context, y);
    drawHighlight(scene, height, cursor);
    if (cursor !== null) this.#state.newest.forEach((norms, lane) => drawLit(scene, norms, lane, cursor));
    this.#drawBrush(context, height);
  }

  #drawBrush(context: CanvasRenderingContext2D, height: number): void {
    const { area } = this.#brush;
    if (area === null) return;
    const [left, right] = area.map((at) =>
      Math.max(MARGINS.left, Math.min(this.#plot.width - MARGINS.right, at)),
    );
    if (left === undefined || right === undefined) return;
    context.save();
    context.fillStyle = chartColours().accent;
    context.globalAlpha = 0.18;
    context.fillRect(left, 0, right - left, height);
    context.restore();
  }

  #cursor(): LanePlace | null {
    return this.#axes.find(highlightStore.getState().layer);
  }

  #setCursor(row: number): void {
    const place = this.#axes.reference.layers[row];
    if (place === undefined) return;
    const { name: layer, block } = place.layer;
    const held = highlightStore.getState();
    if (held.layer !== layer || held.block !== block) highlightStore.setState({ layer, block });
  }

  #reading(cursor: LanePlace, lane: number): string {
    const value = this.#state.newest[lane]?.[this.#axes.counterpart(cursor, lane)];
    return readingText(this.#axes, cursor, lane, value, this.#messages);
  }

  #drawAxes(y: BandedScale<NormBand>): void {
    const { low, high } = this.#state.decades;
    const bands = y.bands.map((band) => band.key).join();
    const shown = quantityStore.getState();
    const key = [low, high, bands, this.#plot.width, this.#plot.height, shown.quantity, shown.scaling].join();
    if (key === this.#drawnAxes) return;
    this.#drawnAxes = key;
    const title = this.#messages.shown.axis(shown);
    drawGradientAxes(this.#plot, this.#axes, this.#x, y, { low, high }, title, this.#messages);
  }

  #writeReadout(): void {
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
    writeAttribute(this.#slider, 'aria-valuenow', String(row + 1));
    writeAttribute(this.#slider, 'aria-valuetext', place.layer.name);
  }

  #writeRatios(): void {
    this.#panel.querySelectorAll('.chart-ratio-value').forEach((element, lane) => {
      const [first, last] = (this.#ends.of(shownSeries())[lane] ?? []).map((column) =>
        measured(shownSeries(), lane, column, this.#state.step),
      );
      const known = first !== undefined && last !== undefined;
      writeText(element, known ? formatRatio(first, last) : this.#messages.table.none);
      writeAttribute(element, 'data-value', known ? String(first / last) : '');
    });
  }
}
