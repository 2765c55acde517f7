/** Convolutions, norms and what ends them on WebGPU against the reference composition on the processor, on odd shapes. */
import * as tf from '@tensorflow/tfjs-core';
import { assert, test } from 'vitest';
import { SETTINGS } from '../../src/config/settings';
import { scalar } from '../../src/ops/constants';
import type { EpilogueGradient, EpilogueOutput, Gain } from '../../src/ops/kernels';
import { run } from '../../src/ops/webgpu/program';
import { as1, as4, assertMatchesReference, random } from './testing';

interface ConvShape {
  readonly image: readonly [number, number, number, number];
  readonly kernel: number;
  readonly out: number;
  readonly stride: number;
  readonly dilation?: number;
  readonly groups?: number;
  /** As keeps the side with stride 1, where absent. */
  readonly padding?: number;
}

const convolutions: readonly ConvShape[] = [
  { image: [2, 5, 7, 3], kernel: 3, out: 8, stride: 1 },
  { image: [3, 9, 6, 4], kernel: 3, out: 6, stride: 2 },
  { image: [2, 8, 11, 8], kernel: 3, out: 4, stride: 2 },
  { image: [2, 7, 6, 5], kernel: 5, out: 3, stride: 1 },
  { image: [3, 6, 5, 8], kernel: 1, out: 12, stride: 2 },
  { image: [1, 13, 14, 12], kernel: 3, out: 16, stride: 1 },
  { image: [3, 6, 4, 8], kernel: 3, out: 4, stride: 1 },
  { image: [2, 3, 19, 4], kernel: 3, out: 8, stride: 1 },
  { image: [2, 6, 12, 8], kernel: 3, out: 8, stride: 1, padding: 0 },
  { image: [2, 5, 9, 4], kernel: 3, out: 4, stride: 1, padding: 2 },
  { image: [1, 2, 1, 4], kernel: 3, out: 4, stride: 1 },
  { image: [2, 7, 6, 4], kernel: 3, out: 8, stride: 1, dilation: 2 },
  { image: [2, 9, 11, 5], kernel: 3, out: 4, stride: 2, dilation: 2 },
  { image: [2, 10, 7, 4], kernel: 3, out: 3, stride: 3, dilation: 2 },
  { image: [1, 5, 4, 4], kernel: 5, out: 4, stride: 1, dilation: 3 },
  { image: [2, 6, 5, 8], kernel: 3, out: 16, stride: 1, groups: 2 },
  { image: [2, 7, 5, 12], kernel: 3, out: 6, stride: 2, groups: 3 },
  { image: [2, 5, 7, 10], kernel: 3, out: 20, stride: 1, groups: 5 },
  { image: [2, 6, 6, 6], kernel: 5, out: 12, stride: 2, dilation: 2, groups: 6 },
  { image: [2, 7, 6, 8], kernel: 3, out: 8, stride: 1, groups: 8 },
  { image: [3, 6, 7, 6], kernel: 3, out: 6, stride: 2, groups: 6 },
  { image: [2, 5, 3, 8], kernel: 1, out: 4, stride: 2, groups: 4 },
  { image: [2, 7, 5, 12], kernel: 3, out: 12, stride: 2, groups: 6 },
  { image: [2, 5, 6, 16], kernel: 3, out: 16, stride: 1, dilation: 2, groups: 8 },
  { image: [2, 4, 6, 6], kernel: 3, out: 6, stride: 1, groups: 3 },
];

for (const shape of convolutions) {
  const { image, kernel, out, stride, dilation = 1, groups = 1 } = shape;
  const { padding = dilation * (kernel >> 1) } = shape;
  const side = (length: number): number =>
    Math.floor((length + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const [n, h, w, c] = image;
  const geometry = { stride, padding, dilation, groups };
  const special = `${dilation > 1 ? `, dilation ${dilation}` : ''}${groups > 1 ? `, ${groups} groups` : ''}${shape.padding === undefined ? '' : `, padding ${padding}`}`;
  const label = `${image.join('×')}, ${kernel}×${kernel} to ${out}, stride ${stride}${special}`;
  test(`convolution ${label}`, () =>
    assertMatchesReference(
      [
        random('x', image),
        random('w', [kernel, kernel, c / groups, out]),
        random('dy', [n, side(h), side(w), out]),
      ],
      ({ conv2d }, [x, w, dy]) => [
        conv2d.forward(as4(x), as4(w), geometry),
        conv2d.inputGradient(as4(dy), as4(w), [...image], geometry),
        conv2d.filterGradient(as4(x), as4(dy), as4(w).shape, geometry),
      ],
    ));
}

const activations = SETTINGS.act.choices;

interface NormShape {
  readonly shape: readonly [number, number, number, number];
  readonly shortcut: boolean;
  readonly gain: number | 'tensor';
}

const norms: readonly NormShape[] = [
  { shape: [3, 5, 7, 3], shortcut: false, gain: 0 },
  { shape: [3, 5, 7, 8], shortcut: true, gain: 1 },
  { shape: [2, 19, 17, 12], shortcut: true, gain: 0.3 },
  { shape: [2, 3, 3, 260], shortcut: true, gain: 'tensor' },
  { shape: [2, 3, 3, 67], shortcut: true, gain: 0 },
];

/** The same number on every backend, as a number or as the tensor that kernels may be given. */
const gainOf = (gain: NormShape['gain']): Gain =>
  gain === 'tensor' ? (tf.reshape(scalar(0.7), [1]) as tf.Tensor1D) : gain;

for (const { shape, shortcut, gain } of norms) {
  for (const activation of activations) {
    const channels = shape[3];
    const vectors = ['scale', 'shift', 'mean', 'bias'].map((label) => random(label, [channels]));
    const variance = { ...random('variance', [channels]) };
    variance.values = variance.values.map((value) => value * value + 0.1);
    // A large mean, so that a variance from plain squares would cancel.
    const x = random('x', shape);
    x.values = x.values.map((value, i) => 3 * value + 40 * (i % channels === 0 ? 1 : 0));
    const inputs = [x, random('dy', shape), random('shortcut', shape), ...vectors, variance];
    const label = `${shape.join('×')}, ${activation}${shortcut ? `, gain ${gain}` : ''}`;
    const end = (tensor: tf.Tensor | undefined) => ({
      activation,
      shortcut: shortcut ? as4(tensor) : null,
      gain: gainOf(gain),
    });
    const behind = (dy: tf.Tensor | undefined, { savedForBackward }: EpilogueOutput): EpilogueGradient => ({
      dy: as4(dy),
      savedForBackward,
      activation,
      gain: gainOf(gain),
      hasShortcut: shortcut,
    });
    test(`batch norm ${label}`, () =>
      assertMatchesReference(
        inputs,
        ({ batchNorm }, [x, dy, skip, scale, shift, mean, , variance]) => {
          const trained = batchNorm.training(as4(x), as1(scale), as1(shift), end(skip));
          const seen = trained.statistics();
          const gradient = batchNorm.trainingGradient(behind(dy, trained), trained.saved, as1(scale));
          const tested = batchNorm.inference(
            as4(x),
            as1(scale),
            as1(shift),
            as1(mean),
            as1(variance),
            end(skip),
          );
          return [
            trained.y,
            seen.mean,
            seen.variance,
            gradient.x,
            gradient.scale,
            gradient.shift,
            tested,
            ...(gradient.shortcut === undefined ? [] : [gradient.shortcut]),
          ];
        },
        3e-5,
      ));

    test(`single numbers ${label}`, () =>
      assertMatchesReference(
        [...inputs.slice(0, 3), random('factor', [1]), random('number', [1])],
        ({ scalars }, [x, dy, skip, factor, number]) => {
          const multiplied = { x: as4(x), factor: as1(factor) };
          const both = scalars.forward(as4(x), as1(factor), as1(number), end(skip));
          const shifted = scalars.forward(as4(x), null, as1(number), end(skip));
          const scaled = scalars.forward(as4(x), as1(factor), null, end(skip));
          const ofBoth = scalars.gradient(behind(dy, both), multiplied);
          const ofShifted = scalars.gradient(behind(dy, shifted), null);
          return [
            both.y,
            shifted.y,
            scaled.y,
            ofBoth.x,
            ofBoth.bias,
            ...[ofBoth.factor, ofBoth.shortcut, ofShifted.shortcut].filter((one) => one !== undefined),
            ofShifted.x,
            ofShifted.bias,
          ];
        },
        3e-5,
      ));

    test(`bias and addition ${label}`, () =>
      assertMatchesReference(inputs, ({ bias, addition }, [x, dy, skip, , , , offset]) => {
        const biased = bias.forward(as4(x), as1(offset), end(skip));
        const added = addition.forward(as4(x), end(skip));
        const ofBiased = bias.gradient(behind(dy, biased));
        const ofAdded = addition.gradient(behind(dy, added));
        return [
          biased.y,
          ofBiased.x,
          ofBiased.bias,
          added.y,
          ofAdded.x,
          ...[ofBiased, ofAdded].flatMap(({ shortcut: flow }) => (flow === undefined ? [] : [flow])),
        ];
      }));
  }
}

const groupNorms = [
  { shape: [3, 5, 7, 8], groups: 2, shortcut: false, gain: 0 },
  { shape: [2, 19, 17, 12], groups: 1, shortcut: true, gain: 0.3 },
  { shape: [2, 3, 3, 260], groups: 5, shortcut: true, gain: 'tensor' },
  { shape: [2, 4, 3, 10], groups: 5, shortcut: true, gain: 1 },
  { shape: [1, 13, 11, 6], groups: 6, shortcut: true, gain: 0 },
  { shape: [2, 1, 1, 9], groups: 3, shortcut: false, gain: 0 },
] as const;

for (const { shape, groups, shortcut, gain } of groupNorms) {
  for (const activation of activations) {
    const channels = shape[3];
    const x = random('x', shape);
    // Means that differ by group, and are large.
    x.values = x.values.map((value, i) => 3 * value + 40 * Math.floor(((i % channels) * groups) / channels));
    test(`group norm ${shape.join('×')}, ${groups} groups, ${activation}${shortcut ? `, gain ${gain}` : ''}`, () =>
      assertMatchesReference(
        [
          x,
          random('dy', shape),
          random('shortcut', shape),
          random('scale', [channels]),
          random('shift', [channels]),
        ],
        ({ groupNorm }, [image, dy, skip, scale, shift]) => {
          const end = { activation, shortcut: shortcut ? as4(skip) : null, gain: gainOf(gain) };
          const { y, savedForBackward, saved } = groupNorm.forward(
            as4(image),
            as1(scale),
            as1(shift),
            groups,
            end,
          );
          const own = { activation, gain: gainOf(gain), hasShortcut: shortcut };
          const incoming = { ...own, dy: as4(dy), savedForBackward };
          const gradient = groupNorm.gradient(incoming, saved, as1(scale), groups);
          return [
            y,
            gradient.x,
            gradient.scale,
            gradient.shift,
            ...(gradient.shortcut === undefined ? [] : [gradient.shortcut]),
          ];
        },
        5e-5,
      ));
  }
}

/** The second has no channels in fours, and so another kernel. */
const carryingImages = [
  [2, 7, 6, 8],
  [2, 7, 6, 6],
] as const;

for (const { activation, shape } of activations.flatMap((activation) =>
  carryingImages.map((shape) => ({ activation, shape })),
))
  test(`input gradient with the shortcut's, ${activation}, ${shape[3]} channels`, () =>
    assertMatchesReference(
      [
        random('dy', shape),
        random('w', [3, 3, shape[3], shape[3]]),
        random('carried', shape),
        random('y', shape),
      ],
      ({ conv2d, bias }, [dy, w, carried, pre]) => {
        const end = { activation, shortcut: null, gain: 0 };
        const { savedForBackward } = bias.forward(as4(pre), tf.zeros([shape[3]]), end);
        const geometry = { stride: 1, padding: 1 };
        const along = { dy: as4(carried), savedForBackward, activation, gain: 0.4 };
        if (conv2d.carriesShortcut) {
          return [conv2d.inputGradient(as4(dy), as4(w), [...shape], geometry, along)];
        }
        const own = conv2d.inputGradient(as4(dy), as4(w), [...shape], geometry);
        const { shortcut } = bias.gradient({ ...along, hasShortcut: true });
        return [tf.add(own, shortcut as tf.Tensor)];
      },
    ));

/** One workgroup more than a row of a dispatch holds. */
const MANY = 65_535 * 64 + 5;

test('more workgroups than one dimension of a dispatch holds', async () => {
  await tf.setBackend('webgpu');
  const counted = run({
    name: 'test-count',
    inputs: [],
    output: { shape: [MANY], dtype: 'int32' },
    uniforms: { total: MANY },
    threads: MANY,
    code: () => 'fn main(index : i32) { if (index < uniforms.total) { result[index] = index + 1; } }',
  });
  const values = await counted.data();
  counted.dispose();
  const wrong = values.findIndex((value, i) => value !== i + 1);
  assert(wrong === -1, `Thread ${wrong} wrote ${values[wrong]}`);
});
