/** Rows of a table of all layers of all lanes: lanes of the same layers share theirs, the others follow in groups. */
import type { LayerPlan } from '../../architecture/plan';
import type { LaneAxes } from '../geometry/lane-axes';

export interface RowGroup {
  /** Lanes that have these layers. */
  readonly lanes: readonly number[];
  readonly layers: readonly LayerPlan[];
}

/** The layers of the lanes that are shown, group by group. */
export function rowGroups({ axes }: LaneAxes): readonly RowGroup[] {
  const groups = new Map<string, { lanes: number[]; layers: readonly LayerPlan[] }>();
  axes.forEach((axis, lane) => {
    const layers = axis.layers.map(({ layer }) => layer);
    const key = layers.map(({ name }) => name).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { lanes: [lane], layers });
    else group.lanes.push(lane);
  });
  return [...groups.values()];
}
