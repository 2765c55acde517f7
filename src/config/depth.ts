/** The same experiment at another depth: equal widths, blocks shared out evenly among the stages. */
import { clearTimeline, setBlocks } from './edit/edit';
import { editLane } from './edit/lane';
import { depthOf, type ExperimentConfig } from './schema';

/**
 * The experiment with so many weight layers in the networks of all lanes, or the nearest number that whole blocks give. Stages
 * without blocks stay empty unless all are; earlier stages take what cannot be shared evenly. Blocks of other settings than
 * their stage are given up, and so is what was recorded while training; lanes keep the gain that prevails in them.
 */
export function withDepth(experiment: ExperimentConfig, depth: number): ExperimentConfig {
  const own = experiment.lanes.filter(
    ({ network, classic }) => network !== undefined && classic === undefined,
  );
  return own.reduce(
    (config, { id }) => editLane(config, id, (view) => deepened(view, depth)),
    deepened(experiment, depth),
  );
}

/** With the network of the experiment that deep. */
function deepened(experiment: ExperimentConfig, depth: number): ExperimentConfig {
  const { network } = experiment;
  const bare = clearTimeline({ ...experiment, network: { ...network, overrides: [] } });
  const perBlock = network.block === 'bottleneck' ? 3 : 2;
  const blocks = Math.max(0, Math.round((depth - 2) / perBlock));
  const used = network.stages.flatMap((stage, index) => (stage.blocks > 0 ? [index] : []));
  const targets = used.length > 0 ? used : network.stages.map((_, index) => index);
  return targets.reduce<ExperimentConfig>((config, stage, place) => {
    const share = Math.floor(blocks / targets.length) + (place < blocks % targets.length ? 1 : 0);
    return setBlocks(config, stage, share);
  }, bare);
}

/** Depths of the experiment's network that these wishes lead to, in ascending order, each once. */
export function depthsOf(experiment: ExperimentConfig, wished: readonly number[]): number[] {
  const depths = wished.map((depth) => depthOf(withDepth(experiment, depth).network));
  return [...new Set(depths)].toSorted((a, b) => a - b);
}
