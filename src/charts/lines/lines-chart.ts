/** The chosen layers of all lanes over the steps, as lines with their lanes' marks and their layers' numbers, and kept runs behind. */
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import { drawnLayers } from '../../state/lines';
import { normsOfLayer } from '../../state/pinned-run';
import { overlays, type PinFacts } from '../../state/pins';
import { isPlain } from '../../state/quantity';
import { normAxis, type VerticalAxis } from '../core/axes';
import { changes } from '../core/changes';
import { stepData } from '../core/chart-data';
import type { ChartData } from '../core/exhibit';
import { laneColour } from '../core/colours';
import { keptLabels, keptLine, type KeptLine } from '../core/kept-lines';
import { area, dots, line, ruleX, text, type Frame, type Mark, type Point } from '../core/marks';
import type { PaneDrawing } from '../core/pane';
import { ColumnIndex, measured } from '../core/series';
import type { CursorPlace, StepChart, StepScene } from '../core/step-plot';
import { PAGE_STORES, type ChartStores } from '../core/stores';
import { readingText } from '../core/texts';
import { isNormal } from '../geometry/format';
import type { LaneAxes } from '../geometry/layer-axes';
import { normalExtent } from '../geometry/scales';
import { isWithin, type StepWindow } from '../geometry/steps';
import { layerDash, layerNumber } from './LayerChoice';
import { knownLayers, LinesData, linesOf, defaultLayers, type Line } from './lines-data';

/** Farthest in pixels that a line may be from the pointer to light up. */
const REACH = 30;
/** Pixels between two marks on a line. */
const MARK_DISTANCE = 130;
/** Fewest pixels between the baselines of two numbers. */
const LABEL_HEIGHT = 12;

export class LinesChart implements StepChart {
  readonly xTitle: string;
  readonly name = 'layers';
  readonly lists = true;
  readonly #data = new LinesData();
  readonly #messages: Messages['charts'];
  readonly #axes: LaneAxes;
  readonly #stores: ChartStores;
  readonly #known: ReadonlySet<string>;
  readonly #usual: readonly string[];
  readonly #columns: ColumnIndex;
  readonly #leave: () => void;
  #chosen: readonly string[] | null | undefined;
  #layers: readonly string[] = [];
  #lines: readonly Line[] = [];
  #kept: readonly KeptNorms[] = [];
  #keptOf: readonly unknown[] = [];
  #axis: VerticalAxis | null = null;

  /** @param anew Draws everything anew. */
  constructor(
    axes: LaneAxes,
    messages: Messages['charts'],
    anew: () => void,
    stores: ChartStores = PAGE_STORES,
  ) {
    this.xTitle = messages.lines.xTitle;
    this.#messages = messages;
    this.#axes = axes;
    this.#stores = stores;
    this.#known = knownLayers(axes);
    this.#usual = defaultLayers(axes);
    this.#columns = new ColumnIndex(axes.axes.map(({ layers }) => layers.map(({ layer }) => layer.name)));
    this.#leave = stores.lines.subscribe(anew);
  }

  dispose(): void {
    this.#leave();
  }

  series() {
    return this.#stores.series();
  }

  /** Room for kept runs that are longer. */
  besides(): number {
    this.#choose();
    return Math.max(0, ...this.#kept.map(({ steps }) => (steps.at(-1) ?? -1) + 1));
  }

  /** Place of the highlighted layer among the chosen ones, -1 if it is none of them. */
  lit(): number {
    const { layer } = this.#stores.highlight.getState();
    return layer === null ? -1 : this.#layers.indexOf(layer);
  }

  what(): string {
    return this.#messages.shown.text(this.#stores.quantity.getState());
  }

  /** The numbers of the layers, by which the lines are labelled. */
  notes(): readonly string[] {
    return this.#layers.map((layer, slot) => this.#messages.joins.named(String(layerNumber(slot)), layer));
  }

  data(window: StepWindow): ChartData {
    const series = this.series();
    const what = this.what();
    const columns = this.#lines.map(({ lane, row }) => {
      const layer = this.#axes.layer({ lane, row })?.layer.name ?? '';
      const name = laneName(series.layout.lanes[lane]?.id ?? '');
      const title = this.#messages.joins.noted(this.#messages.lines.column(name, layer), what);
      return { title, lane, column: this.#columns.of(series)[lane]?.[row] ?? -1 };
    });
    return stepData(series, window, columns, this.#messages.table.step);
  }

  draw([scene]: readonly StepScene[]): readonly PaneDrawing[] {
    if (!scene) return [];
    const { window, pane } = scene;
    const series = this.series();
    const { lanes } = series.layout;
    this.#data.update(series, this.#lines, this.#columns.of(series), window, pane.room);
    this.#axis = normAxis({
      decades: this.#data.decadesWith(
        normalExtent(this.#kept.flatMap((one) => keptPoints(one, window).map((point) => point?.y ?? 0))),
      ),
      bands: this.#data.bands,
      height: pane.height,
      title: this.#messages.shown.axis(this.#stores.quantity.getState()),
      names: this.#messages.gradient.bands,
    });
    const planOf = (lane: string) => this.#axes.plans[lanes.findIndex(({ id }) => id === lane)];
    const kept = this.#kept.map((one) => keptMark(one, window));
    const marks = [
      ...kept.map(keptLine),
      this.#linesMark(),
      keptLabels(kept),
      changes(this.#messages, { run: this.#stores.run.getState(), window, planOf }),
    ];
    return [{ axis: this.#axis, marks }];
  }

  drawTop(_: StepScene, step: number | null): readonly Mark[] {
    if (step === null) return [];
    const values = this.#lines.flatMap((own) => {
      const y = this.#valueOf(own, step);
      const radius = own.slot === this.lit() ? 5.5 : 4;
      return y === undefined ? [] : [dots(own.lane, [{ x: step, y }], { radius })];
    });
    return [ruleX(step), ...values];
  }

  place(step: number): CursorPlace {
    const words = this.#messages.step(step);
    return { long: this.#lines.length === 0 ? null : words, short: words };
  }

  reading(lane: number, step: number, only = -1): string {
    const values = this.#lines
      .filter((own) => own.lane === lane && (only < 0 || own.slot === only))
      .flatMap((own) => {
        const layer = this.#layers[own.slot] ?? '';
        const cursor = this.#axes.find(layer);
        if (cursor === null) return [];
        const value = readingText(this.#axes, cursor, lane, this.#valueOf(own, step), this.#messages);
        return [{ number: layerNumber(own.slot), layer, value }];
      });
    return values.length === 0 ? this.#messages.table.none : this.#messages.lines.readings(values);
  }

  /** Of the layer that is lit up, else of all. */
  spoken(lane: number, step: number): string {
    return this.reading(lane, step, this.lit());
  }

  readonly layers = {
    point: (y: number, step: number | null): null => {
      this.#light(step === null ? -1 : this.#nearest(y, step));
      return null;
    },
    move: (direction: -1 | 0 | 1): boolean => {
      const count = this.#layers.length;
      if (count === 0) return false;
      const lit = this.lit();
      if (direction !== 0)
        this.#light(lit < 0 ? (direction > 0 ? 0 : count - 1) : (lit + direction + count) % count);
      return true;
    },
  };

  /** Follows the choice of layers; the lines stay the same as long as it does. */
  #choose(): void {
    const { layers } = this.#stores.lines.getState();
    if (layers !== this.#chosen) {
      this.#chosen = layers;
      this.#layers = drawnLayers(layers, this.#known, this.#usual);
      this.#lines = linesOf(this.#layers, this.#axes);
    }
    // Of kept runs only the norms themselves are known.
    const plain = isPlain(this.#stores.quantity.getState());
    const pins = this.#stores.pins.getState();
    const sources = [pins.runs, pins.ghost, this.#layers, plain];
    if (sources.every((source, i) => source === this.#keptOf[i])) return;
    this.#keptOf = sources;
    this.#kept = plain ? keptLines(pins, this.#layers) : [];
  }

  #light(slot: number): void {
    const { highlight } = this.#stores;
    const name = this.#layers[slot] ?? null;
    if (highlight.getState().layer === name) return;
    const place = this.#axes.find(name);
    const block = place === null ? null : (this.#axes.layer(place)?.layer.block ?? null);
    highlight.setState({ layer: name, block });
  }

  #valueOf({ lane, row }: Line, step: number): number | undefined {
    const series = this.series();
    return measured(series, lane, this.#columns.of(series)[lane]?.[row] ?? -1, step);
  }

  /** Place among the chosen layers of the line nearest to a height at a step, -1 where none is near. */
  #nearest(y: number, step: number): number {
    let [best, distance] = [-1, REACH];
    for (const own of this.#lines) {
      const value = this.#valueOf(own, step);
      const at = value === undefined ? undefined : this.#axis?.place(value);
      const away = at === undefined ? Infinity : Math.abs(at - y);
      if (away < distance) [best, distance] = [own.slot, away];
    }
    return best;
  }

  /** All lines, with the numbers of their layers beside their ends. */
  #linesMark(): Mark {
    return (frame) => {
      const ends = this.#lines.flatMap((own, index) => this.#drawLine(frame, own, index));
      drawNumbers(frame, ends);
    };
  }

  /**
   * Through the values of all steps; where steps share columns, through the middle of the band between the smallest and the
   * largest of each. Returns where it ends.
   */
  #drawLine(frame: Frame, own: Line, index: number): readonly End[] {
    const { columns, stepsPerColumn: steps, window } = this.#data.bins;
    const lit = this.lit();
    const isLit = own.slot === lit;
    // Past columns of which no step is held.
    const points = this.#data.bins.filled(columns).map((column): Point | null => {
      const extremes = this.#data.of(index, column);
      const x = window.start + column * steps + (steps - 1) / 2;
      return extremes && { x, y: extremes[0], to: extremes[1] };
    });
    // The others step back, but stay readable.
    const alpha = lit < 0 || isLit ? 1 : 0.6;
    const style = { colour: laneColour(own.lane), alpha, join: 'round' as const };
    line(points, { ...style, width: isLit ? 2.75 : 1.5, dash: layerDash(own.slot) })(frame);
    if (steps > 1) area(points, { ...style, alpha: 0.22 * alpha, width: 0.5 })(frame);
    const places = points.flatMap((point) =>
      point === null
        ? []
        : [
            {
              x: frame.x(point.x),
              y: (frame.axis.place(point.y) + frame.axis.place(point.to ?? point.y)) / 2,
            },
          ],
    );
    const last = places.at(-1);
    if (last === undefined) return [];
    // From place to place on the axis, so that marks do not wander as steps come in; lines beside each other differ.
    let next = frame.x(window.start) + MARK_DISTANCE * (0.3 + ((0.17 * index) % 0.7));
    const marked = places.filter(({ x }) => {
      if (x < next || x > last.x - 20) return false;
      next += MARK_DISTANCE * Math.ceil((x - next + 1) / MARK_DISTANCE);
      return true;
    });
    frame.context.save();
    frame.context.globalAlpha = alpha;
    dots(own.lane, [last, ...marked], { radius: 3.5, inPixels: true })(frame);
    frame.context.restore();
    return [{ line: own, ...last }];
  }
}

interface End {
  readonly line: Line;
  readonly x: number;
  readonly y: number;
}

/** Numbers of the layers beside the ends of their lines, moved apart where they would touch. */
function drawNumbers(frame: Frame, ends: readonly End[]): void {
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y + 4);
  for (let i = 1; i < places.length; i++)
    places[i] = Math.max(places[i] ?? 0, (places[i - 1] ?? 0) + LABEL_HEIGHT);
  let floor = frame.height + 4;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? 0, floor);
    floor = (places[i] ?? 0) - LABEL_HEIGHT;
  }
  sorted.forEach(({ line: { lane, slot }, x }, i) => {
    const left = x + 16 > frame.right ? x - 15 : x + 7;
    text(String(layerNumber(slot)), left, places[i] ?? 0, lane, 650)(frame);
  });
}

/** A layer of a lane of a kept run. */
interface KeptNorms {
  readonly label: string;
  /** Place of the run among those that are shown, and of the lane in it. */
  readonly place: number;
  readonly lane: number;
  readonly steps: readonly number[];
  /** At each of the steps; NaN where it was not finite. */
  readonly norms: readonly number[];
}

/** Those of these layers of all kept runs that are shown. A layer that a kept network lacks is not drawn. */
function keptLines(pins: PinFacts, layers: readonly string[]): readonly KeptNorms[] {
  return overlays(pins).flatMap(({ letter, run }, place) =>
    run.lanes.flatMap((pinned, lane) =>
      layers.flatMap((layer, slot) => {
        const norms = normsOfLayer(run, pinned, layer);
        const label = `${letter}${layerNumber(slot)}`;
        return norms === null ? [] : [{ label, place, lane, steps: run.normSteps ?? [], norms }];
      }),
    ),
  );
}

/** What of a kept line is in sight and has a place on the axis; null where a norm is 0 or not finite. */
function keptPoints({ steps, norms }: KeptNorms, window: StepWindow): readonly (Point | null)[] {
  return norms.map((y, i) => {
    const x = steps[i] ?? -1;
    return isNormal(y) && isWithin(window, x) ? { x, y } : null;
  });
}

function keptMark(one: KeptNorms, window: StepWindow): KeptLine {
  const { place, lane, label } = one;
  return {
    place,
    lane,
    label,
    points: keptPoints(one, window),
    labelled: (x, y, right) => [x + 18 > right ? x - 16 : x + 3, y - 4],
  };
}
