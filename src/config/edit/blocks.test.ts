import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { repairConfig } from '../codec/repair';
import { decode, encode } from '../codec/url';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import { SETTINGS } from '../settings';
import { PRESETS } from '../presets';
import { blockCount, type BlockOverride, type ExperimentConfig } from '../schema';
import {
  addBlock,
  choicesOf,
  duplicateBlocks,
  hasRoom,
  moveBlocks,
  placeBlocks,
  removeBlocks,
  resetBlocks,
  setBlockChoices,
} from './blocks';
import { recordSwitch } from './edit';

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
      i === 1 ? { ...stage, blocks: SETTINGS.blocks.max } : stage,
    );
    const lanes = rest.lanes.map((lane) => ({ ...lane, gains: Array<number>(33).fill(1) }));
    const full = { ...rest, network: { ...network, stages }, lanes };
    // The last block of stage 1 at the full stage 2, the one behind it, and one in the middle of stage 2.
    const { config, blocks, stayed, why } = moveBlocks(full, [0, 1, 10], 1);
    expect({ blocks, stayed, why }).toStrictEqual({ blocks: [0, 1, 11], stayed: [0, 1], why: 'full' });
    expect(counts(config)).toStrictEqual([2, SETTINGS.blocks.max, 1]);
    expect(moveBlocks(full, [1, 32], 1)).toMatchObject({ stayed: [1, 32], why: 'full' });
    // Over the edge into a stage with room, the index stays and the block has moved all the same.
    expect(moveBlocks(full, [31], 1)).toMatchObject({ blocks: [31], stayed: [], why: null });
  });
});

describe('blocks in gaps', () => {
  const open = (fields: string): ExperimentConfig => decode(`#v=1&${fields}`).config;
  const sorted = (gains: readonly number[]): number[] => gains.toSorted((a, b) => a - b);
  const counts = ({ network }: ExperimentConfig): number[] => network.stages.map(({ blocks }) => blocks);

  describe('placeBlocks', () => {
    const config = open(
      'blocks=3,2,1&override=1:dilation2;4:kernel5&skip.residual=0.1,0.2,0.3,0.4,0.5,0.6&switch=7:plain:1:1;9:plain:all:0',
    );

    it('moves a block within its stage, with its settings, gains and switches', () => {
      const edited = placeBlocks(config, [1], { stage: 0, before: 3 })!;
      expect(edited.blocks).toEqual([2]);
      expect(counts(edited.config)).toEqual([3, 2, 1]);
      expect(edited.config.lanes[0]?.gains).toEqual([0.1, 0.3, 0.2, 0.4, 0.5, 0.6]);
      expect(edited.config.network.overrides).toEqual([
        { block: 2, dilation: 2 },
        { block: 4, kernel: 5 },
      ]);
      expect(edited.config.timeline).toEqual([
        { step: 7, lane: 'plain', block: 2, gain: 1 },
        { step: 9, lane: 'plain', block: 'all', gain: 0 },
      ]);
    });

    it('tells the end of a stage from the start of the next', () => {
      const end = placeBlocks(config, [5], { stage: 0, before: 3 })!;
      const start = placeBlocks(config, [5], { stage: 1, before: 3 })!;
      expect([counts(end.config), end.blocks]).toEqual([[4, 2, 0], [3]]);
      expect([counts(start.config), start.blocks]).toEqual([[3, 3, 0], [3]]);
      expect(choicesOf(end.config.network, 3)).toMatchObject({ width: 8, stride: 1 });
      // The first of a stage has the stride of the stage.
      expect(choicesOf(start.config.network, 3)).toMatchObject({ width: 16, stride: 2 });
    });

    it('brings scattered blocks together, in their order', () => {
      const { config: moved, blocks } = placeBlocks(config, [0, 2, 4], { stage: 2, before: 5 })!;
      expect(blocks).toEqual([2, 3, 4]);
      expect(counts(moved)).toEqual([1, 1, 4]);
      expect(moved.lanes[0]?.gains).toEqual([0.2, 0.4, 0.1, 0.3, 0.5, 0.6]);
    });

    it('can fill a stage that is empty', () => {
      const { config: moved } = placeBlocks(open('blocks=2,0,1'), [2], { stage: 1, before: 2 })!;
      expect(counts(moved)).toEqual([2, 1, 0]);
    });

    it('refuses a stage that is full, and gaps that do not exist', () => {
      const full = open('blocks=30,2,1');
      expect(placeBlocks(full, [30], { stage: 0, before: 4 })).toBeNull();
      expect(hasRoom(full.network, [30], 0)).toBe(false);
      // Its own blocks may move.
      expect(placeBlocks(full, [29], { stage: 0, before: 0 })?.blocks).toEqual([0]);
      expect(placeBlocks(full, [0], { stage: 1, before: 3 })).toBeNull();
      expect(placeBlocks(full, [0], { stage: 9, before: 33 })).toBeNull();
    });

    it('gives a valid experiment with the same blocks, wherever it puts them', () => {
      fc.assert(
        fc.property(experiments, fc.nat(), fc.nat(), fc.nat(), (given, chosen, stageSeed, place) => {
          const total = blockCount(given.network);
          if (total === 0) return;
          const block = chosen % total;
          const stage = stageSeed % given.network.stages.length;
          const before = counts(given)
            .slice(0, stage)
            .reduce((a, b) => a + b, 0);
          const within = (index: number, at: number): boolean =>
            before <= index && index < before + (counts(given)[at] ?? 0);
          const edited = placeBlocks(given, [block], {
            stage,
            before: before + (place % ((given.network.stages[stage]?.blocks ?? 0) + 1)),
          });
          expect(edited === null).toBe(counts(given)[stage] === SETTINGS.blocks.max && !within(block, stage));
          if (edited === null) return;
          expect(repairConfig(edited.config).repairs).toEqual([]);
          given.lanes.forEach(({ gains }, lane) => {
            const moved = edited.config.lanes[lane]?.gains ?? [];
            // A lane with a network of its own is not concerned.
            if (given.lanes[lane]?.network !== undefined) return;
            expect(moved[edited.blocks[0]!]).toBe(gains[block]);
            expect(sorted(moved)).toEqual(sorted(gains));
          });
        }),
      );
    });
  });
});

describe('blocks in links', () => {
  const deep = PRESETS.find(({ id }) => id === 'resnet-110')!.config;
  const added = (config: ExperimentConfig): string => encode(config).replace(encode(deep), '');

  describe('a run of blocks in a link', () => {
    it('switched together is one entry', () => {
      const last = 17;
      const config = Array.from({ length: last + 1 }, (_, block) => block).reduce<ExperimentConfig>(
        (all, block) => recordSwitch(all, { step: 100, lane: 'plain', block, gain: 1 }),
        recordSwitch(deep, { step: 9, lane: 'residual', block: 3, gain: 0.5 }),
      );
      expect(config.timeline).toHaveLength(2);
      expect(added(config)).toBe('&switch=9:residual:3:0.5;100:plain:0-17:1');
      expect(decode(encode(config))).toEqual({ config, repairs: [] });
    });

    it('of equal settings is one entry', () => {
      const all = Array.from({ length: blockCount(deep.network) }, (_, block) => block);
      const config = setBlockChoices(setBlockChoices(deep, all, { kernel: 5 }), [20, 21], { dilation: 2 });
      expect(encode(config)).toContain('&override=0-19:kernel5;20-21:dilation2:kernel5;22-53:kernel5&');
      expect(encode(config).length).toBeLessThan(200);
      expect(decode(encode(config))).toEqual({ config, repairs: [] });
    });

    it('can be written out block by block, as links were before', () => {
      const single = decode('v=1&blocks=3,0,0&override=0:kernel5;1:kernel5&switch=5:plain:0:1;5:plain:1:1');
      expect(single).toEqual(decode('v=1&blocks=3,0,0&override=0-1:kernel5&switch=5:plain:0-1:1'));
      expect(single.repairs).toEqual([]);
      expect(single.config.timeline).toStrictEqual([{ step: 5, lane: 'plain', block: [0, 1], gain: 1 }]);
    });

    it.each([
      ['switch=5:plain:3-1:1', '5:plain:3-1:1', 'malformed'],
      ['switch=5:plain:1-:1', '5:plain:1-:1', 'malformed'],
      ['switch=5:plain:1-9999:1', '5:plain:1-9999:1', 'malformed'],
      ['switch=5:plain:26-27:1', '5:plain:27:1', 'out-of-range'],
      ['override=26-27:kernel5', '27:kernel5', 'out-of-range'],
      ['override=1-:kernel5', '1-:kernel5', 'malformed'],
    ])('%s leaves out what it cannot be', (link, given, reason) => {
      expect(decode(`v=1&${link}`).repairs).toMatchObject([
        { field: link.split('=')[0], given, used: '', reason },
      ]);
    });

    it('cannot make more switches than a link may have', () => {
      const runs = Array.from({ length: 2_000 }, (_, i) => `${i + 1}:plain:0-26:1`).join(';');
      const { config, repairs } = decode(`v=1&switch=${runs}`);
      expect(config.timeline).toHaveLength(LIMITS.timelineEvents);
      expect(repairs[0]).toMatchObject({ field: 'switch', reason: 'too-long' });
    });
  });
});
