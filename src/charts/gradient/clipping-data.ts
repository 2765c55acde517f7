/** How clipping went, from what each step has multiplied its gradient with. */
import type { MetricsStore } from '../../state/metrics';
import type { StepSpan } from '../../state/span';
import { CLIP_COLUMN } from '../../worker/protocol';

export interface LaneClipping {
  /** Share of the steps looked at whose gradient was too long. */
  readonly share: number;
  /** What the last of these steps multiplied its gradient with; 1 where it was short enough. */
  readonly factor: number;
}

/** Of each lane, over the steps of a span or over all that are held; null where none of them is known, or nothing is clipped. */
export function clippingOf(store: MetricsStore, span: StepSpan | null): readonly (LaneClipping | null)[] {
  const from = Math.max(store.firstStep, span?.from ?? 0);
  const end = Math.min(store.endStep, span === null ? Infinity : span.to + 1);
  return store.layout.lanes.map((_, lane) => {
    const column = store.column(lane, CLIP_COLUMN);
    if (column < 0 || end <= from) return null;
    let clipped = 0;
    for (let step = from; step < end; step++) if (store.value(lane, column, step) !== 1) clipped++;
    return { share: clipped / (end - from), factor: store.value(lane, column, end - 1) };
  });
}
