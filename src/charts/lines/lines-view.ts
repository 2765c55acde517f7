/** The lines of the chosen layers at frame rate: one plot over the steps, with a cursor that reads all of them. */
import type { Messages } from '../../i18n/messages';
import { highlightStore } from '../../state/highlight';
import { drawnLayers, linesStore } from '../../state/lines';
import { laneName } from '../../state/lane-style';
import { pinStore } from '../../state/pins';
import { isPlain, quantityStore } from '../../state/quantity';
import { shownSeries } from '../../state/layer-series';
import { chooseSpan, spanStore } from '../../state/span';
import { Brush, StepCursor } from '../core/cursor';
import { changeMarks } from '../core/changes';
import { chartColours, laneColour } from '../core/colours';
import { CurvePlot, type CurveScale } from '../curves/curve-plot';
import { ReadoutWriter, writeAttribute } from '../core/dom';
import { stepWindow, type StepWindow, nearestHeld } from '../geometry/steps';
import type { LaneAxes } from '../geometry/layer-axes';
import { drawLaneMark } from '../core/lane-marks';
import { ColumnIndex, measured } from '../core/series';
import { shownWindow } from '../core/shown-window';
import { readingText } from '../core/texts';
import type { Invalidate, View } from '../core/hooks';
import { layerNumber } from './LayerChoice';
import { knownLayers, LinesData, linesOf, usualLayers, type Line } from './lines-data';
import { drawKeptLines, keptEnd, keptExtent, keptLines } from './lines-overlay';
import { linesScale } from './lines-scale';
import { drawLines } from './lines-scene';

type PointerPlace = { readonly clientX: number; readonly clientY: number };

/** Farthest in pixels that a line may be from the pointer to light up. */
const REACH = 30;

export class LinesView implements View {
  readonly #cursor = new StepCursor();
  readonly #brush = new Brush(chooseSpan);
  readonly #data = new LinesData();
  readonly #messages: Messages['charts'];
  readonly #axes: LaneAxes;
  readonly #known: ReadonlySet<string>;
  readonly #usual: readonly string[];
  readonly #columns: ColumnIndex;
  readonly #plot: CurvePlot;
  readonly #slider: HTMLElement;
  readonly #readout: ReadoutWriter;
  readonly #invalidate: () => void;
  readonly #leave: () => void;
  #chosen: readonly string[] | null | undefined;
  #layers: readonly string[] = [];
  #lines: readonly Line[] = [];
  #kept: ReturnType<typeof keptLines> = [];
  #keptOf: readonly unknown[] = [];
  /** Of the last drawing of the lines, with the layer that was lit up; null before the first. */
  #drawn: { readonly scale: CurveScale; readonly lit: number } | null = null;

  constructor(panel: HTMLElement, axes: LaneAxes, messages: Messages['charts'], invalidate: Invalidate) {
    const slider = panel.querySelector<HTMLElement>('.chart-plot');
    const host = panel.querySelector<HTMLElement>('.chart-subplot');
    if (slider === null || host === null) throw new Error('The panel of lines lacks its plot');
    this.#messages = messages;
    this.#axes = axes;
    this.#known = knownLayers(this.#axes);
    this.#usual = usualLayers(this.#axes);
    this.#columns = new ColumnIndex(
      this.#axes.axes.map(({ layers }) => layers.map(({ layer }) => layer.name)),
    );
    const anew = (): void => invalidate(true);
    this.#plot = new CurvePlot(host, { x: messages.lines.xTitle, y: '' }, anew);
    this.#slider = slider;
    this.#readout = new ReadoutWriter(panel);
    this.#invalidate = invalidate;
    this.#leave = linesStore.subscribe(anew);
  }

  dispose(): void {
    this.#leave();
    this.#plot.plot.dispose();
  }

  /** Puts the cursor on the step under a pointer, and lights up the layer of the nearest line. */
  point(event: PointerPlace): void {
    if (shownSeries().length === 0) return;
    const { x, y } = this.#plot.plot.locate(event);
    const window = this.#window();
    this.#cursor.put(Math.round(this.#plot.x(window).invert(x)), shownSeries(), window);
    if (this.#cursor.step !== null) this.#brush.move(x, this.#cursor.step);
    this.#light(this.#nearest(y));
    this.#invalidate();
  }

  /** Begins to brush where the pointer is pressed. */
  brush(event: PointerPlace): void {
    this.point(event);
    if (this.#cursor.step !== null) this.#brush.begin(this.#plot.plot.locate(event).x, this.#cursor.step);
  }

  /** Shows the span that was brushed. */
  release(): void {
    this.#brush.end();
    this.#invalidate();
  }

  /** Moves the cursor by a key; returns whether the key means anything here. */
  press(key: string): boolean {
    const count = this.#layers.length;
    const vertical = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (vertical !== 0) {
      if (count === 0) return false;
      const lit = this.#lit();
      this.#light(lit < 0 ? (vertical > 0 ? 0 : count - 1) : (lit + vertical + count) % count);
      if (shownSeries().length > 0)
        this.#cursor.step ??= nearestHeld(shownSeries(), this.#window(), Infinity);
    } else if (!this.#cursor.press(key, shownSeries(), this.#window())) return false;
    this.#invalidate();
    return true;
  }

  clearCursor(): void {
    this.#brush.cancel();
    this.#cursor.step = null;
    highlightStore.setState({ layer: null, block: null });
    this.#invalidate();
  }

  /** Step, and of each lane the exact values of the layer that is lit up, else of all; one sentence. */
  announcement(): string {
    const { step } = this.#cursor;
    if (step === null) return this.#messages.waiting;
    const lit = this.#lit();
    const values = shownSeries().layout.lanes.map(({ id }, lane) =>
      this.#messages.reading(laneName(id), this.#reading(lane, step, lit)),
    );
    return [this.#messages.step(step), ...values].join('; ');
  }

  draw(_: number, fresh: boolean): boolean {
    this.#choose();
    const window = this.#window();
    this.#cursor.follow(shownSeries(), window);
    const lit = this.#lit();
    if (fresh || this.#drawn?.lit !== lit) this.#drawn = { scale: this.#drawLines(window, lit), lit };
    this.#drawTop(window, this.#drawn.scale);
    this.#writeReadout();
    return false;
  }

  /** Takes what is new and draws the lines; returns their scale. */
  #drawLines(window: StepWindow, lit: number): CurveScale {
    const { lanes } = shownSeries().layout;
    this.#data.update(shownSeries(), this.#lines, this.#columns.of(shownSeries()), window, this.#plot.room);
    const scale = this.#scale();
    const context = this.#plot.begin(window, scale);
    if (context !== null) {
      const x = this.#plot.x(window);
      const [, right = 0] = x.range();
      const { height } = this.#plot;
      const scene = { context, data: this.#data, lines: this.#lines, x, place: scale.place, right, height };
      drawKeptLines(context, this.#kept, window, x, scale.place, right);
      drawLines({ ...scene, lit });
      const planOf = (lane: string) => this.#axes.plans[lanes.findIndex(({ id }) => id === lane)];
      const marks = changeMarks(this.#messages, { window, x, planOf });
      this.#plot.switches(context, marks, this.#messages.moreSwitches);
    }
    return scale;
  }

  /** The cursor with the values there, and the span that is brushed. */
  #drawTop(window: StepWindow, scale: CurveScale): void {
    const brushed = this.#brush.area;
    const context = this.#plot.beginTop(brushed !== null || this.#cursor.step !== null);
    if (context === null) return;
    const x = this.#plot.x(window);
    this.#drawCursor(context, x, scale.place);
    if (brushed === null) return;
    const [left = 0] = x.range();
    context.save();
    context.fillStyle = chartColours().accent;
    context.globalAlpha = 0.18;
    context.fillRect(Math.max(left, brushed[0]), 0, brushed[1] - brushed[0], this.#plot.height);
    context.restore();
  }

  /** Follows the choice of layers; the lines stay the same as long as it does. */
  #choose(): void {
    const { layers } = linesStore.getState();
    if (layers !== this.#chosen) {
      this.#chosen = layers;
      this.#layers = drawnLayers(layers, this.#known, this.#usual);
      this.#lines = linesOf(this.#layers, this.#axes);
    }
    // Of kept runs only the norms themselves are known.
    const plain = isPlain(quantityStore.getState());
    const { runs, ghost } = pinStore.getState();
    const sources = [runs, ghost, this.#layers, plain];
    if (sources.every((source, i) => source === this.#keptOf[i])) return;
    this.#keptOf = sources;
    this.#kept = plain ? keptLines(this.#layers) : [];
  }

  /** Room for kept runs that are longer, as the curves have it. */
  #window(): StepWindow {
    const { endStep, capacity } = shownSeries();
    if (spanStore.getState().span !== null) return shownWindow(shownSeries());
    return stepWindow(Math.max(endStep, Math.min(capacity, keptEnd(this.#kept))));
  }

  #scale(): CurveScale {
    const beside = keptExtent(this.#kept, this.#window());
    return linesScale(this.#data, this.#plot.height, quantityStore.getState(), this.#messages, beside);
  }

  /** Place of the highlighted layer among the chosen ones, -1 if it is none of them. */
  #lit(): number {
    const { layer } = highlightStore.getState();
    return layer === null ? -1 : this.#layers.indexOf(layer);
  }

  #light(slot: number): void {
    const name = this.#layers[slot] ?? null;
    if (highlightStore.getState().layer === name) return;
    const place = this.#axes.find(name);
    const block = place === null ? null : (this.#axes.layer(place)?.layer.block ?? null);
    highlightStore.setState({ layer: name, block });
  }

  #valueOf({ lane, row }: Line, step: number): number | undefined {
    return measured(shownSeries(), lane, this.#columns.of(shownSeries())[lane]?.[row] ?? -1, step);
  }

  /** Place among the chosen layers of the line nearest to a height at the cursor, -1 where none is near. */
  #nearest(y: number): number {
    const { step } = this.#cursor;
    if (step === null) return -1;
    const { place } = this.#drawn?.scale ?? this.#scale();
    let [best, distance] = [-1, REACH];
    for (const line of this.#lines) {
      const value = this.#valueOf(line, step);
      const away = value === undefined ? Infinity : Math.abs(place(value) + this.#plot.top - y);
      if (away < distance) [best, distance] = [line.slot, away];
    }
    return best;
  }

  #drawCursor(
    context: CanvasRenderingContext2D,
    x: (step: number) => number,
    place: (value: number) => number,
  ): void {
    const { step } = this.#cursor;
    if (step === null) return;
    this.#plot.cursor(context, x(step));
    for (const line of this.#lines) {
      const value = this.#valueOf(line, step);
      if (value === undefined) continue;
      context.fillStyle = laneColour(line.lane);
      drawLaneMark(context, line.lane, x(step), place(value), line.slot === this.#lit() ? 5.5 : 4);
    }
  }

  /** Exact values of a lane; `only` of one of the layers, if it is not -1. */
  #reading(lane: number, step: number, only = -1): string {
    const values = this.#lines
      .filter((line) => line.lane === lane && (only < 0 || line.slot === only))
      .flatMap((line) => {
        const layer = this.#layers[line.slot] ?? '';
        const cursor = this.#axes.find(layer);
        if (cursor === null) return [];
        const value = readingText(this.#axes, cursor, lane, this.#valueOf(line, step), this.#messages);
        return [{ number: layerNumber(line.slot), layer, value }];
      });
    return values.length === 0 ? this.#messages.table.none : this.#messages.lines.readings(values);
  }

  #writeReadout(): void {
    const { step } = this.#cursor;
    if (step === null || this.#lines.length === 0) {
      this.#readout.clear();
      return;
    }
    this.#readout.write(
      this.#messages.step(step),
      shownSeries().layout.lanes.map((_, lane) => this.#reading(lane, step)),
    );
    writeAttribute(this.#slider, 'aria-valuemax', String(shownSeries().endStep - 1));
    writeAttribute(this.#slider, 'aria-valuenow', String(step));
    writeAttribute(this.#slider, 'aria-valuetext', this.#messages.step(step));
  }
}
