/**
 * Where the layers of a plan stand from input to output, where its stages begin and end, and the layers of several lanes on one
 * axis. Lanes of the same layers stand on the numbers of these; where they differ, each lane's layers are spread from input to
 * output, so that one reads what is at the same share of the way.
 */
import type { ImageShape, LayerPlan } from '../../architecture/plan';
import type { LanePlan } from '../../architecture/plan-experiment';
import type { LayerSpan } from '../../state/layer-span';

export interface LayerPlace {
  readonly layer: LayerPlan;
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
    return { layer, position, onMainLine };
  });
  return axisOf(plan, layers, mainCount, 0, Math.max(0, mainCount - 1));
}

/** The part of a plan's axis between two positions: the layers at both of them and those between. */
function cutAxis(plan: LanePlan, from: number, to: number): LayerAxis {
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

/** A layer of a lane: the lane, and the row of its axis. */
export interface LanePlace {
  readonly lane: number;
  readonly row: number;
}

export class LaneAxes {
  /** Of each lane. */
  readonly axes: readonly LayerAxis[];
  /** The lane with the most layers, the earliest of equals: its positions are those of the common axis. */
  readonly longest: number;
  /** Whether all lanes have layers of the same names. */
  readonly same: boolean;
  readonly plans: readonly LanePlan[];

  /** @param span What is shown of them; a span whose ends no lane has shows all. */
  constructor(plans: readonly LanePlan[], span: LayerSpan | null = null) {
    this.plans = plans;
    const known = new Map<LanePlan, LayerAxis>();
    const whole = span === null ? null : new LaneAxes(plans);
    this.axes = plans.map((plan, lane) => {
      const axis = known.get(plan) ?? whole?.within(span, lane) ?? layerAxis(plan);
      known.set(plan, axis);
      return axis;
    });
    const counts = this.axes.map(({ mainCount }) => mainCount);
    this.longest = Math.max(0, counts.indexOf(Math.max(...counts)));
    const names = plans.map(({ layers }) => layers.map(({ name }) => name).join());
    this.same = names.every((each) => each === names[0]);
  }

  /** Axis of the lane with the most layers. */
  get reference(): LayerAxis {
    return this.of(this.longest);
  }

  of(lane: number): LayerAxis {
    return this.axes[lane] ?? { layers: [], mainCount: 1, from: 0, to: 0, stages: [], ends: null };
  }

  /** Where a position on a lane's own axis stands on the common one. */
  place(lane: number, position: number): number {
    const { mainCount } = this.of(lane);
    if (this.same || mainCount < 2) return position;
    return (position * (this.reference.mainCount - 1)) / (mainCount - 1);
  }

  /** The part of a lane's axis between the layers that stand for the ends of a span; null where there are none. */
  within(span: LayerSpan | null, lane: number): LayerAxis | null {
    const [first, last] = [this.find(span?.first ?? null), this.find(span?.last ?? null)];
    const plan = this.plans[lane];
    if (first === null || last === null || plan === undefined) return null;
    const positions = [first, last].map((place) => {
      const row = this.counterpart(place, lane);
      return this.of(lane).layers[row]?.position ?? 0;
    });
    // A projection stands between two layers of the main line, and is shown with both.
    return cutAxis(plan, Math.floor(Math.min(...positions)), Math.ceil(Math.max(...positions)));
  }

  /** Name of the main-line layer of the lane with the most that is nearest to a position on the common axis. */
  nameAt(position: number): string {
    const main = this.reference.layers.filter(({ onMainLine }) => onMainLine);
    const row = nearestRow({ ...this.reference, layers: main }, position);
    return main[row]?.layer.name ?? '';
  }

  layer({ lane, row }: LanePlace): LayerPlace | undefined {
    return this.axes[lane]?.layers[row];
  }

  /** A layer by its name: in the lane with the most layers if that has it, else in the first that does; null if none. */
  find(name: string | null): LanePlace | null {
    if (name === null) return null;
    for (const lane of [this.longest, ...this.axes.keys()]) {
      const row = this.of(lane).layers.findIndex(({ layer }) => layer.name === name);
      if (row >= 0) return { lane, row };
    }
    return null;
  }

  /** Row of a lane that stands for a layer: the one of its name, else the nearest on the common axis; -1 without any. */
  counterpart(place: LanePlace, lane: number): number {
    const given = this.layer(place);
    if (given === undefined) return -1;
    const axis = this.of(lane);
    const named = axis.layers.findIndex(({ layer }) => layer.name === given.layer.name);
    if (named >= 0) return named;
    const at = this.place(place.lane, given.position);
    const scale = this.place(lane, 1);
    return nearestRow(axis, scale > 0 ? at / scale : at);
  }
}
