/** Old links, and what each of them must open for ever. Lines are added here, never changed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPENING_PRESET } from '../presets';
import type { ExperimentConfig } from '../schema';
import { decode, encode } from './url';
import { VERSION_1, withBlocks } from '../../testing/version1';

/** Links with a spread of settings, each with the config and the repairs that it had when it was written down. */
const FROZEN = readFileSync(new URL('links-of-version1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(
    (line) =>
      JSON.parse(line) as { readonly link: string; readonly config: object; readonly repairs: object },
  );

describe('links of version 1 mean the same for ever', () => {
  it.each(FROZEN)('$link', ({ link, config, repairs }) => {
    const decoded = decode(link);
    // Settings that were added since are no matter.
    expect(decoded).toMatchObject({ config, repairs });
    expect(decode(encode(decoded.config))).toStrictEqual({ config: decoded.config, repairs: [] });
  });

  const { network, optimiser } = VERSION_1;
  it.each<[string, ExperimentConfig]>([
    ['#v=1', VERSION_1],
    ['v=1', VERSION_1],
    ['#v=1&', VERSION_1],
    ['#v=1&blocks=3,3,3', withBlocks([3, 3, 3])],
    ['#blocks=3,3,3', withBlocks([3, 3, 3])],
    ['#v=1&blocks=0,0,0', withBlocks([0, 0, 0])],
    [
      '#v=1&norm=none&act=sigmoid&init=xavier&lr=0.002',
      {
        ...VERSION_1,
        network: { ...network, norm: 'none', activation: 'sigmoid', initialisation: 'xavier' },
        optimiser: { ...optimiser, learningRate: 0.002 },
      },
    ],
    [
      '#v=1&width=16&shortcut=A',
      {
        ...VERSION_1,
        network: {
          ...network,
          stemWidth: 16,
          stages: [
            { blocks: 9, width: 16, stride: 1 },
            { blocks: 9, width: 32, stride: 2 },
            { blocks: 9, width: 64, stride: 2 },
          ],
          shortcut: 'A',
        },
      },
    ],
    [
      '#v=1&width=16&widths=8,8,12&strides=2,1,1',
      {
        ...VERSION_1,
        network: {
          ...network,
          stemWidth: 16,
          stages: [
            { blocks: 9, width: 8, stride: 2 },
            { blocks: 9, width: 8, stride: 1 },
            { blocks: 9, width: 12, stride: 1 },
          ],
        },
      },
    ],
    [
      '#v=1&blocks=1,2,3&skip.plain=0x3,1,0.5x2&skip.residual=0.25',
      {
        ...withBlocks([1, 2, 3]),
        lanes: [
          { id: 'residual', gains: [0.25, 0.25, 0.25, 0.25, 0.25, 0.25] },
          { id: 'plain', gains: [0, 0, 0, 1, 0.5, 0.5] },
        ],
      },
    ],
    [
      '#v=1&blocks=1,1,1&lanes=plain,half,gated&skip.half=0.5',
      {
        ...withBlocks([1, 1, 1]),
        lanes: [
          { id: 'plain', gains: [0, 0, 0] },
          { id: 'half', gains: [0.5, 0.5, 0.5] },
          { id: 'gated', gains: [1, 1, 1] },
        ],
      },
    ],
    [
      '#v=1&switch=12:plain:all:1;40:residual:3:0;40:plain:26:0.5',
      {
        ...VERSION_1,
        timeline: [
          { step: 12, lane: 'plain', block: 'all', gain: 1 },
          { step: 40, lane: 'residual', block: 3, gain: 0 },
          { step: 40, lane: 'plain', block: 26, gain: 0.5 },
        ],
      },
    ],
    [
      '#v=1&blocks=1,1,1,2&block=bottleneck&order=pre-activation&groups=1,2,4,4&kernels=3,5,3,3&se=0,0,8,8&dilations=1,1,1,2',
      {
        ...withBlocks([1, 1, 1]),
        network: {
          ...network,
          block: 'bottleneck',
          order: 'pre-activation',
          stages: [
            { blocks: 1, width: 8, stride: 1 },
            { blocks: 1, width: 16, stride: 2, groups: 2, kernel: 5 },
            { blocks: 1, width: 32, stride: 2, groups: 4, reduction: 8 },
            { blocks: 2, width: 64, stride: 2, dilation: 2, groups: 4, reduction: 8 },
          ],
        },
        lanes: [
          { id: 'residual', gains: [1, 1, 1, 1, 1] },
          { id: 'plain', gains: [0, 0, 0, 0, 0] },
        ],
      },
    ],
    [
      '#v=1&blocks=1,1,1&override=0:kernel5:width12;2:bottleneck:stride1&gate=exclusive&gate.bias=-3&scale=0.5&shortcut=C&dropout=0.3&shortcut.dropout=0.5&depth.dropout=0.2',
      {
        ...withBlocks([1, 1, 1]),
        network: {
          ...withBlocks([1, 1, 1]).network,
          overrides: [
            { block: 0, width: 12, kernel: 5 },
            { block: 2, kind: 'bottleneck', stride: 1 },
          ],
          shortcut: 'C',
          gate: 'exclusive',
          gateBias: -3,
          branchScale: 0.5,
          dropout: 0.3,
          shortcutDropout: 0.5,
          stochasticDepth: 0.2,
        },
      },
    ],
    [
      '#v=1&blocks=1,1,1&norm=none&start=fixup',
      {
        ...withBlocks([1, 1, 1]),
        network: {
          ...withBlocks([1, 1, 1]).network,
          norm: 'none',
          branchStart: 'fixup',
          fixupScalars: false,
        },
      },
    ],
    [
      '#v=1&stem.kernel=7&stem.stride=2&stem.pool=on&head=flatten&norm=group&norm.groups=8&act=gelu&init=normal&init.std=0.1&init.form=uniform&init.fan=out&start=skip-init&expansion=2',
      {
        ...VERSION_1,
        network: {
          ...network,
          stemKernel: 7,
          stemStride: 2,
          stemPool: true,
          head: 'flatten',
          expansion: 2,
          norm: 'group',
          normGroups: 8,
          activation: 'gelu',
          initialisation: 'normal',
          initDistribution: 'uniform',
          initFan: 'out',
          initDeviation: 0.1,
          branchStart: 'skip-init',
        },
      },
    ],
    [
      '#v=1&opt=adamw&beta1=0.8&beta2=0.99&alpha=0.9&nesterov=on&clip=1&schedule=one-cycle&period=300&factor=0.5&warmup=20&loss=focal&focus=1&smooth=0.1&shift=2&flip=on&cutout=6',
      {
        ...VERSION_1,
        optimiser: {
          ...optimiser,
          kind: 'adamw',
          nesterov: true,
          beta1: 0.8,
          beta2: 0.99,
          smoothing: 0.9,
          clip: 1,
        },
        schedule: {
          ...VERSION_1.schedule,
          kind: 'one-cycle',
          period: 300,
          factor: 0.5,
          warmUp: 20,
          momentumCycle: false,
        },
        loss: { ...VERSION_1.loss, kind: 'focal', smoothing: 0.1, focus: 1 },
        augmentation: { ...VERSION_1.augmentation, shift: 2, flip: true, cutout: 6 },
      },
    ],
    [
      '#v=1&schedule=one-cycle&momentum.cycle=on',
      { ...VERSION_1, schedule: { ...VERSION_1.schedule, kind: 'one-cycle', momentumCycle: true } },
    ],
    [
      '#v=1&set=shapes&input=28&momentum=0&decay=1e-4&batch=64&test=0&seed.data=1&seed.init=2&seed.order=3',
      {
        ...VERSION_1,
        data: { set: 'shapes', inputSize: 28 },
        optimiser: { ...optimiser, momentum: 0, weightDecay: 0.0001 },
        batchSize: 64,
        testInterval: 0,
        seeds: { data: 1, init: 2, order: 3 },
      },
    ],
  ])('%s', (hash, config) => {
    expect(decode(hash)).toStrictEqual({ config, repairs: [] });
  });

  it('omits an input size where it is the usual one of the data set', () => {
    const emoji = (inputSize: number): ExperimentConfig => ({
      ...VERSION_1,
      data: { set: 'emoji', inputSize },
    });
    expect(encode(emoji(16))).toBe('#v=1&set=emoji');
    expect(encode(emoji(32))).toBe('#v=1&set=emoji&input=32');
    expect(decode('#v=1&set=emoji')).toStrictEqual({ config: emoji(16), repairs: [] });
    expect(decode('#v=1&set=shapes').config.data).toStrictEqual({ set: 'shapes', inputSize: 14 });
    expect(decode('#v=1&set=emoji&input=14')).toStrictEqual({
      config: emoji(16),
      repairs: [{ field: 'input', given: '14', used: '16', reason: 'unfit' }],
    });
  });

  it('omits defaults, also derived ones', () => {
    expect(encode(VERSION_1)).toBe('#v=1');
    expect(encode(decode('#v=1&width=16&widths=16,32,64&skip.plain=0&lr=0.02').config)).toBe('#v=1&width=16');
    expect(encode(decode('#v=1&skip.plain=0x26,1').config)).toBe('#v=1&skip.plain=0x26,1');
  });

  it('opens the opening experiment without a fragment', () => {
    for (const hash of ['', '#']) {
      expect(decode(hash)).toStrictEqual({ config: OPENING_PRESET.config, repairs: [] });
    }
  });
});
