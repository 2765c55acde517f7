/** The ops of less common networks against their definitions in float64: values, and gradients by central differences. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NODE_BACKENDS, useNodeBackend } from '../../scripts/goldens/node';
import { kernels } from './active-kernels';
import { ACTIVATIONS } from '../config/activations';
import { disposeConstants } from './constants';
import { conv2d, conv2dOfData } from './linear';
import { activate64 } from '../testing/activations';
import { conv64, differences, groupNorm64, maxPool64, weighted, type Image64 } from '../testing/ops64';
import { expectClose, gradients, image, random, tensorOf } from '../testing/gradients';
import { frozenNorm, groupNorm } from './normalise';
import { maxPool } from './shape';
import { activation, complement, multiply, scaleBy, scaleByLearned, scaleChannels } from './elementwise';

describe.each(NODE_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());
  afterAll(disposeConstants);

  describe.each([
    { name: 'dilation 2', kernel: 3, stride: 1, dilation: 2, groups: 1, side: [6, 5] },
    {
      name: 'dilation 3, filter wider than the image',
      kernel: 5,
      stride: 1,
      dilation: 3,
      groups: 1,
      side: [6, 5],
    },
    { name: 'dilation 2, stride 2', kernel: 3, stride: 2, dilation: 2, groups: 1, side: [7, 6] },
    { name: '2 groups', kernel: 3, stride: 1, dilation: 1, groups: 2, side: [5, 4] },
    { name: '4 groups, stride 2', kernel: 3, stride: 2, dilation: 1, groups: 4, side: [6, 5] },
    { name: '2 groups of 1×1', kernel: 1, stride: 1, dilation: 1, groups: 2, side: [3, 3] },
    { name: '2 groups, dilation 2', kernel: 3, stride: 1, dilation: 2, groups: 2, side: [5, 5] },
    { name: '2 groups, dilation 2, stride 2', kernel: 3, stride: 2, dilation: 2, groups: 2, side: [5, 5] },
    { name: 'dilation 2, stride 3', kernel: 3, stride: 3, dilation: 2, groups: 1, side: [7, 5] },
    { name: '4 groups of 1×1, stride 2', kernel: 1, stride: 2, dilation: 1, groups: 4, side: [4, 3] },
    { name: 'a filter a channel', kernel: 3, stride: 1, dilation: 1, groups: 4, out: 4, side: [5, 4] },
    { name: 'a 5×5 filter a channel', kernel: 5, stride: 1, dilation: 1, groups: 4, out: 4, side: [3, 6] },
    {
      name: 'a filter a channel, stride 2',
      kernel: 3,
      stride: 2,
      dilation: 1,
      groups: 4,
      out: 4,
      side: [6, 5],
    },
    {
      name: 'a filter a channel, 1×1, stride 2',
      kernel: 1,
      stride: 2,
      dilation: 1,
      groups: 4,
      out: 4,
      side: [5, 4],
    },
    {
      name: 'a filter a channel, dilation 2',
      kernel: 3,
      stride: 1,
      dilation: 2,
      groups: 4,
      out: 4,
      side: [5, 6],
    },
    {
      name: 'a filter a channel, dilation 2, stride 2',
      kernel: 3,
      stride: 2,
      dilation: 2,
      groups: 4,
      out: 4,
      side: [7, 6],
    },
  ])('convolution with $name', ({ kernel, stride, dilation, groups, out = 8, side: [h = 0, w = 0] }) => {
    const x = image('image', [2, h, w, 4]);
    const filter = image('filter', [kernel, kernel, 4 / groups, out]);
    const geometry = { stride, padding: dilation * (kernel >> 1), dilation, groups };
    const define = (a: Image64, b: Image64): Image64 => conv64(a, b, stride, geometry.padding, dilation);
    const expected = define(x, filter);
    const weights = random('weights', expected.values.length);

    it('has the values and gradients of the definition', () => {
      const y = conv2d(tensorOf(x), tensorOf(filter), geometry);
      expect(y.shape).toEqual(expected.shape);
      expectClose(y, expected.values);
      const [dx, dFilter] = gradients(
        (a, b) => conv2d(a as tf.Tensor4D, b as tf.Tensor4D, geometry),
        [tensorOf(x), tensorOf(filter)],
        weights,
      );
      expectClose(
        dx!,
        differences((values) => weighted(define({ ...x, values }, filter).values, weights), x.values),
      );
      expectClose(
        dFilter!,
        differences((values) => weighted(define(x, { ...filter, values }).values, weights), filter.values),
      );
    });

    it('has the same gradient of the filter where the images have none', () => {
      const filters = tensorOf(filter);
      const [both] = gradients((b) => conv2d(tensorOf(x), b as tf.Tensor4D, geometry), [filters], weights);
      const [alone] = gradients(
        (b) => conv2dOfData(tensorOf(x), b as tf.Tensor4D, geometry),
        [filters],
        weights,
      );
      expectClose(alone!, [...both!.dataSync()], 1e-7);
    });
  });

  describe.each(ACTIVATIONS.filter((name) => name !== 'linear'))('%s', (name) => {
    const x = image('x', [2, 3, 3, 4]);
    const weights = random('weights', x.values.length);

    it('of small and large values', () => {
      const values = [...x.values, -40, -8, -1e-4, 1e-4, 8, 40];
      const input = tf.tensor1d(values);
      expectClose(
        activation(input, name),
        values.map((value) => activate64(value, name)),
        1e-6,
      );
      const [dx] = gradients((a) => activation(a, name), [tensorOf(x)], weights);
      expectClose(
        dx!,
        differences(
          (moved) => weighted(moved.map((value) => activate64(value, name)), weights), // prettier-ignore
          x.values,
        ),
        1e-5,
      );
    });
  });

  it.each([
    [1, 'linear', 0],
    [2, 'relu', 0.5],
    [4, 'gelu', 1],
  ] as const)('group norm of %d groups, %s, with a shortcut of gain %d', (groups, activated, gain) => {
    const x = image('x', [2, 3, 2, 4]);
    const shortcut = image('shortcut', x.shape);
    const [scale, shift] = [random('scale', 4), random('shift', 4)];
    const weights = random('weights', x.values.length);
    const run = (...inputs: tf.Tensor[]): tf.Tensor => {
      const [a, b, c, d] = inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor4D];
      return groupNorm(a, b, c, groups, { activation: activated, shortcut: d, gain });
    };
    const define = (a: Image64, b: readonly number[], c: readonly number[], d: readonly number[]): number[] =>
      groupNorm64(a, b, c, groups).values.map((value, i) =>
        activate64(value + gain * (d[i] ?? 0), activated),
      );
    const inputs = [tensorOf(x), tf.tensor1d(scale), tf.tensor1d(shift), tensorOf(shortcut)];
    expectClose(run(...inputs), define(x, scale, shift, shortcut.values));
    const [dx, dScale, dShift, dShortcut] = gradients(run, inputs, weights);
    expectClose(
      dx!,
      differences(
        (values) => weighted(define({ ...x, values }, scale, shift, shortcut.values), weights),
        x.values,
      ),
    );
    expectClose(
      dScale!,
      differences((values) => weighted(define(x, values, shift, shortcut.values), weights), scale),
    );
    expectClose(
      dShift!,
      differences((values) => weighted(define(x, scale, values, shortcut.values), weights), shift),
    );
    expectClose(
      dShortcut!,
      differences((values) => weighted(define(x, scale, shift, values), weights), shortcut.values),
    );
  });

  it.each([
    [4, 6],
    [5, 7],
    [1, 2],
  ])('max pooling of %d×%d', (h, w) => {
    const x = image('x', [2, h, w, 3]);
    const expected = maxPool64(x);
    const y = maxPool(tensorOf(x));
    expect(y.shape).toEqual(expected.shape);
    expectClose(y, expected.values, 1e-7);
    const weights = random('weights', expected.values.length);
    const [dx] = gradients((a) => maxPool(a as tf.Tensor4D), [tensorOf(x)], weights);
    expectClose(
      dx!,
      differences((values) => weighted(maxPool64({ ...x, values }).values, weights), x.values),
    );
  });

  it('max pooling gives the gradient of equal values to the first of a window, as PyTorch does', () => {
    const [dx] = gradients((a) => maxPool(a as tf.Tensor4D), [tf.zeros([1, 3, 3, 1])], [1, 2, 3, 4]);
    // Windows begin at rows and columns 0, 0 (in the border), 0, 1, 1, 0 and 1, 1 of the image.
    expect([...dx!.dataSync()]).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0]);
  });

  it('products with factors', () => {
    const [x, other] = [image('x', [2, 2, 3, 4]), image('other', [2, 2, 3, 4])];
    const factors = random('factors', 8);
    const weights = random('weights', x.values.length);
    const perChannel = (values: readonly number[], scales: readonly number[]): number[] =>
      values.map((value, i) => value * (scales[Math.floor(i / 24) * 4 + (i % 4)] ?? 0));
    expectClose(scaleChannels(tensorOf(x), tf.tensor2d(factors, [2, 4])), perChannel(x.values, factors));
    const [dx, dFactors] = gradients(
      (a, b) => scaleChannels(a as tf.Tensor4D, b as tf.Tensor2D),
      [tensorOf(x), tf.tensor2d(factors, [2, 4])],
      weights,
    );
    expectClose(
      dx!,
      differences((values) => weighted(perChannel(values, factors), weights), x.values),
    );
    expectClose(
      dFactors!,
      differences((values) => weighted(perChannel(x.values, values), weights), factors),
    );

    const [dLearnedX, dLearned] = gradients(
      (a, b) => scaleByLearned(a as tf.Tensor4D, b as tf.Tensor1D),
      [tensorOf(x), tf.tensor1d([0.5])],
      weights,
    );
    expectClose(
      dLearnedX!,
      weights.map((weight) => 0.5 * weight),
    );
    expectClose(dLearned!, [weighted(x.values, weights)]);

    const [dLeft, dRight] = gradients(
      (a, b) => multiply(scaleBy(a as tf.Tensor4D, 0.25), complement(b as tf.Tensor4D)),
      [tensorOf(x), tensorOf(other)],
      weights,
    );
    expectClose(
      dLeft!,
      weights.map((weight, i) => 0.25 * weight * (1 - (other.values[i] ?? 0))),
    );
    expectClose(
      dRight!,
      weights.map((weight, i) => -0.25 * weight * (x.values[i] ?? 0)),
    );
  });

  it('batch norm with given statistics is what the kernel for test time computes, and so is its gradient', () => {
    const x = tf.tensor4d([1, -2, 3, 4, -5, 6, 7, 8], [2, 2, 1, 2]);
    const [scale, shift] = [tf.tensor1d([2, 0.5]), tf.tensor1d([0.1, -0.3])];
    const [mean, variance] = [tf.tensor1d([1, 2]), tf.tensor1d([4, 0.25])];
    const end = { activation: 'linear', shortcut: null, gain: 0 } as const;
    const expected = kernels().batchNorm.inference(x, scale, shift, mean, variance, end).dataSync();
    const norm = (image: tf.Tensor): tf.Tensor =>
      frozenNorm(image as tf.Tensor4D, scale, shift, mean, variance, end);
    expect([...norm(x).dataSync()].map((value, i) => value - (expected[i] ?? Number.NaN))).toEqual(
      Array.from({ length: 8 }, () => expect.closeTo(0, 5)),
    );
    const gradient = tf.grad(norm)(x, tf.onesLike(x)).dataSync();
    const factors = [2 / Math.sqrt(4 + 1e-5), 0.5 / Math.sqrt(0.25 + 1e-5)];
    gradient.forEach((value, i) => expect(value).toBeCloseTo(factors[i % 2] ?? Number.NaN, 5));
  });
});
