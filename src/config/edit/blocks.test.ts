import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../defaults';
import {
  addBlock,
  choicesOf,
  duplicateBlocks,
  moveBlocks,
  removeBlocks,
  resetBlocks,
  setBlockChoices,
} from './blocks';
import { repairConfig } from '../codec/repair';
import { LIMITS } from '../limits';
import type { BlockOverride, ExperimentConfig } from '../schema';

/** Stages of 2, 3 and 1 blocks; the gains of a lane tell its blocks apart. */
function experiment(overrides: readonly BlockOverride[] = []): ExperimentConfig {
  return {
    ...DEFAULTS,
    network: {
      ...DEFAULTS.network,
      stages: [
        { blocks: 2, width: 8, stride: 1 },
        { blocks: 3, width: 16, stride: 2, groups: 2 },
        { blocks: 1, width: 32, stride: 2 },
      ],
      overrides,
    },
    lanes: [
      { id: 'residual', gains: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
      { id: 'plain', gains: [0, 0, 0, 0, 0, 0] },
    ],
    timeline: [
      { step: 1, lane: 'residual', block: 2, gain: 1 },
      { step: 2, lane: 'residual', block: 'all', gain: 0 },
      { step: 3, lane: 'residual', block: 5, gain: 1 },
    ],
  };
}

const counts = ({ network }: ExperimentConfig) => network.stages.map(({ blocks }) => blocks);
const gains = ({ lanes }: ExperimentConfig) => lanes[0]?.gains;
const switched = ({ timeline }: ExperimentConfig) => timeline.map(({ block }) => block);
const full = experiment();

describe('settings of blocks', () => {
  it('are those of the stage until they have their own', () => {
    const { network } = experiment([{ block: 3, kind: 'bottleneck', width: 12 }]);
    const stage = { width: 16, stride: 1, dilation: 1, groups: 2, kernel: 3 };
    expect(choicesOf(network, 2)).toStrictEqual({ ...stage, kind: 'basic', stride: 2 });
    expect(choicesOf(network, 3)).toStrictEqual({ ...stage, kind: 'bottleneck', width: 12 });
    expect(choicesOf(network, 6)).toBeNull();
  });

  it('are set together, and left out where they equal the stage', () => {
    const changed = setBlockChoices(experiment([{ block: 4, width: 12, kernel: 5 }]), [1, 4], { width: 16 });
    expect(changed.network.overrides).toStrictEqual([
      { block: 1, width: 16 },
      { block: 4, kernel: 5 },
    ]);
    expect(setBlockChoices(changed, [1], { width: 8 }).network.overrides).toStrictEqual([
      { block: 4, kernel: 5 },
    ]);
    expect(repairConfig(changed)).toStrictEqual({ config: changed, repairs: [] });
    expect(resetBlocks(changed, [1, 4])).toStrictEqual(experiment());
  });
});

describe('places of blocks', () => {
  it('a removed block takes its gain, its settings and its switches with it', () => {
    const left = removeBlocks(
      experiment([
        { block: 2, width: 12 },
        { block: 4, kernel: 5 },
      ]),
      [0, 2],
    );
    expect(counts(left)).toStrictEqual([1, 2, 1]);
    expect(gains(left)).toStrictEqual([0.1, 0.3, 0.4, 0.5]);
    expect(left.network.overrides).toStrictEqual([{ block: 2, kernel: 5 }]);
    expect(switched(left)).toStrictEqual(['all', 3]);
    expect(repairConfig(left)).toStrictEqual({ config: left, repairs: [] });
  });

  it('copies stand behind each run of neighbours, and are what is then chosen', () => {
    const edited = duplicateBlocks(experiment([{ block: 1, width: 12 }]), [1, 2, 3, 5]);
    expect(edited?.blocks).toStrictEqual([2, 5, 6, 9]);
    expect(counts(edited!.config)).toStrictEqual([3, 5, 2]);
    expect(gains(edited!.config)).toStrictEqual([0, 0.1, 0.1, 0.2, 0.3, 0.2, 0.3, 0.4, 0.5, 0.5]);
    expect(edited?.config.network.overrides).toStrictEqual([
      { block: 1, width: 12 },
      { block: 2, width: 12 },
    ]);
    expect(switched(edited!.config)).toStrictEqual([3, 'all', 8]);
  });

  it('a new block is as its stage, and full stages take none', () => {
    const edited = addBlock(experiment([{ block: 1, width: 12 }]), [0, 1]);
    expect(edited?.blocks).toStrictEqual([2]);
    expect(counts(edited!.config)).toStrictEqual([3, 3, 1]);
    expect(edited?.config.network.overrides).toStrictEqual([{ block: 1, width: 12 }]);
    const stages = full.network.stages.map((stage) => ({ ...stage, blocks: 30 }));
    const most = { ...full, network: { ...full.network, stages } };
    expect(addBlock(most, [0])).toBeNull();
    expect(duplicateBlocks(most, [31])).toBeNull();
  });

  it('blocks change places with their neighbour, and go over the edge of a stage', () => {
    const { config, blocks } = moveBlocks(experiment([{ block: 3, width: 12 }]), [3, 4], -1);
    expect(blocks).toStrictEqual([2, 3]);
    expect(gains(config)).toStrictEqual([0, 0.1, 0.3, 0.4, 0.2, 0.5]);
    expect(config.network.overrides).toStrictEqual([{ block: 2, width: 12 }]);
    expect(switched(config)).toStrictEqual([4, 'all', 5]);

    const over = moveBlocks(config, [2, 3], -1);
    expect(over.blocks).toStrictEqual([2, 3]);
    expect(counts(over.config)).toStrictEqual([4, 1, 1]);
    expect(gains(over.config)).toStrictEqual(gains(config));
  });

  it('nothing moves past the ends', () => {
    const first = moveBlocks(experiment(), [0, 1], -1);
    expect(first).toStrictEqual({ config: experiment(), blocks: [0, 1], stayed: [0, 1], why: 'end' });
    expect(moveBlocks(experiment(), [5], 1)).toStrictEqual({
      config: experiment(),
      blocks: [5],
      stayed: [5],
      why: 'end',
    });
  });

  it('those that find the next stage full stay, and what moved and what did not is told', () => {
    const { network, ...rest } = experiment();
    const stages = network.stages.map((stage, i) =>
      i === 1 ? { ...stage, blocks: LIMITS.blocks.max } : stage,
    );
    const lanes = rest.lanes.map((lane) => ({ ...lane, gains: Array<number>(33).fill(1) }));
    const full = { ...rest, network: { ...network, stages }, lanes };
    // The last block of stage 1 at the full stage 2, the one behind it, and one in the middle of stage 2.
    const { config, blocks, stayed, why } = moveBlocks(full, [0, 1, 10], 1);
    expect({ blocks, stayed, why }).toStrictEqual({ blocks: [0, 1, 11], stayed: [0, 1], why: 'full' });
    expect(counts(config)).toStrictEqual([2, LIMITS.blocks.max, 1]);
    expect(moveBlocks(full, [1, 32], 1)).toMatchObject({ stayed: [1, 32], why: 'full' });
    // Over the edge into a stage with room, the index stays and the block has moved all the same.
    expect(moveBlocks(full, [31], 1)).toMatchObject({ blocks: [31], stayed: [], why: null });
  });
});
