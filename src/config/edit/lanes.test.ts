import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { repairConfig } from '../codec/repair';
import { decode, encode } from '../codec/url';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import type { ExperimentConfig } from '../schema';
import { copyBlocksTo, copyTargets, removeBlocks, setBlockChoices } from './blocks';
import { setBlocks } from './edit';
import {
  addClassic,
  addNetwork,
  coloursOf,
  duplicateLane,
  editLane,
  ownNetwork,
  removeLane,
  setClassic,
  setColour,
  setLabel,
  setNetwork,
  shareNetwork,
  startLane,
  withoutLaneStyle,
} from './lanes';

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

describe('lane style', () => {
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
    expect(withoutLaneStyle(named)).toStrictEqual(config);
    expect(setLabel(named, 'plain', ' ').lanes[1]?.label).toBeUndefined();
  });
});

describe('editLane', () => {
  /** Two lanes of three blocks that share their network, and one of five with its own. */
  const LINK =
    '#v=1&blocks=1,1,1&lanes=residual,plain,deep&net.deep.blocks=3,1,1&switch=5:plain:2:1;6:deep:4:0;7:deep:1:0.5';
  const { config } = decode(LINK);

  describe('a lane with its own network', () => {
    it('is read from what differs from the network of the experiment, and written so', () => {
      expect(decode(LINK).repairs).toStrictEqual([]);
      expect(config.lanes.map(({ gains }) => gains.length)).toStrictEqual([3, 3, 5]);
      expect(config.lanes[2]?.network).toStrictEqual({
        ...config.network,
        stages: config.network.stages.map((stage, index) => ({ ...stage, blocks: index === 0 ? 3 : 1 })),
      });
      expect(encode(config)).toBe(LINK.replace('&net.deep.blocks', '&net.deep=own&net.deep.blocks'));
    });

    it('follows the network of the experiment in what is not its own', () => {
      const follower = decode('#v=1&blocks=1,1,1&norm=none&act=tanh&lanes=a,b&net.b.norm=batch').config
        .lanes[1];
      expect([follower?.network?.norm, follower?.network?.activation]).toStrictEqual(['batch', 'tanh']);
    });

    it('stays as it is when the network of the experiment changes, with its gains and switches', () => {
      const changed = setBlocks(config, 2, 0);
      expect(changed.lanes[2]).toBe(config.lanes[2]);
      expect(changed.lanes[0]?.gains).toStrictEqual([1, 1]);
      expect(changed.timeline.map(({ lane }) => lane)).toStrictEqual(['deep', 'deep']);
      expect(removeBlocks(config, [0]).lanes[2]).toBe(config.lanes[2]);
      expect(repairConfig(changed)).toStrictEqual({ config: changed, repairs: [] });
    });

    it('changes alone when it is edited', () => {
      const changed = editLane(config, 'deep', (view) => removeBlocks(view, [1]));
      expect(changed.network).toBe(config.network);
      expect(changed.lanes.slice(0, 2)).toStrictEqual(config.lanes.slice(0, 2));
      expect(changed.lanes[2]?.gains).toHaveLength(4);
      expect(changed.timeline).toStrictEqual([
        { step: 5, lane: 'plain', block: 2, gain: 1 },
        { step: 6, lane: 'deep', block: 3, gain: 0 },
      ]);
      const own = editLane(config, 'deep', (view) => setBlockChoices(view, [4], { kernel: 5 }));
      expect(own.lanes[2]?.network?.overrides).toStrictEqual([{ block: 4, kernel: 5 }]);
      expect(own.network.overrides).toStrictEqual([]);
      expect(repairConfig(own)).toStrictEqual({ config: own, repairs: [] });
    });

    it('edits the network of the experiment through a lane that shares it', () => {
      expect(editLane(config, 'plain', (view) => setBlocks(view, 0, 2))).toStrictEqual(
        setBlocks(config, 0, 2),
      );
    });

    it('edited gives a valid experiment, whatever it is', () => {
      fc.assert(
        fc.property(experiments, fc.nat(3), fc.nat(2), fc.nat(30), (any, lane, stage, blocks) => {
          const id = any.lanes[lane % any.lanes.length]?.id ?? null;
          const edited = editLane(any, id, (view) => setBlocks(view, stage, blocks));
          expect(repairConfig(edited)).toStrictEqual({ config: edited, repairs: [] });
        }),
        { numRuns: 200 },
      );
    });
  });

  describe('names and colours of lanes', () => {
    it('are in the link in letters that survive it', () => {
      const link = '#v=1&label.plain=No+skips:3a;+100:25;&colour.plain=3';
      const plain = decode(link).config.lanes[1];
      expect([plain?.label, plain?.colour]).toStrictEqual(['No skips: 100%', 3]);
      expect(encode(decode(link).config)).toBe(link);
    });

    it.each([
      ['label.plain=', 'label.plain', 'too-short', undefined],
      ['label.plain=++a++', 'label.plain', 'malformed', 'a'],
      [`label.plain=${'x'.repeat(30)}`, 'label.plain', 'too-long', 'x'.repeat(24)],
      ['label.plain=a:202e;b', 'label.plain', 'malformed', 'ab'],
    ])('%s is repaired', (text, field, reason, used) => {
      const { config: read, repairs } = decode(`#v=1&${text}`);
      expect(repairs).toMatchObject([{ field, reason }]);
      expect(read.lanes[1]?.label).toBe(used);
    });
  });

  describe('a classic lane', () => {
    it('is in the link with what differs from its kind’s defaults', () => {
      const link =
        '#v=1&blocks=1,1,1&lanes=residual,vgg&net.vgg=vgg&net.vgg.width=8&net.vgg.depth=13&net.vgg.norm=none';
      const { config: read, repairs } = decode(link);
      expect(repairs).toStrictEqual([]);
      expect(read.lanes[1]).toMatchObject({
        gains: [],
        classic: { kind: 'vgg', width: 8, depth: 13, norm: 'none' },
      });
      expect(encode(read)).toBe(link);
    });

    it.each([
      ['net.vgg.depth=12', 'net.vgg.depth', 'unknown', '11'],
      ['net.vgg.depth=99', 'net.vgg.depth', 'out-of-range', '19'],
      ['net.vgg.pool=min', 'net.vgg.pool', 'unknown', 'max'],
      ['net.vgg.blocks=3', 'net.vgg.blocks', 'unknown', ''],
      ['net.vgg.bottleneck=on', 'net.vgg.bottleneck', 'unknown', ''],
    ])('%s is repaired', (text, field, reason, used) => {
      const { repairs } = decode(`#v=1&lanes=residual,vgg&net.vgg=vgg&${text}`);
      expect(repairs).toMatchObject([{ field, reason, used }]);
    });
  });
});

describe('networks and weights that a reader brings', () => {
  const network = {
    ...DEFAULTS.network,
    stages: [1, 2, 1].map((blocks, i) => ({ blocks, width: 16 * 2 ** i, stride: i === 0 ? 1 : 2 })),
  };
  const weights = { hash: '0123456789abcdef', name: 'mine' };

  it('a network is added with all its skips, under a name made of its label', () => {
    const added = addNetwork(DEFAULTS, network, 'ResNet-18 (torchvision) of mine', weights);
    expect(added.lanes.at(-1)).toEqual({
      id: 'resnet-18-torchvision',
      gains: [1, 1, 1, 1],
      network,
      label: 'ResNet-18 (torchvision)',
      weights,
    });
    const ids = [added, addNetwork(added, network, '网络')].at(-1)?.lanes.map(({ id }) => id);
    expect(ids).toEqual(['residual', 'plain', 'resnet-18-torchvision', 'network']);
    const full = addNetwork(addNetwork(added, network, '1'), network, '2');
    expect(full.lanes).toHaveLength(LIMITS.lanes.max);
    expect(repairConfig(addNetwork(DEFAULTS, network, 'resnet18')).repairs).toEqual([]);
  });

  it("a network becomes the experiment's: who shares it has its usual gains, and no switches", () => {
    const own = addNetwork(DEFAULTS, DEFAULTS.network, 'own');
    const timeline = ['plain', 'own'].map((lane) => ({ step: 3, lane, block: 20, gain: 1 }));
    const changed = setNetwork({ ...own, timeline }, network);
    expect(changed.lanes.map(({ gains }) => [gains.length, gains[0]])).toEqual([
      [4, 1],
      [4, 0],
      [27, 1],
    ]);
    expect(changed.timeline).toEqual(timeline.slice(1));
    expect(repairConfig(changed)).toEqual({ config: changed, repairs: [] });
  });

  it('a lane starts from weights, and from the seed again', () => {
    const started = startLane(DEFAULTS, 'plain', weights);
    expect(started.lanes.map((lane) => lane.weights)).toEqual([undefined, weights]);
    expect(startLane(started, 'plain', null)).toEqual(DEFAULTS);
    expect(duplicateLane(started, 'plain').lanes.at(-1)?.weights).toEqual(weights);
  });
});
