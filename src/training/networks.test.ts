/**
 * Whole networks against their definition in float64: the loss, and along a random direction in every parameter its
 * derivative, by central differences of the definition.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { planNetwork } from '../architecture/plan';
import { shortcutParameters } from '../architecture/nodes';
import { DEFAULTS } from '../config/defaults';
import { SETTINGS } from '../config/settings';
import type { NetworkConfig } from '../config/schema';
import { randomStream } from '../data/random';
import { l2Norm } from '../engine/measures';
import { gradientOf } from './gradient';
import { noiseOf, type Streams } from '../network/noise';
import { loss64 } from '../testing/network64';
import { layoutOf } from '../network/parameters';

const CLASSES = 3;
const INPUT = { height: 7, width: 6, channels: 2 };
const LABELS = [2, 0, 1];

/** Two stages, the second with another width and a stride; smooth, so that differences are exact. */
const base: NetworkConfig = {
  ...DEFAULTS.network,
  stemWidth: 4,
  activation: 'tanh',
  stages: [
    { blocks: 1, width: 4, stride: 1 },
    { blocks: 2, width: 6, stride: 2 },
  ],
};

const FIXUP = { norm: 'none', branchStart: 'fixup', fixupScalars: true } as const;

const cases: [string, Partial<NetworkConfig>][] = [
  ...SETTINGS.order.choices.flatMap((order) =>
    SETTINGS.block.choices.flatMap((block) =>
      (['batch', 'none'] as const).map((norm): [string, Partial<NetworkConfig>] => [
        `${order}, ${block}, norm ${norm}`,
        { order, block, norm, expansion: 2 },
      ]),
    ),
  ),
  ...SETTINGS.shortcut.choices.flatMap((shortcut) =>
    SETTINGS.gate.choices.map((gate): [string, Partial<NetworkConfig>] => [
      `shortcut ${shortcut}, gate ${gate}`,
      { shortcut, gate },
    ]),
  ),
  ...SETTINGS.act.choices.map((activation): [string, Partial<NetworkConfig>] => [
    activation,
    { activation, order: 'pre-activation', shortcut: 'C' },
  ]),
  ['group norm', { norm: 'group', normGroups: 2 }],
  [
    'group norm of pre-activation bottlenecks',
    { norm: 'group', block: 'bottleneck', order: 'pre-activation' },
  ],
  ['layer norm, activation first', { norm: 'layer', order: 'activation-first' }],
  ['dropout in branches', { dropout: 0.4 }],
  [
    'dropout in branches of pre-activation, and of shortcuts',
    { dropout: 0.3, shortcutDropout: 0.5, order: 'pre-activation' },
  ],
  [
    'dropout in bottlenecks, norm after addition',
    { dropout: 0.3, block: 'bottleneck', order: 'norm-after-addition' },
  ],
  ['dropout of gated shortcuts', { shortcutDropout: 0.5, gate: 'exclusive', shortcut: 'A' }],
  ['stochastic depth', { stochasticDepth: 0.9 }],
  ['SkipInit', { branchStart: 'skip-init' }],
  ...SETTINGS.order.choices.flatMap((order) =>
    SETTINGS.block.choices.map((block): [string, Partial<NetworkConfig>] => [
      `Fixup, ${order}, ${block}`,
      { ...FIXUP, order, block, expansion: 2 },
    ]),
  ),
  [
    'Fixup with everything beside it',
    {
      ...FIXUP,
      activation: 'gelu',
      shortcut: 'A',
      gate: 'exclusive',
      dropout: 0.4,
      shortcutDropout: 0.3,
      branchScale: 0.7,
      stages: [
        { blocks: 1, width: 4, stride: 1, reduction: 2, groups: 2 },
        { blocks: 2, width: 6, stride: 2, reduction: 3 },
      ],
    },
  ],
  [
    'Fixup, flattened, zero-padding, all activated',
    { ...FIXUP, shortcut: 'A', head: 'flatten', stemPool: true },
  ],
  ['Fixup means nothing beside a norm', { ...FIXUP, norm: 'batch' }],
  ['scaled branches, norm after addition', { branchScale: 0.7, order: 'norm-after-addition' }],
  ['stem of ImageNet, flattened', { stemKernel: 7, stemStride: 2, stemPool: true, head: 'flatten' }],
  ['stem of ImageNet before pre-activation', { stemKernel: 5, stemPool: true, order: 'pre-activation' }],
  [
    'squeeze-and-excitation, groups, dilation and kernels by stage',
    {
      stages: [
        { blocks: 1, width: 4, stride: 1, reduction: 2, groups: 2, kernel: 5 },
        { blocks: 1, width: 6, stride: 2, reduction: 4, dilation: 2, groups: 3 },
      ],
    },
  ],
  [
    'grouped bottlenecks with zero-padding',
    {
      block: 'bottleneck',
      shortcut: 'A',
      stages: [
        { blocks: 1, width: 4, stride: 1, groups: 4 },
        { blocks: 1, width: 6, stride: 2, groups: 4, reduction: 3 },
      ],
    },
  ],
  [
    'single blocks that differ',
    {
      overrides: [
        { block: 0, kind: 'bottleneck', groups: 2 },
        { block: 2, width: 5, stride: 2, dilation: 2, kernel: 5 },
      ],
      shortcut: 'A',
    },
  ],
];

beforeAll(() => useNodeBackend('wasm'));

describe.each(cases)('%s', (name, part) => {
  const network = { ...base, ...part };
  const plan = planNetwork(network, INPUT, CLASSES);
  const layout = layoutOf(plan.parameters);
  const random = randomStream(3, name);
  const draw = (count: number, size: number): number[] =>
    Array.from({ length: count }, () => Math.fround(size * random.normal()));
  const named = new Map(
    layout.entries.map(({ name: parameter, shape, role, size, fanIn }) => {
      const values = draw(size, role === 'filter' || role === 'dense' ? 1 / Math.sqrt(fanIn) : 0.3);
      const centred =
        role === 'scale' || role === 'gain' ? values.map((value) => Math.fround(1 + value)) : values;
      return [parameter, { shape, values: centred }];
    }),
  );
  const pixels = draw(LABELS.length * INPUT.height * INPUT.width * INPUT.channels, 1);
  const images = {
    shape: [LABELS.length, INPUT.height, INPUT.width, INPUT.channels] as const,
    values: pixels,
  };

  const streams: Streams = (what) => randomStream(11, name, what);

  it.each([1, 0.5, 0])('with skips of gain %d', async (gain) => {
    const gains = plan.blocks.map(() => gain);
    const expected = loss64(network, named, images, LABELS, gains, streams);
    const parameters = new Float32Array(layout.size);
    for (const { name: parameter, offset } of layout.entries)
      parameters.set(named.get(parameter)!.values, offset);
    const hot = LABELS.flatMap((label) => Array.from({ length: CLASSES }, (_, k) => (k === label ? 1 : 0)));
    const batch = {
      images: tf.tensor4d(pixels, [...images.shape]),
      oneHot: tf.tensor2d(hot, [LABELS.length, CLASSES]),
      labels: Uint8Array.from(LABELS),
    };
    const run = () =>
      gradientOf({ plan, layout, parameters, gains, batch, loss: DEFAULTS.loss, noise: noiseOf(streams) });
    const { loss, gradient, reached } = await run();
    // What the plan says to be behind a shortcut, and so alone there, is what the graph leaves out.
    const missed = layout.entries.filter((_, i) => reached[i] !== true).map((entry) => entry.name);
    expect(missed.toSorted()).toEqual(gain === 0 ? [...shortcutParameters(plan).keys()].toSorted() : []);
    // By then all constants are there.
    const before = tf.memory().numTensors;
    await run();
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.abs(loss - expected)).toBeLessThan(1e-5);

    const whole = l2Norm(gradient);
    const wrong: string[] = [];
    for (const { name: parameter, offset, size, shape } of layout.entries) {
      const direction = draw(size, 1 / Math.sqrt(size));
      const { values } = named.get(parameter)!;
      const moved = (step: number): number => {
        const there = values.map((value, i) => value + step * direction[i]!);
        return loss64(
          network,
          new Map([...named, [parameter, { shape, values: there }]]),
          images,
          LABELS,
          gains,
          streams,
        );
      };
      const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
      const measured = direction.reduce((sum, value, i) => sum + value * gradient[offset + i]!, 0);
      wrong.push(...(Math.abs(measured - slope) < 2e-5 * whole + 2e-7 ? [] : [parameter]));
    }
    expect(wrong).toEqual([]);
    tf.dispose([batch.images, batch.oneHot]);
  });
});
