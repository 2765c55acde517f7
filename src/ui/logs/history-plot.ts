/** The history of a log: a quantity of all layers over all steps, as a map whose colours are those of the page's own. */
import { scaleLinear } from 'd3';
import { stepTicks, type HorizontalAxis, type VerticalAxis } from '../../charts/core/axes';
import { chartColours } from '../../charts/core/colours';
import { ReadoutWriter, writeAttribute, type ChartElements, type Pointing } from '../../charts/core/dom';
import type { Exhibit } from '../../charts/core/exhibit';
import type { Invalidate, PlotView } from '../../charts/core/frame';
import type { Mark } from '../../charts/core/marks';
import { Pane } from '../../charts/core/pane';
import { rem } from '../../charts/core/unit';
import { ColumnBins } from '../../charts/geometry/columns';
import { formatReading } from '../../charts/geometry/format';
import { decadesAround, normalExtent, type Decades } from '../../charts/geometry/scales';
import { cellColour, ScaleLegend } from '../../charts/history/colour-scale';
import type { Log } from '../../logs/summary';
import { ABSENT } from '../../state/layer-series';
import type { ChartTexts } from './log-axes';
import { groupsOf, layersOf, valueOf, type LayerGroup, type Shown, type ShownLayer } from './shown';
import { lightLayer, viewStore } from './view-store';
import { watch } from './watch';

const MARGINS = { top: 8, right: 44, bottom: 26, left: 116 };
/** Most columns of the map, and letters of the names beside it. */
const MOST_COLUMNS = 900;
const LETTERS = 16;
/** From name to name beside the map, in units. */
const APART = 15;

export interface HistorySource {
  readonly log: () => Log | null;
  readonly row: () => number;
  /** Chooses a step. */
  readonly choose: (step: number) => void;
}

interface Painted {
  readonly key: string;
  readonly log: Log;
  readonly shown: Shown;
  readonly layers: readonly ShownLayer[];
  readonly groups: readonly LayerGroup[];
  readonly canvas: HTMLCanvasElement;
  readonly decades: Decades;
  readonly stepsPerColumn: number;
  readonly start: number;
  readonly end: number;
}

export class HistoryPlot implements PlotView {
  readonly #source: HistorySource;
  readonly #elements: ChartElements;
  readonly #texts: ChartTexts;
  readonly #pane: Pane;
  readonly #readout: ReadoutWriter;
  readonly #legend: ScaleLegend;
  readonly #leave: () => void;
  #painted: Painted | null = null;

  constructor(source: HistorySource, elements: ChartElements, texts: ChartTexts, invalidate: Invalidate) {
    const [host = elements.slider] = elements.hosts;
    this.#source = source;
    this.#elements = elements;
    this.#texts = texts;
    this.#pane = new Pane(host, MARGINS, () => invalidate(true));
    this.#readout = new ReadoutWriter(elements.panel);
    this.#legend = new ScaleLegend(elements.panel, texts.charts, () => invalidate(true));
    this.#leave = watch(invalidate);
  }

  dispose(): void {
    this.#leave();
    this.#legend.dispose();
    this.#pane.dispose();
  }

  point(event: Pointing): void {
    const painted = this.#painted;
    if (painted === null) return;
    const { y } = this.#pane.locate(event);
    const row = Math.floor((y / this.#pane.height) * painted.layers.length);
    lightLayer(painted.layers[Math.max(0, Math.min(painted.layers.length - 1, row))]?.layer ?? null);
  }

  /** Where it is pressed, the step of that place is chosen. */
  brush(event: Pointing): void {
    this.point(event);
    const { x } = this.#pane.locate(event);
    if (this.#painted !== null) this.#source.choose(Math.floor(this.#scale(this.#painted).invert(x)));
  }

  release(): void {
    // Nothing is chosen by dragging.
  }

  clearCursor(): void {
    lightLayer(null);
  }

  press(key: string): boolean {
    const painted = this.#painted;
    if (painted === null) return false;
    const { layers, log } = painted;
    const at = layers.findIndex(({ layer }) => layer === viewStore.getState().layer);
    const row = this.#source.row();
    const across: Readonly<Record<string, number>> = {
      ArrowUp: at < 0 ? layers.length - 1 : at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: layers.length - 1,
    };
    const along: Readonly<Record<string, number>> = {
      ArrowLeft: row - 1,
      ArrowRight: row + 1,
      PageUp: row + 10,
      PageDown: row - 10,
    };
    const [to, next] = [across[key], along[key]];
    if (to !== undefined) lightLayer(layers[Math.max(0, Math.min(layers.length - 1, to))]?.layer ?? null);
    else if (next !== undefined)
      this.#source.choose(log.steps[Math.max(0, Math.min(log.steps.length - 1, next))] ?? 0);
    return to !== undefined || next !== undefined;
  }

  announcement(): string {
    return this.#reading() ?? '';
  }

  exhibit(): Exhibit {
    const painted = this.#painted;
    const { logs, charts } = this.#texts;
    const what = logs.quantities[painted?.shown ?? 'gradient'];
    return {
      name: 'log-history',
      what,
      step: painted?.log.steps.at(-1) ?? -1,
      panes: [this.#pane],
      data: () => ({
        columns: [
          charts.table.step,
          ...(painted?.layers ?? []).map(({ name }) => charts.joins.noted(name, what)),
        ],
        rows: Array.from(painted?.log.steps ?? [], (step, row) => [
          step,
          ...(painted?.layers ?? []).map(({ layer }) =>
            painted === null ? undefined : valueOf(painted.log, painted.shown, layer, row),
          ),
        ]),
      }),
    };
  }

  draw(): boolean {
    const { pane } = { pane: this.#pane };
    const log = this.#source.log();
    if (log === null || pane.plot.width === 0 || log.steps.length === 0) return false;
    const painted = this.#paint(log);
    const { canvas } = painted;
    pane.plot.hold([canvas]);
    const { left, top } = pane.margins;
    canvas.style.transform = `translate(${rem(left)}, ${rem(top)})`;
    [canvas.style.width, canvas.style.height] = [rem(pane.room), rem(pane.height)];
    this.#legend.draw(painted.decades, painted.stepsPerColumn);
    const along = this.#along(painted);
    const axis = this.#across(painted);
    pane.draw(along, { axis, marks: null });
    pane.drawTop(along, axis, this.#top(painted));
    this.#write(painted);
    return false;
  }

  /** Of the same file, quantity and width the map stays. */
  #paint(log: Log): Painted {
    const shown = viewStore.getState().quantity;
    const room = Math.round(Math.min(MOST_COLUMNS, this.#pane.room));
    const key = [shown, room].join();
    if (this.#painted?.key === key && this.#painted.log === log) return this.#painted;
    const layers = layersOf(log, shown);
    const start = log.steps[0] ?? 0;
    const end = (log.steps.at(-1) ?? 0) + 1;
    const bins = new ColumnBins(layers.length);
    bins.reset({ start, span: end - start }, room);
    const held = {
      length: log.steps.length,
      stepAt: (row: number) => log.steps[row],
      indexOf: (step: number) => (step < start ? -1 : log.rowAt(step)),
    };
    const places = layers.map((_, i) => i);
    bins.update(
      start,
      end,
      (_, row) => layers.map(({ layer }) => valueOf(log, shown, layer, row) ?? ABSENT),
      places,
      held,
    );
    const extent = normalExtent(bins.extent() ?? []);
    const decades =
      extent === null ? { low: -1, high: 0 } : decadesAround(Math.log10(extent[0]), Math.log10(extent[1]));
    const canvas = painted(bins, decades);
    const groups = groupsOf(layers.map(({ name }) => name));
    const { stepsPerColumn } = bins;
    this.#painted = { key, log, shown, layers, groups, canvas, decades, stepsPerColumn, start, end };
    return this.#painted;
  }

  #scale({ start, end }: Painted) {
    const { margins, right } = this.#pane;
    return scaleLinear([start, end], [margins.left, right]);
  }

  #along(own: Painted): HorizontalAxis {
    const x = this.#scale(own);
    return {
      key: [own.start, own.end].join(),
      title: this.#texts.charts.table.step,
      side: 'end',
      x,
      ticks: stepTicks(x, this.#pane.room),
    };
  }

  #across({ key, layers, groups }: Painted): VerticalAxis {
    const { height } = this.#pane;
    const rows = (y: number): number => y;
    let last = -Infinity;
    const labels = groups.flatMap(({ name, from, end }) => {
      const at = ((from + end) / 2 / layers.length) * height + 4;
      if (at - last < APART) return [];
      last = at;
      return [
        { at, text: name.length > LETTERS ? `…${name.slice(1 - LETTERS)}` : name, side: 'beside' as const },
      ];
    });
    return {
      key: [key, ...labels.map(({ text }) => text)].join(),
      place: rows,
      free: rows,
      top: 0,
      bottom: height,
      ticks: [],
      boxes: [{ top: 0, bottom: height, role: 'frame' }],
      labels,
    };
  }

  /** The step that is chosen and the layer that is lit, outlined so that they are visible on every colour. */
  #top(own: Painted): readonly Mark[] {
    const { log, layers } = own;
    const lit = layers.findIndex(({ layer }) => layer === viewStore.getState().layer);
    const step = log.steps[this.#source.row()];
    return [
      ({ context, left, right, height, x }) => {
        const { ink, surface } = chartColours();
        const row = height / layers.length;
        for (const [colour, thickness] of [
          [surface, 3],
          [ink, 1.25],
        ] as const) {
          context.strokeStyle = colour;
          context.lineWidth = thickness;
          if (lit >= 0) context.strokeRect(left - 1, lit * row - 1, right - left + 2, row + 2);
          if (step !== undefined) context.strokeRect(x(step) - 1, -1, 2, height + 2);
        }
      },
    ];
  }

  #reading(): string | null {
    const own = this.#painted;
    const { layer } = viewStore.getState();
    if (own === null || layer === null || !own.layers.some((one) => one.layer === layer)) return null;
    const row = this.#source.row();
    const { charts, logs } = this.#texts;
    const value = valueOf(own.log, own.shown, layer, row);
    return charts.joins.list([
      logs.atStep(own.log.steps[row] ?? 0),
      charts.reading(
        logs.place(own.log.layers[layer]),
        value === undefined ? charts.table.none : formatReading(value),
      ),
    ]);
  }

  #write({ layers }: Painted): void {
    const reading = this.#reading();
    if (reading === null) this.#readout.clear();
    else this.#readout.write(reading, []);
    const { slider } = this.#elements;
    const lit = layers.findIndex(({ layer }) => layer === viewStore.getState().layer);
    writeAttribute(slider, 'aria-valuemin', '1');
    writeAttribute(slider, 'aria-valuemax', String(Math.max(1, layers.length)));
    writeAttribute(slider, 'aria-valuenow', String(Math.max(1, lit + 1)));
    writeAttribute(slider, 'aria-valuetext', reading ?? this.#texts.logs.noLayer);
  }
}

/** A pixel per column, and two per layer: the largest of its steps above the smallest. */
function painted(bins: ColumnBins, decades: Decades): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = 'chart-heat-map';
  canvas.setAttribute('aria-hidden', 'true');
  canvas.width = Math.max(1, bins.columns);
  canvas.height = Math.max(1, 2 * bins.rows);
  const context = canvas.getContext('2d');
  const pixels = new Uint32Array(canvas.width * canvas.height);
  bins.standing(0, bins.columns).forEach((column, x) => {
    if (column < 0) return;
    for (let row = 0; row < bins.rows; row++) {
      pixels[2 * row * canvas.width + x] = cellColour(bins.max(row, column), decades, x, 2 * row);
      pixels[(2 * row + 1) * canvas.width + x] = cellColour(bins.min(row, column), decades, x, 2 * row + 1);
    }
  });
  context?.putImageData(
    new ImageData(new Uint8ClampedArray(pixels.buffer), canvas.width, canvas.height),
    0,
    0,
  );
  return canvas;
}
