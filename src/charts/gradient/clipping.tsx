/** The line that tells whether clipping did anything: how often, and how much in the step that is shown. */
import { useStore } from 'zustand';
import { useMessages } from '../../i18n/messages';
import { metricsStore, type MetricsStore } from '../../state/metrics';
import { spanStore, type StepSpan } from '../../state/span';
import { useSlowly } from '../core/hooks';
import { LaneMark } from '../core/LaneMark';
import { formatNorm, formatShare, formatShort } from '../geometry/format';
import { rowsWithin } from '../geometry/steps';

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

export interface LaneClipping {
  /** Share of the steps looked at whose gradient was too long; one that is held stands for those after it that are not. */
  readonly share: number;
  /** What the last of these steps multiplied its gradient with; 1 where it was short enough. */
  readonly factor: number;
}

/** Of each lane, over the steps of a span or over all that are held; null where none of them is known, or nothing is clipped. */
export function clippingOf(store: MetricsStore, span: StepSpan | null): readonly (LaneClipping | null)[] {
  const window = { start: span?.from ?? 0, span: span === null ? Infinity : span.to + 1 - span.from };
  const [from, end] = rowsWithin(store, window);
  const [first, stop] = [store.stepAt(from) ?? 0, Math.min(store.endStep, window.start + window.span)];
  return store.layout.lanes.map((_, lane) => {
    const column = store.column(lane, 'clip');
    if (column < 0 || end <= from) return null;
    let clipped = 0;
    for (let row = from; row < end; row++) {
      const step = store.stepAt(row) ?? 0;
      const next = row + 1 < end ? (store.stepAt(row + 1) ?? stop) : stop;
      if (store.value(lane, column, step) !== 1) clipped += next - step;
    }
    return {
      share: clipped / (stop - first),
      factor: store.value(lane, column, store.stepAt(end - 1) ?? -1),
    };
  });
}
