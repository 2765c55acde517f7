/** What blocks are called that are deleted in several networks. */
import { planLanes } from '../../architecture/plan-experiment';
import type { ExperimentConfig } from '../../config/schema';

/** Names of blocks by their places: the longest network has one for each. */
export function blockNames(experiment: ExperimentConfig, blocks: readonly number[]): string[] {
  const plans = planLanes(experiment);
  return blocks.map(
    (block) => plans.find((plan) => plan.blocks.length > block)?.blocks[block]?.name ?? String(block + 1),
  );
}
