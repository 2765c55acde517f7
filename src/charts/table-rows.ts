/** Rows of a table of all layers of all lanes: lanes of the same layers share theirs, the others follow in groups. */
import type { LayerPlan } from '../architecture/plan';
import type { LanePlan } from '../architecture/plan-experiment';

export interface RowGroup {
  /** Lanes that have these layers. */
  readonly lanes: readonly number[];
  readonly layers: readonly LayerPlan[];
}

/** The layers of the lanes, group by group. */
export function rowGroups(plans: readonly LanePlan[]): readonly RowGroup[] {
  const groups = new Map<string, { lanes: number[]; layers: readonly LayerPlan[] }>();
  plans.forEach(({ layers }, lane) => {
    const key = layers.map(({ name }) => name).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { lanes: [lane], layers });
    else group.lanes.push(lane);
  });
  return [...groups.values()];
}
