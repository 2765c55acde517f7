/** The line that tells whether clipping did anything: how often, and how much in the step that is shown. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { metricsStore } from '../../state/metrics';
import { spanStore } from '../../state/span';
import { formatNorm, formatShare, formatShort } from '../geometry/format';
import { LaneMark } from '../core/LaneMark';
import { useSlowly } from '../core/use-slowly';
import { clippingOf } from './clipping-data';

/** Milliseconds between two renders: one step is to be seen at once. */
const INTERVAL = 250;

export function Clipping({
  largest,
  names,
}: {
  readonly largest: number;
  readonly names: readonly string[];
}) {
  const text = useMessages().charts.gradient.clipping;
  const span = useStore(spanStore, (state) => state.span);
  useSlowly(INTERVAL);
  const lanes = clippingOf(metricsStore, span);
  return (
    <ul className="chart-legend" aria-label={text.title} data-testid="clipping">
      <li className="chart-legend-note">{text.lead(formatShort(largest))}</li>
      {lanes.map((lane, index) => (
        <li key={metricsStore.layout.lanes[index]?.id} title={names[index]}>
          <LaneMark lane={index} /> <span className="visually-hidden">{names[index]}</span>{' '}
          <span translate="no">
            {lane === null
              ? '–'
              : text.lane(formatShare(lane.share), lane.factor === 1 ? '1' : formatNorm(lane.factor))}
          </span>
        </li>
      ))}
    </ul>
  );
}
