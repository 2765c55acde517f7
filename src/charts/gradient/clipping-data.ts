/** How clipping went, from what each step has multiplied its gradient with. */
import type { MetricsStore } from '../../state/metrics';
import type { StepSpan } from '../../state/span';
import { rowsWithin } from '../geometry/held-steps';
import { CLIP_COLUMN } from '../../contract/metrics';

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
    const column = store.column(lane, CLIP_COLUMN);
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
