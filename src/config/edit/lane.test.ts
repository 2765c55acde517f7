import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { setBlocks } from './edit';
import { removeBlocks, setBlockChoices } from './blocks';
import { editLane } from './lane';
import { repairConfig } from '../codec/repair';
import { decode, encode } from '../codec/url';

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
    expect(editLane(config, 'plain', (view) => setBlocks(view, 0, 2))).toStrictEqual(setBlocks(config, 0, 2));
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
