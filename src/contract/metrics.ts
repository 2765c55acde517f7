/** How rows of metrics are laid out, which go from the worker to the page as plain numbers. */

/**
 * What a lane has in a row of metrics. Columns are `loss`, `accuracy` (of the training batch, before the update),
 * `grad:NAME` for each layer of its plan: the L2 norm of dL/dW of its weights, before clipping, and where gradients are clipped
 * `clip`: what the step multiplies its gradient with, 1 where it is short enough.
 */
export interface LaneLayout {
  readonly id: string;
  readonly columns: readonly string[];
}

/** What one row of metrics holds: the step, then for each lane in order all of its columns in order. */
export interface MetricsLayout {
  readonly lanes: readonly LaneLayout[];
}

/** The first columns of every lane. */
const FIRST_COLUMNS = ['loss', 'accuracy'] as const;

/** The column of what gradients are multiplied with. */
export const CLIP_COLUMN = 'clip';

/** The layout of lanes with these layers, whose gradients may be clipped. */
export function metricsLayout(
  lanes: readonly { readonly id: string; readonly layers: readonly { readonly name: string }[] }[],
  clips = false,
): MetricsLayout {
  return {
    lanes: lanes.map(({ id, layers }) => ({
      id,
      columns: [
        ...FIRST_COLUMNS,
        ...layers.map(({ name }) => `grad:${name}`),
        ...(clips ? [CLIP_COLUMN] : []),
      ],
    })),
  };
}

/** Where the columns of each lane begin in a row, and behind them its length; the step stands at 0. */
export function rowOffsets({ lanes }: MetricsLayout): readonly number[] {
  const offsets = [1];
  for (const { columns } of lanes) offsets.push((offsets.at(-1) ?? 1) + columns.length);
  return offsets;
}

/**
 * What one row of the live instruments holds, like one of metrics: the columns are those of `architecture/instruments.ts`.
 */
export interface InstrumentLayout extends MetricsLayout {
  /** Steps from one row to the next. A step that is only measured has one always. */
  readonly every: number;
}
