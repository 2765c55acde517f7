import { describe, expect, test } from 'vitest';
import { DEFAULTS } from '../defaults';
import { repairConfig } from './repair';
import { decode, encode } from './url';

const HASH = '3f0c5a7e91b2d480';
const LINK = `#v=1&set=own&input=24&own=${HASH}:1:7:900:my+pets:3a;+猫`;

describe('own images in a link', () => {
  test('all that a plan needs is read, and written as it was', () => {
    const { config, repairs } = decode(LINK);
    expect(repairs).toEqual([]);
    expect(config.data).toEqual({
      set: 'own',
      inputSize: 24,
      own: { hash: HASH, channels: 1, classes: 7, train: 900, name: 'my pets: 猫' },
    });
    expect(encode(config)).toBe(LINK.replace('猫', ':732b;'));
    expect(repairConfig(config)).toEqual({ config, repairs: [] });
  });

  test('any side from 8 to 64, the nearest of others, and 32 where none is said', () => {
    const side = (text: string) => decode(`#v=1&set=own&own=${HASH}:3:2:900:a${text}`);
    expect(side('').config.data.inputSize).toBe(32);
    expect(side('&input=64').config.data.inputSize).toBe(64);
    expect(side('&input=65')).toMatchObject({
      config: { data: { inputSize: 64 } },
      repairs: [{ field: 'input', given: '65', used: '64', reason: 'out-of-range' }],
    });
  });

  test.each([
    ['no word of it', '', 'missing'],
    ['a hash that is none', '&own=xyz:3:2:900:a', 'malformed'],
    ['four channels', `&own=${HASH}:4:2:900:a`, 'unknown'],
    ['a thousand classes', `&own=${HASH}:3:1000:900:a`, 'out-of-range'],
    ['half an image', `&own=${HASH}:3:2:900.5:a`, 'not-integer'],
    ['no name', `&own=${HASH}:3:2:900`, 'malformed'],
  ])('%s: the usual set is in its place, and that is told', (_, text, reason) => {
    const { config, repairs } = decode(`#v=1&set=own${text}`);
    expect(config.data).toEqual(DEFAULTS.data);
    expect(repairs).toMatchObject([{ field: 'own', used: '', reason }]);
  });

  test('a name that nobody can see is its hash', () => {
    const { config, repairs } = decode(`#v=1&set=own&own=${HASH}:3:2:900::200b;`);
    expect(config.data.own?.name).toBe(HASH);
    expect(repairs).toMatchObject([{ field: 'own', reason: 'too-short' }]);
  });

  test('of another set it says nothing', () => {
    const { config, repairs } = decode(`#v=1&own=${HASH}:3:2:900:a`);
    expect(config).toEqual(DEFAULTS);
    expect(repairs).toMatchObject([{ field: 'own', used: '', reason: 'unfit' }]);
  });

  test('a batch is no larger than the set', () => {
    const { config, repairs } = decode(`#v=1&set=own&own=${HASH}:3:2:20:a`);
    expect(config.batchSize).toBe(20);
    expect(repairs).toEqual([{ field: 'batch', given: '32', used: '20', reason: 'unfit' }]);
  });
});
