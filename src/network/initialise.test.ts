import { describe, expect, it } from 'vitest';
import { planNetwork, type NetworkPlan } from '../architecture/plan';
import { DEFAULTS } from '../config/defaults';
import type { NetworkConfig } from '../config/schema';
import { initialParameters, layoutOf } from './parameters';

const base: NetworkConfig = {
  ...DEFAULTS.network,
  stemWidth: 32,
  stages: [
    { blocks: 1, width: 32, stride: 1 },
    { blocks: 1, width: 64, stride: 2 },
  ],
};

const planOf = (part: Partial<NetworkConfig>): NetworkPlan =>
  planNetwork({ ...base, ...part }, { height: 8, width: 8, channels: 3 }, 10);

function valuesOf(part: Partial<NetworkConfig>, name: string): Float32Array {
  const plan = planOf(part);
  const entry = layoutOf(plan.parameters).entries.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`No ${name}`);
  return initialParameters(plan, 5).slice(entry.offset, entry.offset + entry.size);
}

const variance = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value ** 2, 0) / values.length;

/** 3×3, 32 to 64 channels: fans of 288 and 576. */
const FILTER = 'layer2.0.conv1.weight';

describe('variance of filters', () => {
  it.each<[string, Partial<NetworkConfig>, number]>([
    ['He, fan in', { initialisation: 'he' }, 2 / 288],
    ['He, fan out', { initialisation: 'he', initFan: 'out' }, 2 / 576],
    ['Xavier', { initialisation: 'xavier' }, 2 / (288 + 576)],
    ['LeCun', { initialisation: 'lecun' }, 1 / 288],
    ['LeCun, fan out', { initialisation: 'lecun', initFan: 'out' }, 1 / 576],
    ['a given deviation', { initialisation: 'normal', initDeviation: 0.3 }, 0.09],
  ])('%s', (_, part, expected) => {
    for (const initDistribution of ['normal', 'uniform'] as const) {
      // The sample variance of 18,432 values is within a few percent.
      expect(variance(valuesOf({ ...part, initDistribution }, FILTER)) / expected).toBeCloseTo(1, 1);
    }
  });

  it('uniform values stay within √3 deviations, and fill them', () => {
    const values = valuesOf({ initDistribution: 'uniform' }, FILTER);
    const bound = Math.sqrt((3 * 2) / 288);
    const largest = Math.max(...values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
    expect(largest).toBeGreaterThan(0.99 * bound);
  });

  it('zeros are zeros', () => {
    expect(new Set(valuesOf({ initialisation: 'zeros' }, FILTER))).toEqual(new Set([0]));
  });
});

it.each([
  ['more inputs than outputs', FILTER, 288, 64],
  ['fewer inputs than outputs', 'conv1.weight', 27, 32],
])('orthogonal filters with %s are orthonormal along the shorter side', (_, name, rows, columns) => {
  const values = valuesOf({ initialisation: 'orthogonal' }, name);
  const at = (row: number, column: number): number => values[row * columns + column]!;
  const tall = rows >= columns;
  const [count, length] = tall ? [columns, rows] : [rows, columns];
  for (let a = 0; a < count; a++)
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (let i = 0; i < length; i++) product += tall ? at(i, a) * at(i, b) : at(a, i) * at(b, i);
      expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-6);
    }
});

describe('start of the branches', () => {
  const all = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

  it('zero-last makes the last norm of each branch 0, and the last filter where no norm is last', () => {
    expect([...valuesOf({ branchStart: 'zero-last' }, 'layer1.0.bn2.weight')]).toEqual(all(0, 32));
    expect([...valuesOf({ branchStart: 'zero-last' }, 'layer1.0.bn1.weight')]).toEqual(all(1, 32));
    for (const part of [
      { norm: 'none' },
      { order: 'pre-activation' },
      { order: 'norm-after-addition' },
    ] as const) {
      const values = valuesOf({ branchStart: 'zero-last', ...part }, 'layer1.0.conv2.weight');
      expect(new Set(values)).toEqual(new Set([0]));
    }
    expect([
      ...valuesOf({ branchStart: 'zero-last', order: 'norm-after-addition' }, 'layer1.0.bn2.weight'),
    ]).toEqual(all(1, 32));
  });

  it('SkipInit adds one number a block, which is 0', () => {
    expect([...valuesOf({ branchStart: 'skip-init' }, 'layer2.0.alpha')]).toEqual([0]);
    expect(planOf({ branchStart: 'skip-init' }).parameterCount).toBe(planOf({}).parameterCount + 2);
  });

  it('Fixup scales by blocks^(−1/(2m−2)), and makes the last filter and the classifier 0', () => {
    const plain = valuesOf({ norm: 'none' }, FILTER);
    const scaled = valuesOf({ norm: 'none', branchStart: 'fixup' }, FILTER);
    scaled.forEach((value, i) => expect(value).toBeCloseTo(plain[i]! / Math.sqrt(2), 7));
    const bottleneck = { norm: 'none', block: 'bottleneck' } as const;
    const name = 'layer2.0.conv2.weight';
    const three = valuesOf({ ...bottleneck, branchStart: 'fixup' }, name);
    three.forEach((value, i) => expect(value).toBeCloseTo(valuesAt(bottleneck, name)[i]! * 2 ** -0.25, 7));
    for (const last of ['layer2.0.conv2.weight', 'fc.weight'])
      expect(new Set(valuesOf({ norm: 'none', branchStart: 'fixup' }, last))).toEqual(new Set([0]));
  });

  it('Fixup whole has 2m + 1 single numbers a block, all 0 but the factor, in place of the biases of convolutions', () => {
    const whole = { norm: 'none', branchStart: 'fixup', fixupScalars: true } as const;
    const names = (part: Partial<NetworkConfig>) => planOf(part).parameters.map(({ name }) => name);
    expect(names(whole).filter((name) => name.startsWith('layer2.0.'))).toEqual([
      'layer2.0.conv1.weight',
      'layer2.0.conv2.weight',
      'layer2.0.downsample.0.weight',
      'layer2.0.bias1a',
      'layer2.0.bias1b',
      'layer2.0.bias2a',
      'layer2.0.bias2b',
      'layer2.0.scale',
    ]);
    expect(names(whole).filter((name) => !name.startsWith('layer'))).toEqual([
      'conv1.weight',
      'fc.weight',
      'fc.bias',
      'bias1',
      'bias2',
    ]);
    expect(
      names({ ...whole, block: 'bottleneck' }).filter((name) => /layer1.0.(bias|scale)/.test(name)),
    ).toEqual(
      ['bias1a', 'bias1b', 'bias2a', 'bias2b', 'bias3a', 'bias3b', 'scale'].map((name) => `layer1.0.${name}`),
    );
    for (const name of ['bias1', 'bias2', 'layer1.0.bias1a', 'layer2.0.bias2b'])
      expect([...valuesOf(whole, name)]).toEqual([0]);
    expect([...valuesOf(whole, 'layer1.0.scale')]).toEqual([1]);
    // Filters are those of the scaling alone, to the last bit; beside a norm there is nothing else.
    expect(valuesOf(whole, FILTER)).toEqual(valuesOf({ norm: 'none', branchStart: 'fixup' }, FILTER));
    expect(names({ ...whole, norm: 'batch' })).toEqual(names({ norm: 'batch' }));
  });

  it('gates start at their bias', () => {
    expect([...valuesOf({ gate: 'exclusive', gateBias: -3 }, 'layer1.0.gate.bias')]).toEqual(all(-3, 32));
  });
});

/** Kept, since a bottleneck's values are asked for one by one. */
const known = new Map<string, Float32Array>();
function valuesAt(part: Partial<NetworkConfig>, name: string): Float32Array {
  const found = known.get(name) ?? valuesOf(part, name);
  known.set(name, found);
  return found;
}
