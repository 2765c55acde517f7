/** Adding and removing stages: pure, like the changes of `edit.ts`. */
import { setBlocks } from './edit';
import { LIMITS } from '../limits';
import type { ExperimentConfig } from '../schema';

/** Adds a stage of one block at the end: twice as wide as the last, with half its side; nothing where there are most. */
export function addStage(config: ExperimentConfig): ExperimentConfig {
  const { network } = config;
  const last = network.stages.at(-1);
  if (last === undefined || network.stages.length >= LIMITS.stages.max) return config;
  const stage = { ...last, blocks: 0, width: Math.min(2 * last.width, LIMITS.stageWidth.max), stride: 2 };
  const stages = [...network.stages, stage];
  return setBlocks({ ...config, network: { ...network, stages } }, stages.length - 1, 1);
}

/** Takes the last stage away with its blocks; nothing where there are fewest. */
export function removeStage(config: ExperimentConfig): ExperimentConfig {
  const count = config.network.stages.length;
  if (count <= LIMITS.stages.min) return config;
  const emptied = setBlocks(config, count - 1, 0);
  return { ...emptied, network: { ...emptied.network, stages: emptied.network.stages.slice(0, -1) } };
}
