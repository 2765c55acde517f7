/** Where the layers of a plan stand from input to output, and where its stages begin and end. */
import type { ImageShape, LayerPlan } from '../../architecture/plan';
import type { LanePlan } from '../../architecture/plan-experiment';

export interface LayerPlace {
  readonly layer: LayerPlan;
  /** Column of the metrics that holds its gradient norm. */
  readonly column: string;
  /**
   * Main-line layers stand at 0, 1, 2, …; a projection halfway between the two convolutions of its block, which it
   * bypasses.
   */
  readonly position: number;
  readonly onMainLine: boolean;
}

export interface StageSpan {
  readonly stage: number;
  /** Boundaries, halfway to the neighbouring layers. */
  readonly from: number;
  readonly to: number;
  /** Rows of `layers` (projections included): the first, and the one after the last. */
  readonly firstRow: number;
  readonly endRow: number;
  readonly output: ImageShape;
}

export interface LayerAxis {
  /** In the order of the plan. */
  readonly layers: readonly LayerPlace[];
  /** Layers of the whole main line, also where only some of them are shown. */
  readonly mainCount: number;
  /** Positions of the first and the last main-line layer that are shown. */
  readonly from: number;
  readonly to: number;
  readonly stages: readonly StageSpan[];
  /** First and last convolution of the main line, as rows of `layers`; null if they are the same. */
  readonly ends: readonly [number, number] | null;
}

export function layerAxis(plan: LanePlan): LayerAxis {
  let mainCount = 0;
  const layers = plan.layers.map((layer): LayerPlace => {
    const onMainLine = layer.kind !== 'projection';
    // A projection follows its branch in the plan: its two convolutions stand at mainCount - 2 and mainCount - 1.
    const position = onMainLine ? mainCount++ : mainCount - 1.5;
    return { layer, column: `grad:${layer.name}`, position, onMainLine };
  });
  return axisOf(plan, layers, mainCount, 0, Math.max(0, mainCount - 1));
}

/** The part of a plan's axis between two positions: the layers at both of them and those between. */
export function cutAxis(plan: LanePlan, from: number, to: number): LayerAxis {
  const { layers, mainCount } = layerAxis(plan);
  const shown = layers.filter(({ position }) => from <= position && position <= to);
  return axisOf(plan, shown, mainCount, from, to);
}

function axisOf(
  plan: LanePlan,
  layers: readonly LayerPlace[],
  mainCount: number,
  start: number,
  end: number,
): LayerAxis {
  const stages: StageSpan[] = [];
  const numbers = new Set(plan.blocks.map((block) => block.stage));
  for (const stage of numbers) {
    const rows = layers.flatMap((place, row) => {
      const { block } = place.layer;
      return block !== null && plan.blocks[block]?.stage === stage ? [row] : [];
    });
    const positions = rows.map((row) => layers[row]?.position ?? 0);
    const output = plan.blocks.findLast((block) => block.stage === stage)?.output;
    if (output === undefined || rows.length === 0) continue;
    stages.push({
      stage,
      from: Math.min(...positions) - 0.5,
      to: Math.max(...positions) + 0.5,
      firstRow: Math.min(...rows),
      endRow: Math.max(...rows) + 1,
      output,
    });
  }
  const isMainConvolution = (place: LayerPlace): boolean => place.layer.kind === 'conv';
  const first = layers.findIndex(isMainConvolution);
  const last = layers.findLastIndex(isMainConvolution);
  return { layers, mainCount, from: start, to: end, stages, ends: first === last ? null : [first, last] };
}

/** Row of the layer nearest to a position on the axis; -1 if there is none. */
export function nearestRow(axis: LayerAxis, position: number): number {
  let best = -1;
  let distance = Infinity;
  axis.layers.forEach((place, row) => {
    const d = Math.abs(place.position - position);
    if (d < distance) [best, distance] = [row, d];
  });
  return best;
}
