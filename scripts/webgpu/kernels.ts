/** Each kernel of WebGPU against the reference composition on the processor, on odd shapes. */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../src/ops/activation';
import { scalar } from '../../src/ops/constants';
import type { Gain } from '../../src/ops/kernels';
import { mustMatchReference, random, type Test } from './testing';

const as4 = (tensor: tf.Tensor | undefined): tf.Tensor4D => tensor as tf.Tensor4D;
const as1 = (tensor: tf.Tensor | undefined): tf.Tensor1D => tensor as tf.Tensor1D;
const as2 = (tensor: tf.Tensor | undefined): tf.Tensor2D => tensor as tf.Tensor2D;

interface ConvShape {
  readonly image: readonly [number, number, number, number];
  readonly kernel: number;
  readonly out: number;
  readonly stride: number;
}

const convolutions: readonly ConvShape[] = [
  { image: [2, 5, 7, 3], kernel: 3, out: 8, stride: 1 },
  { image: [3, 9, 6, 4], kernel: 3, out: 6, stride: 2 },
  { image: [2, 8, 11, 8], kernel: 3, out: 4, stride: 2 },
  { image: [2, 7, 6, 5], kernel: 5, out: 3, stride: 1 },
  { image: [3, 6, 5, 8], kernel: 1, out: 12, stride: 2 },
  { image: [1, 13, 14, 12], kernel: 3, out: 16, stride: 1 },
];

const convTests = convolutions.map(({ image, kernel, out, stride }): Test => {
  const padding = kernel >> 1;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const [n, h, w, c] = image;
  const label = `${image.join('×')}, ${kernel}×${kernel} to ${out}, stride ${stride}`;
  return {
    name: `convolution ${label}`,
    run: () =>
      mustMatchReference(
        [random('x', image), random('w', [kernel, kernel, c, out]), random('dy', [n, side(h), side(w), out])],
        ({ conv2d }, [x, w, dy]) => [
          conv2d.forward(as4(x), as4(w), { stride, padding }),
          conv2d.inputGradient(as4(dy), as4(w), [...image], { stride, padding }),
          conv2d.filterGradient(as4(x), as4(dy), as4(w).shape, { stride, padding }),
        ],
      ),
  };
});

const activations: readonly Activation[] = ['linear', 'relu', 'tanh', 'sigmoid'];

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

const normTests = norms.flatMap(({ shape, shortcut, gain }): Test[] =>
  activations.flatMap((activation): Test[] => {
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
    return [
      {
        name: `batch norm ${label}`,
        run: () =>
          mustMatchReference(
            inputs,
            ({ batchNorm }, [x, dy, skip, scale, shift, mean, , variance]) => {
              const { y, saved, statistics } = batchNorm.training(as4(x), as1(scale), as1(shift), end(skip));
              const seen = statistics();
              const gradient = batchNorm.trainingGradient(as4(dy), y, saved, as1(scale), {
                activation,
                gain: gainOf(gain),
                hasShortcut: shortcut,
              });
              const tested = batchNorm.inference(
                as4(x),
                as1(scale),
                as1(shift),
                as1(mean),
                as1(variance),
                end(skip),
              );
              return [
                y,
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
          ),
      },
      {
        name: `bias ${label}`,
        run: () =>
          mustMatchReference(inputs, ({ bias }, [x, dy, skip, , , , offset]) => {
            const y = bias.forward(as4(x), as1(offset), end(skip));
            const gradient = bias.gradient(as4(dy), y, {
              activation,
              gain: gainOf(gain),
              hasShortcut: shortcut,
            });
            return [
              y,
              gradient.x,
              gradient.bias,
              ...(gradient.shortcut === undefined ? [] : [gradient.shortcut]),
            ];
          }),
      },
    ];
  }),
);

const carrierTests = activations.map((activation): Test => ({
  name: `input gradient with the shortcut's, ${activation}`,
  run: () => {
    const shape = [2, 7, 6, 8] as const;
    return mustMatchReference(
      [random('dy', shape), random('w', [3, 3, 8, 8]), random('carried', shape), random('y', shape)],
      ({ conv2d, bias }, [dy, w, carried, pre]) => {
        const end = { activation, shortcut: null, gain: 0 };
        const y = bias.forward(as4(pre), tf.zeros([8]), end);
        const geometry = { stride: 1, padding: 1 };
        const along = { dy: as4(carried), y, activation, gain: 0.4 };
        if (conv2d.carriesShortcut) {
          return [conv2d.inputGradient(as4(dy), as4(w), [...shape], geometry, along)];
        }
        const own = conv2d.inputGradient(as4(dy), as4(w), [...shape], geometry);
        const { shortcut } = bias.gradient(as4(carried), y, { activation, gain: 0.4, hasShortcut: true });
        return [tf.add(own, shortcut as tf.Tensor)];
      },
    );
  },
}));

const headTests: readonly Test[] = [8, 5].map((channels) => ({
  name: `pooling, subsampling and dense, ${channels} channels`,
  run: () =>
    mustMatchReference(
      [
        random('x', [3, 7, 5, channels]),
        random('dy', [3, channels]),
        random('wide', [3, 4, 3, channels + 6]),
        random('weight', [channels, 10]),
        random('bias', [10]),
        random('dLogits', [3, 10]),
      ],
      ({ pooling, dense }, [x, dy, wide, weight, bias, dLogits]) => {
        const pooled = pooling.globalAverage(as4(x));
        const own = dense.parameterGradients(pooled, as2(dLogits));
        return [
          pooled,
          pooling.globalAverageGradient(as2(dy), as4(x).shape),
          pooling.subsampleAndPad(as4(x), 2, channels + 6),
          pooling.subsampleAndPadGradient(as4(wide), as4(x).shape, 2),
          pooling.subsampleAndPad(as4(x), 1, channels + 1),
          dense.forward(pooled, as2(weight), as1(bias)),
          dense.inputGradient(as2(dLogits), as2(weight)),
          own.weight,
          own.bias,
        ];
      },
    ),
}));

export const kernelTests: readonly Test[] = [...convTests, ...normTests, ...carrierTests, ...headTests];
