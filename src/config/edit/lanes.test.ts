import { describe, expect, it } from 'vitest';
import {
  addClassic,
  copyBlocksTo,
  copyTargets,
  duplicateLane,
  ownNetwork,
  removeLane,
  setClassic,
  shareNetwork,
} from './lanes';
import { coloursOf, setColour, setLabel, withoutLooks } from '../lane-style';
import { repairConfig } from '../codec/repair';
import type { ExperimentConfig } from '../schema';
import { decode, encode } from '../codec/url';

const { config } = decode('#v=1&blocks=1,1,1&switch=5:plain:2:1;6:residual:all:0');

/** A change must leave a valid experiment. */
function valid(changed: ExperimentConfig): ExperimentConfig {
  expect(repairConfig(changed)).toStrictEqual({ config: changed, repairs: [] });
  expect(decode(encode(changed)).config).toStrictEqual(changed);
  return changed;
}

describe('lanes', () => {
  it('are added from the classics, under names of their own, up to four', () => {
    const three = valid(addClassic(config, 'lenet', 'LeNet-5'));
    const four = valid(addClassic(three, 'lenet', 'LeNet-5'));
    expect(four.lanes.map(({ id }) => id)).toStrictEqual(['residual', 'plain', 'lenet', 'lenet-2']);
    expect(addClassic(four, 'vgg', 'VGG')).toBe(four);
    expect(duplicateLane(four, 'plain')).toBe(four);
  });

  it('are copied with gains, architecture and switches, and removed with their switches', () => {
    const own = ownNetwork(config, 'plain');
    const copied = valid(duplicateLane(own, 'plain'));
    expect(copied.lanes.map(({ id }) => id)).toStrictEqual(['residual', 'plain', 'plain-2']);
    expect(copied.lanes[2]).toStrictEqual({ ...copied.lanes[1], id: 'plain-2' });
    expect(copied.timeline.map(({ step, lane }) => [step, lane])).toStrictEqual([
      [5, 'plain'],
      [5, 'plain-2'],
      [6, 'residual'],
    ]);
    expect(valid(removeLane(copied, 'plain-2'))).toStrictEqual(own);
    const one = removeLane(config, 'residual');
    expect(removeLane(one, 'plain')).toBe(one);
  });

  it('come back to the shared network with as many gains as it has blocks', () => {
    const own = decode('#v=1&blocks=1,1,1&net.plain.blocks=3,3,3&switch=5:plain:8:1;6:plain:1:1').config;
    const shared = valid(shareNetwork(own, 'plain'));
    expect(shared.lanes[1]).toStrictEqual({ id: 'plain', gains: [0, 0, 0] });
    expect(shared.timeline).toHaveLength(1);
    const former = addClassic(config, 'vgg', 'VGG');
    expect(valid(shareNetwork(former, 'vgg')).lanes[2]?.gains).toStrictEqual([1, 1, 1]);
  });

  it('of classic networks have settings', () => {
    const changed = valid(setClassic(addClassic(config, 'vgg', 'VGG'), 'vgg', { depth: 16, width: 8 }));
    expect(changed.lanes[2]?.classic).toMatchObject({ kind: 'vgg', depth: 16, width: 8 });
    expect(setClassic(config, 'plain', { width: 8 })).toStrictEqual(config);
  });

  it('take settings of blocks from other networks, not from their own', () => {
    const two = ownNetwork(config, 'plain');
    const { config: source } = decode('#v=1&blocks=1,1,1&override=1:kernel5&net.plain.override=0:width16');
    expect(copyTargets(config, null)).toStrictEqual([]);
    expect(copyTargets(source, null).map(({ id }) => id)).toStrictEqual(['plain']);
    expect(copyTargets(two, 'plain')).toHaveLength(0);
    const changed = valid(copyBlocksTo(source, null, [1, 2], 'plain'));
    expect(changed.lanes[1]?.network?.overrides).toStrictEqual([
      { block: 0, width: 16 },
      { block: 1, kernel: 5 },
    ]);
    const back = valid(copyBlocksTo(source, 'plain', [0], 'residual'));
    expect(back.network.overrides).toStrictEqual([
      { block: 0, width: 16 },
      { block: 1, kernel: 5 },
    ]);
  });
});

describe('looks', () => {
  it('give every lane a colour of its own', () => {
    expect(coloursOf([{}, {}, {}, {}])).toStrictEqual([0, 1, 2, 3]);
    expect(coloursOf([{ colour: 1 }, {}, {}])).toStrictEqual([1, 0, 2]);
    expect(coloursOf([{}, { colour: 0 }, { colour: 3 }, {}])).toStrictEqual([1, 0, 3, 2]);
  });

  it('change places when a lane takes the colour of another, and say nothing when all are in their places', () => {
    const swapped = valid(setColour(config, 'residual', 1));
    expect(coloursOf(swapped.lanes)).toStrictEqual([1, 0]);
    expect(setColour(swapped, 'residual', 0)).toStrictEqual(config);
    expect(coloursOf(valid(setColour(config, 'plain', 3)).lanes)).toStrictEqual([0, 3]);
  });

  it('decide no numbers', () => {
    const named = valid(setLabel(setColour(config, 'plain', 2), 'plain', 'Without skips'));
    expect(withoutLooks(named)).toStrictEqual(config);
    expect(setLabel(named, 'plain', ' ').lanes[1]?.label).toBeUndefined();
  });
});
