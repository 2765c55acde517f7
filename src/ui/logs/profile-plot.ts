/** The profile of a log: a quantity of all layers at one step, from input to output, with the first step and what stands beside it. */
import { chartColours, laneColour } from '../../charts/core/colours';
import { ReadoutWriter, writeAttribute, type ChartElements, type Pointing } from '../../charts/core/dom';
import type { Exhibit } from '../../charts/core/exhibit';
import type { Invalidate, PlotView } from '../../charts/core/frame';
import { laneDash } from '../../charts/core/lane-marks';
import { caption, dots, halo, line, ruleX, type Mark, type Point } from '../../charts/core/marks';
import { Pane } from '../../charts/core/pane';
import { formatReading } from '../../charts/geometry/format';
import type { Log } from '../../logs/summary';
import type { Beside } from './beside';
import { layerAxisOf, valueAxis, type ChartTexts } from './log-axes';
import {
  extremesOf,
  groupsOf,
  layersOf,
  valueOf,
  type LayerGroup,
  type Shown,
  type ShownLayer,
} from './shown';
import { lightLayer, viewStore } from './view-store';
import { watch } from './watch';

const MARGINS = { top: 40, right: 56, bottom: 26, left: 58 };
/** From mark to mark, in units, and the radius of one. */
const DISTANCE = 6;
const RADIUS = 3;

/** What the profile reads, each time it draws. */
export interface ProfileSource {
  readonly log: () => Log | null;
  /** Row that is shown. */
  readonly row: () => number;
  readonly beside: () => readonly Beside[];
}

/** What of a log does not change with the step: kept until there is more of it, or something else is shown. */
interface Prepared {
  readonly log: Log;
  readonly shown: Shown;
  readonly layers: readonly ShownLayer[];
  readonly groups: readonly LayerGroup[];
  /** Extremes of all steps, so that the axis stands still while steps go by. */
  readonly values: readonly number[];
}

export class ProfilePlot implements PlotView {
  readonly #source: ProfileSource;
  readonly #elements: ChartElements;
  readonly #texts: ChartTexts;
  readonly #pane: Pane;
  readonly #readout: ReadoutWriter;
  readonly #leave: () => void;
  #prepared: Prepared | null = null;

  constructor(source: ProfileSource, elements: ChartElements, texts: ChartTexts, invalidate: Invalidate) {
    const [host = elements.slider] = elements.hosts;
    this.#source = source;
    this.#elements = elements;
    this.#texts = texts;
    this.#pane = new Pane(host, MARGINS, () => invalidate(true));
    this.#readout = new ReadoutWriter(elements.panel);
    this.#leave = watch(invalidate);
  }

  dispose(): void {
    this.#leave();
    this.#pane.dispose();
  }

  point(event: Pointing): void {
    const { layers } = this.#prepare() ?? { layers: [] };
    const at = this.#along().rowAt(this.#pane.locate(event).x);
    lightLayer(layers[at]?.layer ?? null);
  }

  brush(event: Pointing): void {
    this.point(event);
  }

  release(): void {
    // Nothing is chosen by dragging.
  }

  clearCursor(): void {
    lightLayer(null);
  }

  press(key: string): boolean {
    const { layers } = this.#prepare() ?? { layers: [] };
    const last = layers.length - 1;
    const at = layers.findIndex(({ layer }) => layer === viewStore.getState().layer);
    const to: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at < 0 ? last : at - 1,
      ArrowDown: at < 0 ? last : at - 1,
      PageUp: at + 10,
      PageDown: at - 10,
      Home: 0,
      End: last,
    };
    const target = to[key];
    if (target === undefined || last < 0) return false;
    lightLayer(layers[Math.max(0, Math.min(last, target))]?.layer ?? null);
    return true;
  }

  announcement(): string {
    return this.#reading() ?? '';
  }

  exhibit(): Exhibit {
    const prepared = this.#prepare();
    const row = this.#source.row();
    const { logs, charts } = this.#texts;
    const shown = prepared?.shown ?? 'gradient';
    return {
      name: 'log-profile',
      what: logs.quantities[shown],
      step: prepared?.log.steps[row] ?? -1,
      panes: [this.#pane],
      notes: this.#source.beside().map(({ name }) => name),
      data: () => ({
        columns: [charts.table.layer, logs.quantities[shown]],
        rows: (prepared?.layers ?? []).map(({ layer, name }) => [
          name,
          prepared === null ? undefined : valueOf(prepared.log, shown, layer, row),
        ]),
      }),
    };
  }

  draw(_: number, fresh: boolean): boolean {
    const prepared = this.#prepare();
    const beside = this.#source.beside();
    const along = this.#along();
    const besideValues = beside.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
    const shown = prepared?.shown ?? viewStore.getState().quantity;
    const axis = valueAxis(
      [...(prepared?.values ?? []), ...besideValues],
      shown,
      this.#pane.height,
      this.#texts,
    );
    if (fresh)
      this.#pane.draw(along, { axis, marks: prepared === null ? [] : this.#marks(prepared, beside) });
    const lit = prepared?.layers.findIndex(({ layer }) => layer === viewStore.getState().layer) ?? -1;
    this.#pane.drawTop(
      along,
      axis,
      prepared === null || lit < 0 ? [] : [ruleX(lit), this.#litMark(prepared, lit)],
    );
    this.#write(lit, prepared?.layers.length ?? 0);
    return false;
  }

  #prepare(): Prepared | null {
    const log = this.#source.log();
    const shown = viewStore.getState().quantity;
    if (log === null) return null;
    if (this.#prepared?.log === log && this.#prepared.shown === shown) return this.#prepared;
    const layers = layersOf(log, shown);
    const values = extremesOf(
      layers.flatMap(({ layer }) => Array.from(log.steps, (_, row) => valueOf(log, shown, layer, row))),
    );
    const groups = groupsOf(layers.map(({ name }) => name));
    this.#prepared = { log, shown, layers, groups, values };
    return this.#prepared;
  }

  #along() {
    const { layers, groups } = this.#prepare() ?? { layers: [], groups: [] };
    const { margins, right } = this.#pane;
    const names = layers.map(({ name }) => name);
    const along = layerAxisOf(names, groups, { left: margins.left, right }, this.#texts.logs.layer);
    return along;
  }

  #marks({ log, shown, layers }: Prepared, beside: readonly Beside[]): readonly Mark[] {
    const { ink, muted } = chartColours();
    const pointsAt = (row: number): (Point | null)[] =>
      layers.map(({ layer }, x) => {
        const y = valueOf(log, shown, layer, row);
        return y === undefined ? null : { x, y };
      });
    const main = (points: readonly (Point | null)[]): readonly (Point | null)[] =>
      points.filter((_, x) => layers[x]?.isMain === true);
    const row = this.#source.row();
    const now = pointsAt(row);
    const first = row > 0 ? main(pointsAt(0)) : [];
    const start = first.find((point) => point !== null);
    const every = Math.max(1, Math.ceil((DISTANCE * layers.length) / this.#pane.room));
    const others = now.filter((point, x) => point !== null && layers[x]?.isMain !== true);
    const marked = main(now).filter((_, i) => i % every === 0);
    const last = Math.max(1, layers.length - 1);
    return [
      line(first, { colour: muted, dash: [1.5, 2.5], alpha: 0.8 }),
      ...(start === undefined
        ? []
        : [caption(this.#texts.logs.atStep(log.steps[0] ?? 0), { x: start.x + 0.02 * last, y: start.y })]),
      ...beside.flatMap(({ points, lane, name }) => {
        const placed = points.map(({ at, value }): Point | null =>
          value === undefined ? null : { x: at * last, y: value },
        );
        const known = placed.filter((point) => point !== null);
        return [
          line(placed, { colour: laneColour(lane), width: 1.5, dash: laneDash(lane) }),
          dots(lane, spaced(known), { radius: RADIUS }),
          named(name, laneColour(lane), known.at(-1), 16 * lane),
        ];
      }),
      // Norms and shortcuts stand beside the main line.
      circles(others, muted, RADIUS - 0.8),
      line(main(now), { colour: ink, width: 2, join: 'round' }),
      circles(marked, ink, RADIUS),
    ];
  }

  #litMark({ log, shown, layers }: Prepared, at: number): Mark {
    const layer = layers[at]?.layer ?? -1;
    const y = valueOf(log, shown, layer, this.#source.row());
    return circles(y === undefined ? [] : [{ x: at, y }], chartColours().ink, RADIUS + 2);
  }

  #reading(): string | null {
    const prepared = this.#prepare();
    const { layer } = viewStore.getState();
    const place = prepared?.layers.findIndex((one) => one.layer === layer) ?? -1;
    const own = prepared?.layers[place];
    if (prepared === null || own === undefined) return null;
    const { log, shown, layers } = prepared;
    const value = valueOf(log, shown, own.layer, this.#source.row());
    const { charts, logs } = this.#texts;
    const text = value === undefined ? charts.table.none : formatReading(value);
    const others = this.#source.beside().map(({ name, points }) => {
      const near = points[Math.round((place / Math.max(1, layers.length - 1)) * (points.length - 1))];
      return charts.reading(name, near?.value === undefined ? charts.table.none : formatReading(near.value));
    });
    return charts.joins.list([charts.reading(logs.place(log.layers[own.layer]), text), ...others]);
  }

  #write(lit: number, count: number): void {
    const reading = this.#reading();
    if (reading === null) this.#readout.clear();
    else this.#readout.write(reading, []);
    const { slider } = this.#elements;
    writeAttribute(slider, 'aria-valuemin', '1');
    writeAttribute(slider, 'aria-valuemax', String(Math.max(1, count)));
    writeAttribute(slider, 'aria-valuenow', String(Math.max(1, lit + 1)));
    writeAttribute(slider, 'aria-valuetext', reading ?? this.#texts.logs.noLayer);
  }
}

/** At most some dozens of marks of a line. */
const spaced = (points: readonly Point[]): readonly Point[] =>
  points.filter((_, i) => i % Math.ceil(points.length / 60) === 0);

/** Filled circles, as one shape. */
export function circles(points: readonly (Point | null)[], colour: string, radius: number): Mark {
  return ({ context, x, axis }) => {
    context.save();
    context.setLineDash([]);
    context.fillStyle = colour;
    context.beginPath();
    for (const point of points) {
      if (point === null) continue;
      const [at, y] = [x(point.x), axis.place(point.y)];
      context.moveTo(at + radius, y);
      context.arc(at, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
    context.restore();
  };
}

/** A name near the end of a line, in its colour. */
function named(name: string, colour: string, end: Point | undefined, lift = 0): Mark {
  return ({ context, x, axis, right }) => {
    if (end === undefined) return;
    context.save();
    context.font = `600 13px ${chartColours().font}`;
    const { width } = context.measureText(name);
    context.restore();
    const left = Math.min(x(end.x) + 8, right + 50 - width);
    halo(context, name, [left, axis.place(end.y) - 9 - lift], { size: 13, weight: 600, colour });
  };
}
