/** Lines of a log over the steps: the loss in one plot, and a quantity of chosen layers in another. */
import { scaleLinear } from 'd3';
import { stepTicks, type HorizontalAxis } from '../../charts/core/axes';
import { chartColours } from '../../charts/core/colours';
import { ReadoutWriter, writeAttribute, type ChartElements, type Pointing } from '../../charts/core/dom';
import type { Exhibit } from '../../charts/core/exhibit';
import type { Invalidate, PlotView } from '../../charts/core/frame';
import { area, halo, line, ruleX, type Mark, type Point } from '../../charts/core/marks';
import { Pane } from '../../charts/core/pane';
import { ColumnBins } from '../../charts/geometry/columns';
import { dodge } from '../../charts/geometry/dodge';
import { formatReading } from '../../charts/geometry/format';
import { layerDash } from '../../charts/lines/LayerChoice';
import type { Log } from '../../logs/summary';
import { valueAxis, type ChartTexts } from './log-axes';
import { circles } from './profile-plot';
import { extremesOf, layersOf, usualLines, valueOf, toldApart } from './shown';
import { viewStore } from './view-store';
import { watch } from './watch';

/** Height of a name beside a line, and letters of it that have room. */
const NAME = 16;
const LETTERS = 12;
const MARGINS = { top: 30, right: 104, bottom: 26, left: 58 };

export interface LinesSource {
  readonly log: () => Log | null;
  readonly row: () => number;
  readonly choose: (step: number) => void;
}

/** A line: what it is called, and its value in a row. */
interface Line {
  readonly name: string;
  readonly value: (row: number) => number | undefined;
  readonly colour: string;
  readonly dash: readonly number[];
}

/** Layers that have lines now. */
export function drawnLines(log: Log): readonly number[] {
  const { lines, quantity } = viewStore.getState();
  const layers = layersOf(log, quantity);
  return lines?.filter((one) => layers.some(({ layer }) => layer === one)) ?? usualLines(layers);
}

export class LinesPlot implements PlotView {
  readonly #source: LinesSource;
  readonly #elements: ChartElements;
  readonly #texts: ChartTexts;
  readonly #panes: readonly Pane[];
  readonly #readout: ReadoutWriter;
  readonly #leave: () => void;
  readonly #invalidate: Invalidate;
  /** Row under the pointer; null where it is elsewhere. */
  #pointed: number | null = null;

  constructor(source: LinesSource, elements: ChartElements, texts: ChartTexts, invalidate: Invalidate) {
    this.#source = source;
    this.#elements = elements;
    this.#texts = texts;
    this.#panes = elements.hosts.map((host) => new Pane(host, MARGINS, () => invalidate(true)));
    this.#readout = new ReadoutWriter(elements.panel);
    this.#leave = watch(invalidate);
    this.#invalidate = invalidate;
  }

  dispose(): void {
    this.#leave();
    for (const pane of this.#panes) pane.dispose();
  }

  point(event: Pointing): void {
    const log = this.#source.log();
    const { hosts } = this.#elements;
    const at = hosts.findIndex((host) => event.target instanceof Node && host.contains(event.target));
    const pane = this.#panes[Math.max(0, at)];
    if (log === null || pane === undefined) return;
    this.#pointed = log.rowAt(Math.round(this.#scale(log, pane).invert(pane.locate(event).x)));
    this.#invalidate();
  }

  /** Where it is pressed, the step of that place is chosen: it is that of all pictures. */
  brush(event: Pointing): void {
    this.point(event);
    const step = this.#source.log()?.steps[this.#row];
    if (step !== undefined) this.#source.choose(step);
  }

  release(): void {
    // Nothing is chosen by dragging.
  }

  clearCursor(): void {
    this.#pointed = null;
    this.#invalidate();
  }

  get #row(): number {
    return this.#pointed ?? this.#source.row();
  }

  press(key: string): boolean {
    const steps = this.#source.log()?.steps ?? [];
    const row = this.#source.row();
    this.#pointed = null;
    const to: Readonly<Record<string, number>> = {
      ArrowRight: row + 1,
      ArrowUp: row + 1,
      ArrowLeft: row - 1,
      ArrowDown: row - 1,
      PageUp: row + 10,
      PageDown: row - 10,
      Home: 0,
      End: steps.length - 1,
    };
    const target = to[key];
    if (target === undefined || steps.length === 0) return false;
    this.#source.choose(steps[Math.max(0, Math.min(steps.length - 1, target))] ?? 0);
    return true;
  }

  announcement(): string {
    return this.#reading();
  }

  exhibit(): Exhibit {
    const log = this.#source.log();
    const lines = log === null ? [] : this.#lines(log).flat();
    const { logs, charts } = this.#texts;
    return {
      name: 'log-lines',
      what: logs.quantities[viewStore.getState().quantity],
      step: log?.steps.at(-1) ?? -1,
      panes: this.#panes,
      data: () => ({
        columns: [charts.table.step, ...lines.map(({ name }) => name)],
        rows: Array.from(log?.steps ?? [], (step, row) => [step, ...lines.map(({ value }) => value(row))]),
      }),
    };
  }

  draw(_: number, fresh: boolean): boolean {
    const log = this.#source.log();
    if (log === null || log.steps.length === 0) return false;
    const lines = this.#lines(log);
    const { quantity } = viewStore.getState();
    const step = log.steps[this.#row];
    this.#panes.forEach((pane, index) => {
      if (pane.plot.width === 0) return;
      const own = lines[index] ?? [];
      const along = this.#along(log, pane);
      const shown = this.#hasLoss(log) && index === 0 ? 'loss' : quantity;
      const values = extremesOf(own.flatMap(({ value }) => Array.from(log.steps, (_, row) => value(row))));
      const axis = valueAxis(values, shown, pane.height, this.#texts);
      if (fresh)
        pane.draw(along, {
          axis,
          marks: [...own.flatMap((one) => this.#marks(log, one, pane)), this.#names(log, own)],
        });
      pane.drawTop(along, axis, step === undefined ? [] : [ruleX(step), this.#values(own, step)]);
    });
    this.#write(log);
    return false;
  }

  #hasLoss(log: Log): boolean {
    return log.column({ scalar: 'loss' }) >= 0;
  }

  /** Of each pane, its lines. */
  #lines(log: Log): readonly (readonly Line[])[] {
    const { quantity } = viewStore.getState();
    const { ink, lanes } = chartColours();
    const loss: Line = {
      name: this.#texts.logs.loss,
      value: (row) => log.scalar('loss', row),
      colour: ink,
      dash: [],
    };
    const layers = drawnLines(log).map((layer, slot): Line => ({
      name: log.layers[layer]?.name ?? '',
      value: (row) => valueOf(log, quantity, layer, row),
      colour: lanes[slot % lanes.length] ?? ink,
      dash: layerDash(slot),
    }));
    return [...(this.#hasLoss(log) ? [[loss]] : []), ...(layers.length > 0 ? [layers] : [])];
  }

  #scale({ steps }: Log, { margins, right }: Pane) {
    const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
    return scaleLinear([first, Math.max(first + 1, last)], [margins.left, right]);
  }

  #along(log: Log, pane: Pane): HorizontalAxis {
    const x = this.#scale(log, pane);
    const title = this.#texts.charts.table.step;
    return { key: x.domain().join(), title, side: 'end', x, ticks: stepTicks(x, pane.room) };
  }

  /** Through the middle of what the steps of a column have, and what lies between their extremes. */
  #marks(log: Log, own: Line, pane: Pane): readonly Mark[] {
    const [start, end] = [log.steps[0] ?? 0, (log.steps.at(-1) ?? 0) + 1];
    const bins = new ColumnBins(1);
    bins.reset({ start, span: end - start }, Math.round(pane.room));
    const held = {
      length: log.steps.length,
      stepAt: (row: number) => log.steps[row],
      indexOf: (step: number) => (step < start ? -1 : log.rowAt(step)),
    };
    bins.update(start, end, (_, row) => [own.value(row) ?? Number.NEGATIVE_INFINITY], [0], held);
    const points = bins.filled(bins.columns).map((column): Point | null => {
      const y = bins.min(0, column);
      const x = start + column * bins.stepsPerColumn + (bins.stepsPerColumn - 1) / 2;
      return y === Number.NEGATIVE_INFINITY ? null : { x, y, to: bins.max(0, column) };
    });
    const style = { colour: own.colour, join: 'round' as const };
    return [
      ...(bins.stepsPerColumn > 1 ? [area(points, { ...style, alpha: 0.2, width: 0.5 })] : []),
      line(points, { ...style, width: 1.75, dash: own.dash }),
    ];
  }

  /** Names of lines right of their ends, moved apart where they would touch. */
  #names(log: Log, lines: readonly Line[]): Mark {
    return (frame) => {
      const last = log.steps.length - 1;
      const ends = lines.flatMap(({ name, colour, value }) => {
        const row = Array.from(log.steps, (_, back) => last - back).find((at) => value(at) !== undefined);
        const y = row === undefined ? undefined : value(row);
        return y === undefined ? [] : [{ name, colour, at: frame.axis.place(y), height: NAME }];
      });
      const places = dodge(ends, 0, frame.height);
      const words = toldApart(
        ends.map(({ name }) => name),
        LETTERS,
      );
      ends.forEach(({ colour, at }, i) => {
        const left = frame.right + 9;
        halo(frame.context, words[i] ?? '', [left, (places[i] ?? at) + 4], { size: 13, weight: 600, colour });
      });
    };
  }

  #values(lines: readonly Line[], step: number): Mark {
    return (frame) => {
      for (const { value, colour } of lines) {
        const y = value(this.#row);
        if (y !== undefined) circles([{ x: step, y }], colour, 4)(frame);
      }
    };
  }

  #reading(): string {
    const log = this.#source.log();
    if (log === null) return '';
    const row = this.#row;
    const { charts, logs } = this.#texts;
    const values = this.#lines(log)
      .flat()
      .map(({ name, value }) => {
        const own = value(row);
        return charts.reading(name, own === undefined ? charts.table.none : formatReading(own));
      });
    return charts.joins.list([logs.atStep(log.steps[row] ?? 0), ...values]);
  }

  #write(log: Log): void {
    this.#readout.write(this.#reading(), []);
    const { slider } = this.#elements;
    writeAttribute(slider, 'aria-valuemin', String(log.steps[0] ?? 0));
    writeAttribute(slider, 'aria-valuemax', String(log.steps.at(-1) ?? 0));
    writeAttribute(slider, 'aria-valuenow', String(log.steps[this.#row] ?? 0));
    writeAttribute(slider, 'aria-valuetext', this.#reading());
  }
}
