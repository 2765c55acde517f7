/** Writes the cells of a ValueTable: norms at the step asked for, and which row is highlighted. */
import type { NetworkPlan } from '../architecture/plan';
import type { Messages } from '../i18n/messages';
import { highlightStore } from '../state/highlight';
import { metricsStore } from '../state/metrics';
import { writeAttribute, writeText } from './dom';
import { formatNorm } from './geometry/format';
import { ColumnIndex, measured } from './series';
import type { View } from './use-view';

export class ValueTableView implements View {
  readonly #root: HTMLElement;
  readonly #columns: ColumnIndex;
  readonly #messages: Messages['charts'];
  readonly #stepOf: () => number;
  /** What each cell holds; NaN is a value here, so `undefined` stands for none. */
  readonly #written = new WeakMap<Element, number | undefined>();

  constructor(root: HTMLElement, plan: NetworkPlan, messages: Messages['charts'], stepOf: () => number) {
    this.#root = root;
    this.#columns = new ColumnIndex(plan.layers.map((layer) => `grad:${layer.name}`));
    this.#messages = messages;
    this.#stepOf = stepOf;
  }

  dispose(): void {
    // The cells belong to React.
  }

  draw(): boolean {
    const table = this.#root.querySelector<HTMLTableElement>('.chart-value-table');
    const body = table?.tBodies[0];
    if (!table || !body) return false;
    const columns = this.#columns.of(metricsStore);
    const step = this.#stepOf();
    const { layer } = highlightStore.getState();
    writeText(table.querySelector('.chart-table-step'), step >= 0 ? String(step) : this.#messages.table.none);
    writeAttribute(table, 'data-step', step >= 0 ? String(step) : '');
    columns.forEach((column, row) => {
      const line = body.rows[row];
      if (line === undefined) return;
      writeAttribute(line, 'data-highlight', String(line.dataset['layer'] === layer));
      metricsStore.layout.lanes.forEach((_, lane) => {
        const cell = line.cells[lane + 1];
        if (cell) this.#write(cell, measured(metricsStore, lane, column, step));
      });
    });
    return false;
  }

  #write(cell: HTMLTableCellElement, value: number | undefined): void {
    if (this.#written.has(cell) && Object.is(this.#written.get(cell), value)) return;
    this.#written.set(cell, value);
    writeAttribute(cell, 'data-value', value === undefined ? '' : String(value));
    writeText(cell, value === undefined ? this.#messages.table.none : formatNorm(value));
  }
}
