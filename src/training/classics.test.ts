/**
 * Classic networks against their definition in float64: the loss, and along a random direction in every parameter its
 * derivative, by central differences of the definition.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { planClassic } from '../architecture/classic';
import { CLASSICS, type ClassicConfig } from '../config/classic';
import { DEFAULTS } from '../config/defaults';
import { randomStream } from '../data/random';
import { l2Norm } from '../engine/measures';
import { classicLoss64 } from '../testing/classic64';
import { noiseOf, type Streams } from '../network/noise';
import { layoutOf } from '../network/parameters';
import { gradientOf } from './gradient';

const CLASSES = 3;
/** Odd, so that windows leave rows out. */
const INPUT = { height: 11, width: 10, channels: 2 };
const LABELS = [2, 0, 1];

/** Smooth, so that differences are exact; pooling by the largest is so but where two are equal. */
const { lenet, alexnet, vgg, densenet } = CLASSICS;
const smooth = { activation: 'tanh' } as const;
const cases: [string, ClassicConfig][] = [
  ['LeNet-5 of 1998: tanh and averages', { ...lenet, ...smooth, pool: 'average' }],
  ['LeNet-5, pooled by the largest, batch norm', { ...lenet, ...smooth, norm: 'batch' }],
  ['AlexNet with dropout', { ...alexnet, ...smooth, width: 4, hidden: 6, dropout: 0.4 }],
  ['AlexNet of averages, group norm, no hidden layers', { ...alexnet, ...smooth, width: 4, hidden: 0, pool: 'average', norm: 'group' }], // prettier-ignore
  ['VGG-11', { ...vgg, ...smooth, width: 4 }],
  ['VGG-13 without norm, hidden layers with dropout', { ...vgg, ...smooth, width: 4, depth: 13, norm: 'none', hidden: 5, dropout: 0.3 }], // prettier-ignore
  ['DenseNet', { ...densenet, ...smooth, width: 4, depth: 16 }],
  ['DenseNet-BC with dropout', { ...densenet, ...smooth, width: 4, depth: 16, bottleneck: true, dropout: 0.2 }], // prettier-ignore
  ['DenseNet without norm', { ...densenet, ...smooth, width: 4, depth: 10, norm: 'none' }],
];

describe.each([
  ['wasm', cases],
  // The ops are the same there: one network with each of them.
  ['cpu', cases.filter(([name]) => /1998|dropout/.test(name))],
] as const)('on %s', (backend, chosen) => {
  beforeAll(() => useNodeBackend(backend));

  it.each(chosen)('%s', async (name, config) => {
    const plan = planClassic(config, INPUT, CLASSES);
    const layout = layoutOf(plan.parameters);
    const random = randomStream(3, name);
    const draw = (count: number, size: number): number[] =>
      Array.from({ length: count }, () => Math.fround(size * random.normal()));
    const named = new Map(
      layout.entries.map(({ name: parameter, shape, role, size, fanIn }) => {
        const values = draw(size, role === 'filter' || role === 'dense' ? 1 / Math.sqrt(fanIn) : 0.3);
        return [
          parameter,
          { shape, values: role === 'scale' ? values.map((v) => Math.fround(1 + v)) : values },
        ];
      }),
    );
    const shape = [LABELS.length, INPUT.height, INPUT.width, INPUT.channels] as const;
    const pixels = draw(shape[0] * shape[1] * shape[2] * shape[3], 1);
    const images = { shape, values: pixels };
    const streams: Streams = (what) => randomStream(11, name, what);
    const expected = classicLoss64(config, named, images, LABELS, streams);

    const parameters = new Float32Array(layout.size);
    for (const { name: parameter, offset } of layout.entries)
      parameters.set(named.get(parameter)!.values, offset);
    const hot = LABELS.flatMap((label) => Array.from({ length: CLASSES }, (_, k) => (k === label ? 1 : 0)));
    const batch = {
      images: tf.tensor4d(pixels, [...shape]),
      oneHot: tf.tensor2d(hot, [LABELS.length, CLASSES]),
      labels: Uint8Array.from(LABELS),
    };
    const run = () =>
      gradientOf({
        plan,
        layout,
        parameters,
        gains: [],
        batch,
        loss: DEFAULTS.loss,
        noise: noiseOf(streams),
      });
    const { loss, gradient } = await run();
    // By then all constants are there.
    const before = tf.memory().numTensors;
    await run();
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.abs(loss - expected)).toBeLessThan(5e-6);

    const whole = l2Norm(gradient);
    expect(whole).toBeGreaterThan(1e-3);
    const wrong: string[] = [];
    for (const { name: parameter, offset, size, shape: own } of layout.entries) {
      const direction = draw(size, 1 / Math.sqrt(size));
      const { values } = named.get(parameter)!;
      const moved = (step: number): number => {
        const there = values.map((value, i) => value + step * direction[i]!);
        return classicLoss64(config, new Map([...named, [parameter, { shape: own, values: there }]]), images, LABELS, streams); // prettier-ignore
      };
      const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
      const measured = direction.reduce((sum, value, i) => sum + value * gradient[offset + i]!, 0);
      if (!(Math.abs(measured - slope) < 2e-5 * whole + 2e-7)) wrong.push(parameter);
    }
    expect(wrong).toEqual([]);
    tf.dispose([batch.images, batch.oneHot]);
  });
});
