/** Changes of all stages of the experiment's network at once. Pure, like those of `edit.ts`. */
import { defaultWidths } from '../defaults';
import { STAGE_DEFAULTS, type ExperimentConfig, type StageConfig } from '../schema';
import { setBlocks } from './edit';

/** What stages can have alike. Their widths and strides differ in every ResNet: each is twice as wide as the one before, on half its side. */
export type StageChoices = Required<Omit<StageConfig, 'width' | 'stride'>>;

const NAMES = ['blocks', 'dilation', 'groups', 'kernel', 'reduction'] as const;

/** What a stage has, whether it says so or not. */
export function stageChoices(stage: StageConfig): StageChoices {
  const { blocks, dilation, groups, kernel, reduction } = { ...STAGE_DEFAULTS, ...stage };
  return { blocks, dilation, groups, kernel, reduction };
}

/**
 * What all stages have; null where that is not all there is to say of them: where they differ, or their widths do not double,
 * or their strides are not 2 from the second on.
 */
export function commonChoices(stages: readonly StageConfig[]): StageChoices | null {
  const [first] = stages;
  if (first === undefined) return null;
  const choices = stageChoices(first);
  const widths = defaultWidths(first.width, stages.length);
  const isLikeFirst = (stage: StageConfig, index: number): boolean => {
    const own = stageChoices(stage);
    return (
      stage.width === widths[index] &&
      (index === 0 || stage.stride === 2) &&
      NAMES.every((name) => own[name] === choices[name])
    );
  };
  return stages.every(isLikeFirst) ? choices : null;
}

/** Gives all stages a setting; blocks come and go as `setBlocks` says. */
export function setStages(config: ExperimentConfig, part: Partial<StageChoices>): ExperimentConfig {
  const { blocks, ...rest } = part;
  const stages = config.network.stages.map((stage) => ({ ...stage, ...rest }));
  const changed = { ...config, network: { ...config.network, stages } };
  return blocks === undefined
    ? changed
    : stages.reduce<ExperimentConfig>((view, _, index) => setBlocks(view, index, blocks), changed);
}

/** Makes all stages like the first that has blocks, with widths that double from the first one's, and strides of 2 behind it. */
export function equaliseStages(config: ExperimentConfig): ExperimentConfig {
  const { stages } = config.network;
  const model = stages.find(({ blocks }) => blocks > 0) ?? stages[0];
  if (model === undefined) return config;
  const alike = setStages(config, stageChoices(model));
  const widths = defaultWidths(stages[0]?.width ?? model.width, stages.length);
  return {
    ...alike,
    network: {
      ...alike.network,
      stages: alike.network.stages.map((stage, index) => ({
        ...stage,
        width: widths[index] ?? stage.width,
        stride: index === 0 ? stage.stride : 2,
      })),
    },
  };
}
