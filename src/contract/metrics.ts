/** How rows of metrics are laid out, which go from the worker to the page as plain numbers. */

/** Test accuracy is measured on the first test images only: all of them would cost as much as many steps. */
export const TEST_IMAGES = 500;

/** What a column holds of a layer: the L2 norm of dL/dW of its weights, before clipping. */
type GradientColumn = `grad:${string}`;

/**
 * What a lane has in a row of metrics: loss and accuracy of the training batch, before the update, the gradient norm of each layer
 * of its plan, and where gradients are clipped what the step multiplies its gradient with, 1 where it is short enough.
 */
export type MetricColumn = 'loss' | 'accuracy' | GradientColumn | 'clip';

const GRADIENT = 'grad:';

/** The column of a layer's gradient norm. */
export function gradientOf(layer: string): GradientColumn {
  return `${GRADIENT}${layer}`;
}

/** The layer whose gradient norm a column holds; null where it holds something else. */
export function gradientLayer(column: string): string | null {
  return column.startsWith(GRADIENT) ? column.slice(GRADIENT.length) : null;
}

/** The columns of a lane, in their order. */
export interface LaneLayout<Column extends string = string> {
  readonly id: string;
  readonly columns: readonly Column[];
}

/** What one row holds: the step, then for each lane in order all of its columns in order. */
export interface RowLayout<Column extends string = string> {
  readonly lanes: readonly LaneLayout<Column>[];
}

export type MetricsLayout = RowLayout<MetricColumn>;

/** The layout of lanes with these layers, whose gradients may be clipped. */
export function metricsLayout(
  lanes: readonly { readonly id: string; readonly layers: readonly { readonly name: string }[] }[],
  clips = false,
): MetricsLayout {
  return {
    lanes: lanes.map(({ id, layers }) => ({
      id,
      columns: [
        'loss',
        'accuracy',
        ...layers.map(({ name }) => gradientOf(name)),
        ...(clips ? (['clip'] as const) : []),
      ],
    })),
  };
}

/** Where the columns of each lane begin in a row, and behind them its length; the step stands at 0. */
export function rowOffsets({ lanes }: RowLayout): readonly number[] {
  const offsets = [1];
  for (const { columns } of lanes) offsets.push((offsets.at(-1) ?? 1) + columns.length);
  return offsets;
}

/** What one row of the live instruments holds; the columns are those of `architecture/instruments.ts`. */
export interface InstrumentLayout extends RowLayout {
  /** Steps from one row to the next. A step that is only measured has one always. */
  readonly every: number;
}
