/** Putting chosen blocks into any place of the network: pure, like the changes of `edit-blocks.ts`. */
import { itemsOf, withItems, type Edited } from './blocks';
import { LIMITS } from '../limits';
import type { ExperimentConfig, NetworkConfig } from '../schema';

/** A place between two blocks, or at an end of a stage. */
export interface Gap {
  readonly stage: number;
  /** Index of the block behind it; where it is the end of its stage, one more than that of the last block. */
  readonly before: number;
}

/** Whether a stage has room for blocks that come from anywhere. */
export function hasRoom(network: NetworkConfig, blocks: readonly number[], stage: number): boolean {
  const chosen = new Set(blocks);
  const first = network.stages.slice(0, stage).reduce((sum, each) => sum + each.blocks, 0);
  const count = network.stages[stage]?.blocks ?? 0;
  const staying = Array.from({ length: count }, (_, i) => first + i).filter((block) => !chosen.has(block));
  return staying.length + chosen.size <= LIMITS.blocks.max;
}

/**
 * Puts blocks into a gap, in their order and side by side; settings of their own, gains and recorded switches go with them,
 * what they have from their stage does not. Null where the stage has no room, or no such gap.
 */
export function placeBlocks(config: ExperimentConfig, blocks: readonly number[], gap: Gap): Edited | null {
  const { stages } = config.network;
  const first = stages.slice(0, gap.stage).reduce((sum, each) => sum + each.blocks, 0);
  const count = stages[gap.stage]?.blocks;
  if (count === undefined || gap.before < first || gap.before > first + count) return null;
  if (!hasRoom(config.network, blocks, gap.stage)) return null;
  const chosen = new Set(blocks);
  const items = itemsOf(config);
  const moved = items.filter((_, block) => chosen.has(block)).map((item) => ({ ...item, stage: gap.stage }));
  const ahead = items.filter((_, block) => !chosen.has(block) && block < gap.before);
  const behind = items.filter((_, block) => !chosen.has(block) && block >= gap.before);
  return {
    config: withItems(config, [...ahead, ...moved, ...behind]),
    blocks: moved.map((_, i) => ahead.length + i),
  };
}
