import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { DEFAULTS } from '../defaults';
import { repairConfig } from './repair';
import type { ExperimentConfig } from '../schema';
import { decode, encode } from './url';

/** A small valid experiment to put one fault at a time into. */
const base: ExperimentConfig = {
  ...DEFAULTS,
  network: { ...DEFAULTS.network, stages: DEFAULTS.network.stages.map((stage) => ({ ...stage, blocks: 1 })) },
  lanes: [
    { id: 'residual', gains: [1, 1, 1] },
    { id: 'plain', gains: [0, 0, 0] },
  ],
};

/** The base with one value put in at a path. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(base) as unknown;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const target = keys.reduce((node, key) => (node as Record<string, unknown>)[key], copy);
  (target as Record<string, unknown>)[last] = value;
  return copy;
}

describe('repairConfig', () => {
  it('leaves every valid experiment as it is', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        expect(repairConfig(config)).toStrictEqual({ config, repairs: [] });
      }),
    );
  });

  it('makes a valid config of anything, which needs no second repair', () => {
    const hostile = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSparseArray: true,
      }),
      fc
        .tuple(experiments, fc.constantFrom(...Object.keys(base)), fc.anything())
        .map(([config, key, value]) => ({ ...config, [key]: value })),
      fc
        .tuple(
          experiments,
          fc.constantFrom('network', 'optimiser', 'data', 'seeds'),
          fc.dictionary(
            fc.constantFrom('stages', 'stemWidth', 'learningRate', 'set', 'init', 'norm'),
            fc.anything(),
          ),
        )
        .map(([config, key, value]) => ({ ...config, [key]: value })),
    );
    fc.assert(
      fc.property(hostile, (given) => {
        const { config } = repairConfig(given);
        expect(repairConfig(config)).toStrictEqual({ config, repairs: [] });
        expect(decode(encode(config))).toStrictEqual({ config, repairs: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, unknown, string, string, string, string]>([
    ['optimiser.learningRate', Number.NaN, 'lr', 'NaN', '0.02', 'malformed'],
    ['optimiser.learningRate', Infinity, 'lr', 'Infinity', '10', 'out-of-range'],
    ['optimiser.learningRate', undefined, 'lr', 'undefined', '0.02', 'missing'],
    ['optimiser.learningRate', '0.1', 'lr', '0.1', '0.02', 'malformed'],
    ['batchSize', 12.5, 'batch', '12.5', '13', 'not-integer'],
    ['batchSize', {}, 'batch', '{…}', '32', 'malformed'],
    ['seeds.init', -1, 'seed.init', '-1', '0', 'out-of-range'],
    ['data.inputSize', 15, 'input', '15', '14', 'unknown'],
    ['data.set', 'cifar', 'set', 'cifar', 'fashion', 'unknown'],
    ['data.set', 3, 'set', '3', 'fashion', 'malformed'],
    ['network.stages.1.stride', 3, 'strides', '1,3,2', '1,2,2', 'out-of-range'],
    ['network.stages.2.width', 1, 'widths', '8,16,1', '8,16,4', 'out-of-range'],
    ['lanes.1.gains', [0, 0], 'skip.plain', '0,0', '0', 'too-short'],
    ['lanes.1.gains', [0, 0, 0, 1], 'skip.plain', '0,0,0,1', '0', 'too-long'],
    ['lanes.1.gains', [0, Number.NaN, 1], 'skip.plain', '0,NaN,1', '0x2,1', 'malformed'],
    ['lanes.1.gains', null, 'skip.plain', 'null', '0', 'malformed'],
    ['timeline', 'none', 'switch', 'none', '', 'malformed'],
    [
      'timeline',
      [{ step: 3, lane: 'plain', block: 3, gain: 1 }],
      'switch',
      '3:plain:3:1',
      '',
      'out-of-range',
    ],
    [
      'timeline',
      [{ step: 3, lane: 'plain', block: 'some', gain: 1 }],
      'switch',
      '3:plain:some:1',
      '',
      'malformed',
    ],
    ['timeline', [{ step: 3, lane: 'plain', block: 0 }], 'switch', '3:plain:0:undefined', '', 'malformed'],
  ])('%s: %s', (path, value, field, given, used, reason) => {
    expect(repairConfig(withValue(path, value)).repairs).toMatchObject([{ field, given, used, reason }]);
  });

  it.each([null, undefined, 3, 'x', [], () => 0])('takes the defaults for %s', (given) => {
    const { config, repairs } = repairConfig(given);
    expect(config).toStrictEqual(DEFAULTS);
    expect(repairs).toMatchObject([{ field: 'link', reason: 'malformed' }]);
  });

  it('names fields of an empty object as missing, as many as are listed, and counts the others', () => {
    const { config, repairs } = repairConfig({});
    expect(config).toStrictEqual(DEFAULTS);
    expect(new Set(repairs.map(({ reason }) => reason))).toStrictEqual(new Set(['missing', 'more']));
  });

  it('drops what is not part of a config', () => {
    expect(repairConfig({ ...base, extra: 1, network: { ...base.network, extra: 1 } })).toStrictEqual({
      config: base,
      repairs: [],
    });
  });

  it('writes -0 as 0, which a link could not tell from it', () => {
    expect(repairConfig(withValue('optimiser.momentum', -0)).config.optimiser.momentum).toBe(0);
  });

  it('shows control and direction characters in what was given as replaced', () => {
    const [repair] = repairConfig(withValue('network.norm', 'a\u202eb\u0000c')).repairs;
    expect(repair?.given).toBe('a�b�c');
  });
});
