/**
 * The history of the norms of all layers: one heat map per lane over the same steps and on the same colours. The maps are canvases
 * of their own, of which a step changes one column; marks, cursor and highlight lie above them.
 */
import type { Messages } from '../../i18n/messages';
import { isLitLayer } from '../../state/highlight';
import { laneName } from '../../i18n/lane-names';
import { chooseLayers } from '../../state/layer-span';
import type { VerticalAxis } from '../core/axes';
import { changes } from '../core/changes';
import { stepData } from '../core/chart-data';
import { chartColours } from '../core/colours';
import type { ChartData } from '../core/exhibit';
import type { Mark } from '../core/marks';
import type { PaneDrawing } from '../core/pane';
import { ColumnIndex, measured } from '../core/series';
import type { CursorPlace, StepChart, StepScene } from '../core/step-plot';
import { PAGE_STORES, type ChartStores } from '../core/stores';
import { layerText, readingText } from '../core/texts';
import type { LaneAxes, LanePlace } from '../geometry/layer-axes';
import type { StepWindow } from '../geometry/steps';
import { ScaleLegend } from './colour-scale';
import { HistoryMaps } from './heat-maps';
import { mapHeight, MARGINS, mapTop, rowAt, rowLabels, STRIP } from './history-layout';

export class HistoryChart implements StepChart {
  readonly margins = MARGINS;
  readonly name = 'history';
  readonly cells = true;
  readonly xTitle: string;
  isMore = false;
  readonly #axes: LaneAxes;
  readonly #messages: Messages['charts'];
  readonly #stores: ChartStores;
  /** Layers of each lane. */
  readonly #rows: readonly number[];
  readonly #columns: ColumnIndex;
  readonly #maps: HistoryMaps;
  readonly #legend: ScaleLegend;

  /** @param anew Draws everything anew. */
  constructor(
    panel: HTMLElement,
    axes: LaneAxes,
    messages: Messages['charts'],
    anew: () => void,
    stores: ChartStores = PAGE_STORES,
  ) {
    this.xTitle = messages.history.xTitle;
    this.#axes = axes;
    this.#messages = messages;
    this.#stores = stores;
    this.#rows = axes.axes.map(({ layers }) => layers.length);
    this.#columns = new ColumnIndex(axes.axes.map(({ layers }) => layers.map(({ layer }) => layer.name)));
    this.#maps = new HistoryMaps(this.#rows, this.#columns);
    this.#legend = new ScaleLegend(panel, messages, anew);
  }

  dispose(): void {
    this.#legend.dispose();
  }

  series() {
    return this.#stores.series();
  }

  what(): string {
    return this.#messages.shown.text(this.#stores.quantity.getState());
  }

  data(window: StepWindow): ChartData {
    const series = this.series();
    const what = this.what();
    const columns = this.#columns.of(series).flatMap((own, lane) =>
      own.map((column, row) => {
        const layer = this.#axes.layer({ lane, row })?.layer.name ?? '';
        const name = laneName(series.layout.lanes[lane]?.id ?? '');
        return {
          title: this.#messages.joins.noted(this.#messages.lines.column(name, layer), what),
          lane,
          column,
        };
      }),
    );
    return stepData(series, window, columns, this.#messages.table.step);
  }

  draw([scene]: readonly StepScene[]): readonly PaneDrawing[] {
    this.isMore = false;
    if (!scene || scene.pane.plot.width === 0) return [];
    const { pane, window, x } = scene;
    this.isMore = this.#maps.update(this.series(), window, pane.room);
    this.#legend.draw(this.#maps.decades, this.#maps.stepsPerColumn);
    pane.plot.hold(this.#maps.elements);
    this.#rows.forEach((rows, lane) => this.#maps.place(lane, x, mapTop(this.#rows, lane), mapHeight(rows)));
    return [{ axis: this.#axis(pane.height), marks: null }];
  }

  /** The switches, the highlight and the cursor, outlined so that they are visible on every colour. */
  drawTop({ window }: StepScene, step: number | null): readonly Mark[] {
    const highlight = this.#stores.highlight.getState();
    return this.series().layout.lanes.flatMap(({ id }, lane) => {
      const count = this.#rows[lane] ?? 0;
      const top = mapTop(this.#rows, lane);
      const height = mapHeight(count);
      const lit = this.#axes
        .of(lane)
        .layers.flatMap(({ layer }, row) => (isLitLayer(highlight, layer) ? [row] : []));
      const [first, last] = [Math.min(...lit), Math.max(...lit)];
      const planOf = () => this.#axes.plans[lane];
      const run = this.#stores.run.getState();
      const marks = [
        changes(this.#messages, { run, window, planOf, lane: id, label: top - 5, bottom: top + height }),
      ];
      if (lit.length > 0) {
        const row = height / count;
        marks.push((frame) =>
          outline(frame, frame.left, top + first * row, frame.right - frame.left, (last - first + 1) * row),
        );
      }
      if (step !== null)
        marks.push((frame) => {
          const [from, to] = [frame.x(step), frame.x(step + 1)];
          outline(frame, from, top, Math.max(1, to - from), height);
        });
      return marks;
    });
  }

  place(step: number): CursorPlace | null {
    const cursor = this.#cursor();
    const place = cursor === null ? undefined : this.#axes.layer(cursor);
    return place === undefined
      ? null
      : {
          long: this.#messages.stepAndLayer(step, layerText(place.layer, this.#messages)),
          short: this.#messages.stepAndLayer(step, place.layer.name),
        };
  }

  reading(lane: number, step: number): string {
    const cursor = this.#cursor();
    if (cursor === null) return this.#messages.table.none;
    const series = this.series();
    const column = this.#columns.of(series)[lane]?.[this.#axes.counterpart(cursor, lane)] ?? -1;
    const value = measured(series, lane, column, step);
    return readingText(this.#axes, cursor, lane, value, this.#messages);
  }

  readonly layers = {
    point: (y: number): LanePlace => {
      const place = rowAt(this.#rows, y);
      this.#light(place);
      return place;
    },
    move: (direction: -1 | 0 | 1): boolean => {
      const { lane, row } = this.#cursor() ?? { lane: this.#axes.longest, row: -1 };
      const last = (this.#rows[lane] ?? 0) - 1;
      if (direction < 0) this.#light({ lane, row: row < 0 ? last : Math.max(0, row - 1) });
      else if (direction > 0) this.#light({ lane, row: Math.min(last, row + 1) });
      else if (row < 0) this.#light({ lane, row: 0 });
      return true;
    },
    choose: (lane: number, one: number, other: number): void => {
      const nameAt = (row: number): string => this.#axes.layer({ lane, row })?.layer.name ?? '';
      chooseLayers(nameAt(Math.min(one, other)), nameAt(Math.max(one, other)));
    },
  };

  #cursor(): LanePlace | null {
    return this.#axes.find(this.#stores.highlight.getState().layer);
  }

  #light(place: LanePlace): void {
    const { highlight } = this.#stores;
    const layer = this.#axes.layer(place)?.layer;
    if (layer !== undefined && highlight.getState().layer !== layer.name)
      highlight.setState({ layer: layer.name, block: layer.block });
  }

  /** Names of lanes and stages, and frames of the maps. */
  #axis(height: number): VerticalAxis {
    const text = this.#messages.history;
    const lanes = this.series().layout.lanes.map(({ id }) => laneName(id));
    const rows = (y: number): number => y;
    return {
      key: lanes.join(),
      place: rows,
      free: rows,
      top: 0,
      bottom: height,
      ticks: [],
      boxes: lanes.map((_, lane) => {
        const top = mapTop(this.#rows, lane);
        return { top, bottom: top + mapHeight(this.#rows[lane] ?? 0), role: 'frame' };
      }),
      labels: lanes.flatMap((name, lane) => {
        const top = mapTop(this.#rows, lane);
        return [
          { at: top - STRIP + 20, text: name, side: 'above' as const },
          ...rowLabels(this.#axes.of(lane)).map(({ at, name: row }) => ({
            at: top + at + 4,
            text:
              typeof row === 'string'
                ? text[row]
                : 'layer' in row
                  ? text.layer(row.layer)
                  : text.stage(row.stage + 1),
            side: 'beside' as const,
          })),
        ];
      }),
    };
  }
}

/** Around cells, not over them: a column may be a pixel wide. */
function outline(
  { context }: Parameters<Mark>[0],
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const { ink, surface } = chartColours();
  for (const [colour, thickness] of [
    [surface, 3],
    [ink, 1.25],
  ] as const) {
    context.lineWidth = thickness;
    context.strokeStyle = colour;
    context.strokeRect(x - 1.5, y - 1.5, width + 3, height + 3);
  }
}
