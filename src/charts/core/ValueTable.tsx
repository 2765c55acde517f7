/**
 * Norms of all layers at one step as a real table, kept current by direct writes in the animation frame. `data-value`
 * holds the number as JavaScript writes it, the text three significant digits.
 */
import './tables.css';
import { useCallback, useRef } from 'react';
import type { LayerPlan } from '../../architecture/plan';
import { useMessages, type Messages } from '../../i18n/messages';
import { highlightStore, isLitLayer } from '../../state/highlight';
import { instrumentStore } from '../../state/instruments';
import { metricsStore } from '../../state/metrics';
import { formatNorm } from '../geometry/format';
import type { LaneAxes } from '../geometry/layer-axes';
import { writeAttribute, writeText } from './dom';
import type { View } from './frame';
import { useView, type ViewOptions } from './hooks';
import { useLaneNames, useLanes, type Profile } from './series';

interface ValueTableProps {
  /** Layers that are shown of every lane. */
  readonly axes: LaneAxes;
  /** What stands in it; must be stable. */
  readonly read: () => Profile;
  readonly caption: string;
  readonly region: string;
  readonly testId?: string;
  /** When it is written; else whenever something changed and it is in sight. */
  readonly written?: ViewOptions;
}

export function ValueTable({ axes, read, caption, region, testId, written }: ValueTableProps) {
  const messages = useMessages().charts;
  // Out of sight while the details around it are closed.
  const element = useRef<HTMLDivElement>(null);
  const create = useCallback(
    (root: HTMLElement) => new ValueTableView(root, axes, messages, read),
    [axes, messages, read],
  );
  useView(element, create, written);
  const lanes = useLanes();
  const names = useLaneNames();
  const groups = rowGroups(axes);
  return (
    <div className="chart-table-scroll" role="region" aria-label={region} tabIndex={0} ref={element}>
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

/** What is being written into the cells. */
interface Writing {
  readonly profile: Profile;
  /** Of the series, when it began. */
  readonly version: number;
  /** The row that comes next. */
  row: number;
}

/** Cells are laid out anew when their texts change: so many rows take a few milliseconds. */
const ROWS_PER_FRAME = 32;

/** Writes the cells of a ValueTable: norms at the step asked for, and which row is highlighted. */
class ValueTableView implements View {
  readonly #root: HTMLElement;
  /** Of the rows, in their order, with their place in each lane that has them. */
  readonly #rows: readonly {
    readonly layer: LayerPlan;
    readonly lanes: readonly number[];
    readonly at: number;
  }[];
  readonly #messages: Messages['charts'];
  readonly #read: () => Profile;
  /** What is being written, null between two writings. */
  #writing: Writing | null = null;
  /** Step whose values stand in all cells. */
  #step = -1;
  /** What each cell holds; NaN is a value here, so `undefined` stands for none. */
  readonly #written = new WeakMap<Element, number | undefined>();

  constructor(root: HTMLElement, axes: LaneAxes, messages: Messages['charts'], read: () => Profile) {
    this.#root = root;
    this.#rows = rowGroups(axes).flatMap(({ lanes, layers }) =>
      layers.map((layer, at) => ({ layer, lanes, at })),
    );
    this.#messages = messages;
    this.#read = read;
  }

  dispose(): void {
    // The cells belong to React.
  }

  draw(_: number, fresh: boolean): boolean | 'later' {
    const table = this.#root.querySelector<HTMLTableElement>('.chart-value-table');
    if (!table) return false;
    const rows = table.querySelectorAll<HTMLTableRowElement>('tr[data-layer]');
    const profile = this.#read();
    const version = metricsStore.changes + instrumentStore.changes;
    if (fresh || profile.step !== this.#step) this.#writing ??= { profile, version, row: 0 };
    const isOutdated = this.#writing !== null && this.#writing.version !== version;
    const isMore = this.#writing !== null && this.#writeRows(table, rows, this.#writing);
    const highlight = highlightStore.getState();
    rows.forEach((line, row) => {
      const layer = this.#rows[row]?.layer;
      writeAttribute(line, 'data-highlight', String(layer !== undefined && isLitLayer(highlight, layer)));
    });
    // What came while it was written may wait: many steps come while one is read.
    return isMore || ((isOutdated || profile.step !== this.#step) && 'later');
  }

  /** Writes as many rows as a frame has time for; returns whether more are left. The step is told once all of them have it. */
  #writeRows(table: HTMLTableElement, rows: NodeListOf<HTMLTableRowElement>, writing: Writing): boolean {
    const { step, norms } = writing.profile;
    const end = Math.min(rows.length, writing.row + ROWS_PER_FRAME);
    for (let row = writing.row; row < end; row++) {
      const { lanes = [], at = -1 } = this.#rows[row] ?? {};
      norms.forEach((own, lane) => {
        // A lane has no values in the rows of other groups.
        const cell = rows[row]?.cells[lane + 1];
        if (cell) this.#write(cell, lanes.includes(lane) ? own[at] : undefined);
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
