/** Runs of neighbouring blocks in links: as one, so that deep networks have short links. */
import { describe, expect, it } from 'vitest';
import { recordSwitch } from './edit';
import { setBlockChoices } from './blocks';
import { PRESETS } from '../presets/presets';
import { LIMITS } from '../limits';
import { blockCount, type ExperimentConfig } from '../schema';
import { decode, encode } from '../codec/url';

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
    expect(decode(`v=1&${link}`).repairs).toEqual([{ field: link.split('=')[0], given, used: '', reason }]);
  });

  it('cannot make more switches than a link may have', () => {
    const runs = Array.from({ length: 2_000 }, (_, i) => `${i + 1}:plain:0-26:1`).join(';');
    const { config, repairs } = decode(`v=1&switch=${runs}`);
    expect(config.timeline).toHaveLength(LIMITS.timelineEvents);
    expect(repairs[0]).toMatchObject({ field: 'switch', reason: 'too-long' });
  });
});
