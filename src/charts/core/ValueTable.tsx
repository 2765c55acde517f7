/**
 * Norms of all layers at one step as a real table, kept current by direct writes in the animation frame. `data-value`
 * holds the number as JavaScript writes it, the text three significant digits.
 */
import type { RefObject } from 'react';
import { useMessages } from '../../i18n/messages';
import type { LaneAxes } from '../geometry/lane-axes';
import { useLaneNames, useLanes } from './series';
import { rowGroups } from './table-rows';

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
