import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { repairConfig } from '../codec/repair';
import { decode, encode } from '../codec/url';
import { DEFAULTS } from '../defaults';
import { depthOf, type ExperimentConfig, type StageConfig } from '../schema';
import { setDepth } from './edit';
import { commonChoices, equaliseStages, setStages, stageChoices } from './stages';

const withStages = (...stages: StageConfig[]): ExperimentConfig => {
  const count = stages.reduce((sum, { blocks }) => sum + blocks, 0);
  const gains = Array.from({ length: count }, (_, block) => block / 100);
  return {
    ...DEFAULTS,
    network: { ...DEFAULTS.network, stages },
    lanes: [{ id: 'residual', gains }],
  };
};
const counts = ({ network }: ExperimentConfig): readonly number[] =>
  network.stages.map(({ blocks }) => blocks);
/** As it comes back from its link. */
const reopened = (config: ExperimentConfig): ExperimentConfig =>
  decode(encode(repairConfig(config).config)).config;

describe('what all stages have', () => {
  it('is told of stages that double their widths and halve the side', () => {
    expect(commonChoices(DEFAULTS.network.stages)).toStrictEqual({
      blocks: 9,
      kernel: 3,
      dilation: 1,
      groups: 1,
      reduction: 0,
    });
  });

  it.each<[string, Partial<StageConfig>]>([
    ['blocks', { blocks: 8 }],
    ['kernel', { kernel: 5 }],
    ['dilation', { dilation: 2 }],
    ['groups', { groups: 2 }],
    ['squeeze-and-excitation', { reduction: 4 }],
    ['width', { width: 17 }],
    ['stride', { stride: 1 }],
  ])('is not told where the second differs in its %s', (_, part) => {
    const stages = DEFAULTS.network.stages.map((stage, at) => (at === 1 ? { ...stage, ...part } : stage));
    expect(commonChoices(stages)).toBeNull();
  });

  it('counts what is as in the papers, said or not, and any stride of the first stage', () => {
    const stages = DEFAULTS.network.stages.map((stage, at) =>
      at === 0 ? { ...stage, stride: 2, kernel: 3, reduction: 0 } : stage,
    );
    expect(commonChoices(stages)).not.toBeNull();
  });
});

describe('setting all stages', () => {
  const base = withStages(
    { blocks: 2, width: 8, stride: 1, kernel: 5 },
    { blocks: 0, width: 24, stride: 1 },
    { blocks: 1, width: 16, stride: 1 },
  );

  it('gives each so many blocks, and those that stay keep their gains', () => {
    const changed = setStages(base, { blocks: 1 });
    expect(counts(changed)).toStrictEqual([1, 1, 1]);
    expect(changed.lanes[0]?.gains).toStrictEqual([0, 0, 0.02]);
  });

  it('leaves all else of a stage as it is', () => {
    const { stages } = setStages(base, { groups: 4 }).network;
    expect(stages).toStrictEqual(base.network.stages.map((stage) => ({ ...stage, groups: 4 })));
  });

  it('makes them like the first that has blocks', () => {
    const late = withStages(
      { blocks: 0, width: 8, stride: 2 },
      { blocks: 3, width: 8, stride: 1, groups: 2 },
      { blocks: 1, width: 9, stride: 1 },
    );
    expect(reopened(equaliseStages(late)).network.stages).toStrictEqual([
      { blocks: 3, width: 8, stride: 2, groups: 2 },
      { blocks: 3, width: 16, stride: 2, groups: 2 },
      { blocks: 3, width: 32, stride: 2, groups: 2 },
    ]);
  });

  it('makes any stages alike, once, and a link of them is exact', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        const alike = equaliseStages(config);
        const { stages } = alike.network;
        const choices = commonChoices(stages);
        expect(choices).not.toBeNull();
        expect(stages.every((stage) => stageChoices(stage).blocks === choices?.blocks)).toBe(true);
        const there = reopened(alike);
        expect(repairConfig(alike).config.network).toStrictEqual(there.network);
        expect(reopened(equaliseStages(there))).toStrictEqual(there);
      }),
      { numRuns: 40 },
    );
  });
});

describe('depth', () => {
  it.each([
    [8, [1, 1, 1]],
    [20, [3, 3, 3]],
    [56, [9, 9, 9]],
    [110, [18, 18, 18]],
    [22, [4, 3, 3]],
    [21, [4, 3, 3]],
    [2, [0, 0, 0]],
  ])('%d is shared among the stages', (depth, blocks) => {
    expect(counts(setDepth(DEFAULTS, depth))).toStrictEqual(blocks);
  });

  it('counts three layers of a bottleneck', () => {
    const config = { ...DEFAULTS, network: { ...DEFAULTS.network, block: 'bottleneck' as const } };
    expect(depthOf(setDepth(config, 29).network)).toBe(29);
  });

  it('leaves stages empty that are so, unless all are', () => {
    const one = withStages({ blocks: 0, width: 8, stride: 1 }, { blocks: 2, width: 16, stride: 2 });
    expect(counts(setDepth(one, 10))).toStrictEqual([0, 4]);
    const none = withStages({ blocks: 0, width: 8, stride: 1 }, { blocks: 0, width: 16, stride: 2 });
    expect(counts(setDepth(none, 10))).toStrictEqual([2, 2]);
  });

  it('keeps what stays: gains, settings of single blocks and recorded switches', () => {
    const base: ExperimentConfig = {
      ...withStages({ blocks: 2, width: 8, stride: 1 }, { blocks: 2, width: 16, stride: 2 }),
      timeline: [
        { step: 1, lane: 'residual', block: 1, gain: 1 },
        { step: 1, lane: 'residual', block: 2, gain: 1 },
      ],
    };
    const own = { ...base, network: { ...base.network, overrides: [{ block: 2, kernel: 5 }] } };
    const changed = setDepth(own, 6);
    expect(changed.lanes[0]?.gains).toStrictEqual([0, 0.02]);
    expect(changed.network.overrides).toStrictEqual([{ block: 1, kernel: 5 }]);
    expect(changed.timeline).toStrictEqual([{ step: 1, lane: 'residual', block: 1, gain: 1 }]);
  });
});
