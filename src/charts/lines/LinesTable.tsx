/** The lines as a table: some of the steps in sight, of each chosen layer of each lane. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { quantityStore } from '../../state/quantity';
import { shownSeries } from '../../state/layer-series';
import { spanStore } from '../../state/span';
import { decimateHeld } from '../geometry/decimate';
import { formatNorm } from '../geometry/format';
import type { LaneAxes } from '../geometry/lane-axes';
import { measured } from '../core/series';
import { shownWindow } from '../core/shown-window';
import { useSlowly } from '../core/use-slowly';
import { linesOf } from './lines-data';

/** Most rows of the table. */
const ROWS = 50;

interface LinesTableProps {
  readonly axes: LaneAxes;
  /** Names of the layers that are drawn. */
  readonly layers: readonly string[];
  /** Names of the lanes. */
  readonly names: readonly string[];
}

export function LinesTable({ axes, layers, names }: LinesTableProps) {
  useSlowly();
  useStore(spanStore);
  const messages = useMessages().charts;
  const text = messages.lines;
  const shown = useStore(quantityStore);
  const { steps, stride } = decimateHeld(shownSeries, shownWindow(shownSeries), ROWS);
  const columns = linesOf(layers, axes).map(({ lane, row }) => {
    const place = axes.layer({ lane, row });
    const column = shownSeries.column(lane, place?.column ?? '');
    return { lane, column, title: text.column(names[lane] ?? '', place?.layer.name ?? '') };
  });
  return (
    <div className="chart-table-scroll" role="region" aria-label={text.region} tabIndex={0}>
      <table className="chart-table" data-testid="lines-table">
        <caption>{text.caption(messages.shown.text(shown), stride)}</caption>
        <thead>
          <tr>
            <th scope="col">{text.step}</th>
            {columns.map(({ title }, i) => (
              <th scope="col" key={`${i} ${title}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step} data-step={step} translate="no">
              <th scope="row">{step}</th>
              {columns.map(({ lane, column, title }, i) => {
                const value = measured(shownSeries, lane, column, step);
                return (
                  <td key={`${i} ${title}`} data-value={value === undefined ? '' : String(value)}>
                    {value === undefined ? messages.table.none : formatNorm(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
