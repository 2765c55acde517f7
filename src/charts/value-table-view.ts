/** Writes the cells of a ValueTable: norms at the step asked for, and which row is highlighted. */
import type { LayerPlan } from '../architecture/plan';
import type { Messages } from '../i18n/messages';
import { highlightStore, isLitLayer } from '../state/highlight';
import { shownSeries } from '../state/shown';
import { writeAttribute, writeText } from './dom';
import { formatNorm } from './geometry/format';
import type { LaneAxes } from './geometry/lane-axes';
import { ColumnIndex, measured } from './series';
import { rowGroups } from './table-rows';
import type { View } from './use-view';

export class ValueTableView implements View {
  readonly #root: HTMLElement;
  /** Of the rows, in their order. */
  readonly #layers: readonly LayerPlan[];
  readonly #columns: ColumnIndex;
  readonly #messages: Messages['charts'];
  readonly #stepOf: () => number;
  /** Step whose values stand in the cells. */
  #step = -1;
  /** What each cell holds; NaN is a value here, so `undefined` stands for none. */
  readonly #written = new WeakMap<Element, number | undefined>();

  constructor(root: HTMLElement, axes: LaneAxes, messages: Messages['charts'], stepOf: () => number) {
    this.#root = root;
    const groups = rowGroups(axes);
    // A lane has no column in the rows of other groups.
    this.#columns = new ColumnIndex(
      axes.axes.map((_, lane) =>
        groups.flatMap(({ lanes, layers }) =>
          layers.map(({ name }) => (lanes.includes(lane) ? `grad:${name}` : '')),
        ),
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
    if (fresh || step !== this.#step) this.#writeValues(table, rows, step);
    const highlight = highlightStore.getState();
    rows.forEach((line, row) => {
      const layer = this.#layers[row];
      writeAttribute(line, 'data-highlight', String(layer !== undefined && isLitLayer(highlight, layer)));
    });
    return false;
  }

  #writeValues(table: HTMLTableElement, rows: NodeListOf<HTMLTableRowElement>, step: number): void {
    this.#step = step;
    const columns = this.#columns.of(shownSeries);
    writeText(table.querySelector('.chart-table-step'), step >= 0 ? String(step) : this.#messages.table.none);
    writeAttribute(table, 'data-step', step >= 0 ? String(step) : '');
    rows.forEach((line, row) => {
      columns.forEach((own, lane) => {
        const cell = line.cells[lane + 1];
        if (cell) this.#write(cell, measured(shownSeries, lane, own[row] ?? -1, step));
      });
    });
  }

  #write(cell: HTMLTableCellElement, value: number | undefined): void {
    if (this.#written.has(cell) && Object.is(this.#written.get(cell), value)) return;
    this.#written.set(cell, value);
    writeAttribute(cell, 'data-value', value === undefined ? '' : String(value));
    writeText(cell, value === undefined ? this.#messages.table.none : formatNorm(value));
  }
}
