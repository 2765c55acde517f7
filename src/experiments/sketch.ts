/**
 * The networks of an experiment as a small picture: a line for each, with the layers that stand on it and the skips over it. Few
 * numbers are kept, not a drawing, so that each theme draws it in its own colours.
 */
import { isClassicPlan, planLanes, type LanePlan } from '../architecture/plan-experiment';
import { coloursOf } from '../config/edit/lanes';
import type { ExperimentConfig, LaneConfig } from '../config/schema';
import { gainsAfter } from '../config/switches';

/** A network from its input to its output, in at most `MOST_COLUMNS` columns of one or more neighbours. */
export interface LaneSketch {
  /** Which of the page's lane colours it has. */
  readonly colour: number;
  /** Of each column, how large its feature maps are: from 0 to 1, the side of the input. */
  readonly sides: readonly number[];
  /** Mean skip gain of each column's blocks; none where the network has no skips at all. */
  readonly gains: readonly number[];
}

export type Sketch = readonly LaneSketch[];

/** More arcs than that are one grey band at the size of a picture. */
export const MOST_COLUMNS = 36;

/** Rounded: no more can be seen. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Neighbours together, in as many parts as there may be. */
function columnsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  const columns = Math.min(MOST_COLUMNS, all.length);
  return Array.from({ length: columns }, (_, i) =>
    all.slice(Math.floor((i * all.length) / columns), Math.floor(((i + 1) * all.length) / columns)),
  );
}

function sketchLane(plan: LanePlan, gains: readonly number[], colour: number): LaneSketch {
  const side = (height: number): number => height / plan.input.height;
  if (isClassicPlan(plan)) {
    const sides = plan.layers.map(({ output }) => side(output.height));
    return { colour, sides: columnsOf(sides).map((of) => rounded(mean(of))), gains: [] };
  }
  const blocks = plan.blocks.map(({ output, index }) => ({
    side: side(output.height),
    gain: gains[index] ?? 0,
  }));
  const columns = columnsOf(blocks);
  return {
    colour,
    sides: columns.map((of) => rounded(mean(of.map((block) => block.side)))),
    gains: columns.map((of) => rounded(mean(of.map(({ gain }) => gain)))),
  };
}

/** Skip gains of a lane after all of its recorded switches. */
function gainsOf(
  { timeline }: Pick<ExperimentConfig, 'timeline'>,
  { id, gains }: LaneConfig,
): readonly number[] {
  return timeline.filter(({ lane }) => lane === id).reduce(gainsAfter, gains);
}

/** The picture of an experiment's networks as they stand after all that was recorded. */
export function sketchOf(config: ExperimentConfig): Sketch {
  const colours = coloursOf(config.lanes);
  const plans = planLanes(config);
  return config.lanes.flatMap((lane, index) => {
    const plan = plans[index];
    return plan === undefined ? [] : [sketchLane(plan, gainsOf(config, lane), colours[index] ?? index)];
  });
}

const isShare = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 1_000;

const isColumns = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MOST_COLUMNS && value.every(isShare);

/** A sketch that was kept; null where it is none. */
export function readSketch(value: unknown): Sketch | null {
  if (!Array.isArray(value)) return null;
  const lanes = value.flatMap((lane: unknown): LaneSketch[] => {
    const { colour, sides, gains } = (lane ?? {}) as Partial<Record<keyof LaneSketch, unknown>>;
    const isLane = isShare(colour) && Number.isInteger(colour) && isColumns(sides) && isColumns(gains);
    return isLane && sides.every((side) => side >= 0) ? [{ colour, sides, gains }] : [];
  });
  return lanes.length === value.length ? lanes : null;
}
