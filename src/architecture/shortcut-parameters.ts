/** The parameters that a gradient reaches only where a skip connection is on. */
import type { LanePlan } from './plan-experiment';

/**
 * By name, the index of the block whose shortcut leads to them: those of its projection, of the projection's norm and of its
 * gate. With a gain of 0 nothing flows back to them, and no step may move them.
 */
export function shortcutParameters(plan: LanePlan): ReadonlyMap<string, number> {
  return new Map(
    plan.blocks.flatMap(({ index, projection, gate }) =>
      [projection, gate?.layer ?? null].flatMap((layer) =>
        (layer?.parameters ?? []).map(({ name }): [string, number] => [name, index]),
      ),
    ),
  );
}
