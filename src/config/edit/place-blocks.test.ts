import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { choicesOf } from './blocks';
import { hasRoom, placeBlocks } from './place-blocks';
import { repairConfig } from '../codec/repair';
import { LIMITS } from '../limits';
import { blockCount, type ExperimentConfig } from '../schema';
import { decode } from '../codec/url';

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
        expect(edited === null).toBe(counts(given)[stage] === LIMITS.blocks.max && !within(block, stage));
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
