/**
 * Norms of all layers at one step as a real table, kept current by direct writes in the animation frame. `data-value`
 * holds the number as JavaScript writes it, the text three significant digits.
 */
import type { RefObject } from 'react';
import { useMessages, type Messages } from '../../i18n/messages';
import type { LaneAxes } from '../geometry/layer-axes';
import { useLaneNames, useLanes, ColumnIndex, measured } from './series';
import type { LayerPlan } from '../../architecture/plan';
import { highlightStore, isLitLayer } from '../../state/highlight';
import { instrumentStore } from '../../state/instruments';
import { metricsStore } from '../../state/metrics';
import { shownSeries } from '../../state/layer-series';
import { writeAttribute, writeText } from './dom';
import { formatNorm } from '../geometry/format';
import type { View } from './frame';

interface ValueTableProps {
  /** Layers that are shown of every lane. */
  readonly axes: LaneAxes;
  readonly caption: string;
  readonly region: string;
  readonly testId?: string;
  /** The scrolling element: out of sight while the details around it are closed. */
  readonly reference?: RefObject<HTMLDivElement | null>;
}

export function ValueTable({ axes, caption, region, testId, reference }: ValueTableProps) {
  const messages = useMessages().charts;
  const lanes = useLanes();
  const names = useLaneNames();
  const groups = rowGroups(axes);
  return (
    <div className="chart-table-scroll" role="region" aria-label={region} tabIndex={0} ref={reference}>
      <table className="chart-table chart-value-table" data-testid={testId}>
        <caption>
          <span>{caption}</span> <span className="chart-table-step" translate="no" />
        </caption>
        <thead>
          <tr>
            <th scope="col">{messages.table.layer}</th>
            {lanes.map((lane, index) => (
              <th scope="col" key={lane}>
                {names[index]}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.lanes.join()}>
            {groups.length > 1 && (
              <tr className="chart-table-group">
                <th scope="rowgroup" colSpan={lanes.length + 1}>
                  {messages.table.group(group.lanes.map((lane) => names[lane] ?? ''))}
                </th>
              </tr>
            )}
            {group.layers.map((layer) => (
              <tr key={layer.name} data-layer={layer.name} translate="no">
                <th scope="row">{layer.name}</th>
                {lanes.map((lane) => (
                  <td key={lane} data-lane={lane} data-value="">
                    {messages.table.none}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** Lanes of the same layers share their rows, the others follow in groups. */
interface RowGroup {
  /** Lanes that have these layers. */
  readonly lanes: readonly number[];
  readonly layers: readonly LayerPlan[];
}

/** The layers of the lanes that are shown, group by group. */
function rowGroups({ axes }: LaneAxes): readonly RowGroup[] {
  const groups = new Map<string, { lanes: number[]; layers: readonly LayerPlan[] }>();
  axes.forEach((axis, lane) => {
    const layers = axis.layers.map(({ layer }) => layer);
    const key = layers.map(({ name }) => name).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { lanes: [lane], layers });
    else group.lanes.push(lane);
  });
  return [...groups.values()];
}

/** Which step is being written into the cells. */
interface Writing {
  readonly step: number;
  /** Of the series, when it began. */
  readonly version: number;
  /** The row that comes next. */
  row: number;
}

/** Cells are laid out anew when their texts change: so many rows take a few milliseconds. */
const ROWS_PER_FRAME = 32;

/** Writes the cells of a ValueTable: norms at the step asked for, and which row is highlighted. */
export class ValueTableView implements View {
  readonly #root: HTMLElement;
  /** Of the rows, in their order. */
  readonly #layers: readonly LayerPlan[];
  readonly #columns: ColumnIndex;
  readonly #messages: Messages['charts'];
  readonly #stepOf: () => number;
  /** What is being written, null between two writings. */
  #writing: Writing | null = null;
  /** Step whose values stand in all cells. */
  #step = -1;
  /** What each cell holds; NaN is a value here, so `undefined` stands for none. */
  readonly #written = new WeakMap<Element, number | undefined>();

  constructor(root: HTMLElement, axes: LaneAxes, messages: Messages['charts'], stepOf: () => number) {
    this.#root = root;
    const groups = rowGroups(axes);
    // A lane has no column in the rows of other groups.
    this.#columns = new ColumnIndex(
      axes.axes.map((_, lane) =>
        groups.flatMap(({ lanes, layers }) => layers.map(({ name }) => (lanes.includes(lane) ? name : null))),
      ),
    );
    this.#layers = groups.flatMap(({ layers }) => layers);
    this.#messages = messages;
    this.#stepOf = stepOf;
  }

  dispose(): void {
    // The cells belong to React.
  }

  draw(_: number, fresh: boolean): boolean {
    const table = this.#root.querySelector<HTMLTableElement>('.chart-value-table');
    if (!table) return false;
    const rows = table.querySelectorAll<HTMLTableRowElement>('tr[data-layer]');
    const step = this.#stepOf();
    const version = metricsStore.changes + instrumentStore.changes;
    if (fresh || step !== this.#step) this.#writing ??= { step, version, row: 0 };
    const isOutdated = this.#writing !== null && this.#writing.version !== version;
    const isMore = this.#writing !== null && this.#writeRows(table, rows, this.#writing);
    const highlight = highlightStore.getState();
    rows.forEach((line, row) => {
      const layer = this.#layers[row];
      writeAttribute(line, 'data-highlight', String(layer !== undefined && isLitLayer(highlight, layer)));
    });
    return isMore || isOutdated || step !== this.#step;
  }

  /** Writes as many rows as a frame has time for; returns whether more are left. The step is told once all of them have it. */
  #writeRows(table: HTMLTableElement, rows: NodeListOf<HTMLTableRowElement>, writing: Writing): boolean {
    const { step } = writing;
    const series = shownSeries();
    const columns = this.#columns.of(series);
    const end = Math.min(rows.length, writing.row + ROWS_PER_FRAME);
    for (let row = writing.row; row < end; row++) {
      columns.forEach((own, lane) => {
        const cell = rows[row]?.cells[lane + 1];
        if (cell) this.#write(cell, measured(series, lane, own[row] ?? -1, step));
      });
    }
    writing.row = end;
    if (end < rows.length) return true;
    this.#writing = null;
    this.#step = step;
    writeText(table.querySelector('.chart-table-step'), step >= 0 ? String(step) : this.#messages.table.none);
    writeAttribute(table, 'data-step', step >= 0 ? String(step) : '');
    return false;
  }

  #write(cell: HTMLTableCellElement, value: number | undefined): void {
    if (this.#written.has(cell) && Object.is(this.#written.get(cell), value)) return;
    this.#written.set(cell, value);
    writeAttribute(cell, 'data-value', value === undefined ? '' : String(value));
    writeText(cell, value === undefined ? this.#messages.table.none : formatNorm(value));
  }
}
