import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { VERSION_1, withBlocks } from '../../testing/version1';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import { PRESETS } from '../presets';
import { CONFIG_VERSION, type SwitchEvent } from '../schema';
import { repairConfig } from './repair';
import { decode, differences, encode, LONGEST_HASH, migrate, type Migration } from './url';

describe('round trip', () => {
  it('is exact for any valid experiment', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        expect(decode(encode(config))).toStrictEqual({ config, repairs: [] });
      }),
      { numRuns: 500 },
    );
  });

  it.each(PRESETS.map(({ id, config }) => [id, config] as const))('is exact for preset %s', (_, config) => {
    expect(decode(encode(config))).toStrictEqual({ config, repairs: [] });
  });

  it('writes only characters that stay as they are in a fragment and in chats', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        expect(encode(config)).toMatch(/^#[A-Za-z0-9=&.,;:+-]+$/);
      }),
    );
  });

  it('is exact after the address has been percent-encoded throughout', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        const pairs = encode(config)
          .slice(1)
          .split('&')
          .map((pair) => pair.split('=').map(encodeURIComponent).join('='));
        expect(decode(`#${pairs.join('&')}`)).toStrictEqual({ config, repairs: [] });
      }),
    );
  });

  it('holds for the longest experiment, within the length that is read', () => {
    const ids = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(24));
    // Alternating, so that no run is longer than 1.
    const gains = Array.from({ length: 150 }, (_, index) =>
      index % 2 === 0 ? 0.1234567890123457 : 1.234567890123456e-15,
    );
    const timeline: SwitchEvent[] = Array.from({ length: LIMITS.timelineEvents }, (_, index) => ({
      step: LIMITS.timelineStep.max - LIMITS.timelineEvents + index,
      lane: ids[index % 4] ?? '',
      block: 'all',
      gain: 1.234567890123456e-15,
    }));
    const overrides = Array.from({ length: 150 }, (_, block) => ({
      block,
      kind: 'bottleneck' as const,
      width: 123,
      stride: 2,
      dilation: 2,
      groups: 64,
      kernel: 5,
    }));
    const stages = [1, 2, 3, 4, 5].map((factor) => ({
      blocks: 30,
      width: 100 + factor,
      stride: 2,
      dilation: 4,
      groups: 32,
      kernel: 5,
      reduction: 16,
    }));
    const longest = { ...VERSION_1, network: { ...VERSION_1.network, stages, overrides } };
    const config = { ...longest, lanes: ids.map((id) => ({ id, gains })), timeline };
    const hash = encode(config);
    expect(hash.length).toBeLessThan(LONGEST_HASH);
    expect(decode(hash)).toStrictEqual({ config, repairs: [] });
  });
});

describe('repairs, each alone', () => {
  it.each([
    ['lr=99', 'lr', '99', '10', 'out-of-range'],
    ['lr=0', 'lr', '0', '0.00001', 'out-of-range'],
    ['lr=1e999', 'lr', '1e999', '10', 'out-of-range'],
    ['lr=NaN', 'lr', 'NaN', '0.02', 'malformed'],
    ['lr=Infinity', 'lr', 'Infinity', '0.02', 'malformed'],
    ['lr=', 'lr', '', '0.02', 'malformed'],
    ['lr', 'lr', '', '0.02', 'malformed'],
    ['lr=0x10', 'lr', '0x10', '0.02', 'malformed'],
    ['lr=1 ', 'lr', '1 ', '0.02', 'malformed'],
    ['lr=٣', 'lr', '٣', '0.02', 'malformed'],
    ['lr=%E0%A4%A', 'lr', '%E0%A4%A', '0.02', 'malformed'],
    ['lr=1&lr=2', 'lr', '2', '1', 'duplicate'],
    ['batch=2.5', 'batch', '2.5', '3', 'not-integer'],
    ['batch=-3', 'batch', '-3', '1', 'out-of-range'],
    ['width=0', 'width', '0', '4', 'out-of-range'],
    ['norm=instance', 'norm', 'instance', 'batch', 'unknown'],
    ['norm=Batch', 'norm', 'Batch', 'batch', 'unknown'],
    ['input=32', 'input', '32', '28', 'unfit'],
    ['input=15', 'input', '15', '14', 'unknown'],
    ['blocks=3,99,3', 'blocks', '3,99,3', '3,30,3', 'out-of-range'],
    ['blocks=3,3', 'blocks', '3,3', '3,3,0', 'too-short'],
    ['blocks=1,1,1,1,1,1', 'blocks', '1,1,1,1,1,1', '1,1,1,1,1', 'too-long'],
    ['blocks=', 'blocks', '', '9,9,9', 'malformed'],
    ['blocks=many', 'blocks', 'many', '9,9,9', 'malformed'],
    ['blocks=3,x,3', 'blocks', '3,x,3', '3,9,3', 'malformed'],
    ['strides=1,0,2', 'strides', '1,0,2', '1,1,2', 'out-of-range'],
    ['skip.plain=1x3,0', 'skip.plain', '1x3,0', '1x3,0x24', 'too-short'],
    ['skip.plain=1x3,0x99', 'skip.plain', '1x3,0x99', '1x3,0x24', 'too-long'],
    ['skip.plain=0x26,2', 'skip.plain', '0x26,2', '0x26,1', 'out-of-range'],
    ['skip.plain=on', 'skip.plain', 'on', '0', 'malformed'],
    ['skip.gated=1', 'skip.gated', '1', '', 'unknown'],
    ['lanes=plain,plain', 'lanes', 'plain,plain', 'plain', 'duplicate'],
    ['lanes=Plain', 'lanes', 'Plain', 'residual,plain', 'malformed'],
    ['lanes=a,b,c,d,e', 'lanes', 'a,b,c,d,e', 'a,b,c,d', 'too-long'],
    ['switch=12:plain:all', 'switch', '12:plain:all', '', 'malformed'],
    ['switch=0:plain:all:1', 'switch', '0:plain:all:1', '', 'out-of-range'],
    ['switch=1.5:plain:all:1', 'switch', '1.5:plain:all:1', '', 'not-integer'],
    ['switch=5:plain:27:1', 'switch', '5:plain:27:1', '', 'out-of-range'],
    ['switch=5:gated:all:1', 'switch', '5:gated:all:1', '', 'unknown'],
    ['switch=5:plain:all:7', 'switch', '5:plain:all:7', '5:plain:all:1', 'out-of-range'],
    ['switch=5:plain:1:1;5:plain:1:0', 'switch', '5:plain:1:1', '5:plain:1:0', 'duplicate'],
    ['switch=', 'switch', '', '', 'malformed'],
    [
      'switch=9:plain:1:1;5:plain:1:0',
      'switch',
      '9:plain:1:1;5:plain:1:0',
      '5:plain:1:0;9:plain:1:1',
      'unordered',
    ],
    ['stem.pool=yes', 'stem.pool', 'yes', 'off', 'malformed'],
    ['stem.kernel=4', 'stem.kernel', '4', '3', 'unknown'],
    ['kernels=3,4,5', 'kernels', '3,4,5', '3,3,5', 'out-of-range'],
    ['kernels=7,3,3', 'kernels', '7,3,3', '5,3,3', 'out-of-range'],
    ['groups=2', 'groups', '2', '2,1,1', 'too-short'],
    ['override=3:kernel5;3:width8', 'override', '3:width8', '3:kernel5', 'duplicate'],
    ['override=27:kernel5', 'override', '27:kernel5', '', 'out-of-range'],
    ['override=1:width2', 'override', '1:width2', '1:width4', 'out-of-range'],
    ['override=1:width', 'override', '1:width', '', 'malformed'],
    ['override=1:colour5', 'override', '1:colour5', '', 'malformed'],
    ['override=1', 'override', '1', '', 'malformed'],
    ['override=x:width8', 'override', 'x:width8', '', 'malformed'],
    ['override=', 'override', '', '', 'malformed'],
    ['gate=open', 'gate', 'open', 'none', 'unknown'],
    ['color=red', 'color', 'red', '', 'unknown'],
    ['__proto__=1', '__proto__', '1', '', 'unknown'],
    ['constructor=1', 'constructor', '1', '', 'unknown'],
    ['toString', 'toString', '', '', 'unknown'],
  ])('%s', (text, field, given, used, reason) => {
    expect(decode(`#v=1&${text}`).repairs).toMatchObject([{ field, given, used, reason }]);
  });

  it('keeps every other field of the link', () => {
    const { config } = decode('#v=1&lr=hello&momentum=0.5&blocks=1,1,1&foo=1&batch=8');
    expect(config).toStrictEqual({
      ...withBlocks([1, 1, 1]),
      optimiser: { ...VERSION_1.optimiser, momentum: 0.5 },
      batchSize: 8,
    });
  });

  it('reads what it understands of a newer version, and says so', () => {
    const { config, repairs } = decode(`#v=${CONFIG_VERSION + 1}&blocks=1,1,1`);
    expect(config).toStrictEqual(withBlocks([1, 1, 1]));
    expect(repairs).toStrictEqual([{ field: 'v', given: '2', used: '1', reason: 'newer-version' }]);
  });

  it.each(['0', '-1', 'one', '', '1.5', '99999999999999999999'])(
    'reads version “%s” as the first',
    (text) => {
      const { config, repairs } = decode(`#v=${text}`);
      expect(config).toStrictEqual(VERSION_1);
      expect(repairs).toStrictEqual([{ field: 'v', given: text, used: '1', reason: 'malformed' }]);
    },
  );
});

describe('anything at all', () => {
  const pieces = fc.constantFrom(
    'v',
    'lr',
    'blocks',
    'skip.plain',
    'lanes',
    'switch',
    '=',
    '&',
    ',',
    ';',
    ':',
    'x',
    '1',
    '-',
    '.',
    'e9',
    '%',
    '%00',
    'all',
    'plain',
    '\u202e',
    '𝟙',
    '#',
  );
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.webFragments(),
  );

  it('gives a valid config that needs no further repair and can be written again', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        const { config } = decode(`#${text}`);
        expect(repairConfig(config)).toStrictEqual({ config, repairs: [] });
        expect(decode(encode(config))).toStrictEqual({ config, repairs: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['fields', 'lr=1&'],
    ['unknown fields', 'a&'],
    ['digits', '1'],
    ['switches', '1:plain:all:1;'],
    ['runs', '1x9999999999,'],
    ['percent signs', '%'],
    ['emoji', '🙂'],
  ])('reads no more of a megabyte of %s than a link may hold, and lists few repairs', (_, piece) => {
    // What takes the square of that many steps does not end within the time of a test.
    for (const start of ['', 'lr=', 'skip.plain=', 'switch=', 'blocks=', 'lanes=']) {
      const { repairs } = decode(`#v=1&${start}${piece.repeat(1_000_000 / piece.length)}`);
      expect(repairs[0]).toMatchObject({ field: 'link', used: '131072', reason: 'too-long' });
      expect(repairs.length).toBeLessThanOrEqual(21);
      for (const { field, given, used } of repairs) {
        for (const text of [field, given, used]) expect(Array.from(text).length).toBeLessThanOrEqual(40);
      }
    }
  });

  it('counts the repairs that it does not list', () => {
    const text = Array.from({ length: 50 }, (_, index) => `unknown${index}=1`).join('&');
    expect(decode(`#v=1&${text}`).repairs.at(-1)).toStrictEqual({
      field: 'link',
      given: '30',
      used: '',
      reason: 'more',
    });
  });
});

/** Version 2 calls `lr` `rate`; version 3 has another default batch size, so older links are given theirs. */
const migrations = new Map<number, Migration>([
  [1, (fields) => new Map([...fields].map(([key, text]) => [key === 'lr' ? 'rate' : key, text]))],
  [2, (fields) => (fields.has('batch') ? fields : new Map([...fields, ['batch', '32']]))],
]);

describe('migrate', () => {
  it('applies every step from the version of the link on, in order', () => {
    const fields = new Map([['lr', '0.1']]);
    expect(migrate(fields, 1, 3, migrations)).toStrictEqual(
      new Map([
        ['rate', '0.1'],
        ['batch', '32'],
      ]),
    );
    expect(migrate(fields, 2, 3, migrations)).toStrictEqual(
      new Map([
        ['lr', '0.1'],
        ['batch', '32'],
      ]),
    );
  });

  it('leaves a link of the newest version as it is', () => {
    const fields = new Map([['lr', '0.1']]);
    expect(migrate(fields, 3, 3, migrations)).toBe(fields);
  });
});

test('only what differs is named, with the texts that links have, lanes that one lacks included', () => {
  const other = {
    ...DEFAULTS,
    optimiser: { ...DEFAULTS.optimiser, learningRate: 0.5 },
    lanes: DEFAULTS.lanes.slice(0, 1),
  };
  const found = differences([DEFAULTS, other, DEFAULTS]);
  const lr = String(DEFAULTS.optimiser.learningRate);
  expect(found.find(({ field }) => field === 'lr')?.texts).toEqual([lr, '0.5', lr]);
  expect(found.find(({ field }) => field === 'skip.plain')?.texts[1]).toBeNull();
  expect(found.map(({ field }) => field)).toEqual(['lr', 'lanes', 'skip.plain']);
  expect(differences([DEFAULTS, DEFAULTS])).toEqual([]);
});
