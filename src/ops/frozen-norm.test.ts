/** Batch norm with given statistics: the kernel's values, and a gradient that the definition gives. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { kernels } from './active-kernels';
import { frozenNorm } from './normalise';

beforeAll(() => useNodeBackend('wasm'));

it('is what the kernel for test time computes, and scales the gradient by scale / √(variance + ε)', () => {
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
