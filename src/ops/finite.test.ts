/**
 * What is not finite goes through every op as its definition says, whatever the backend's kernels make of it: NaN of either
 * sign, since x86 sets the sign of what ∞ − ∞ gives, and both infinities.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NODE_BACKENDS, useNodeBackend } from '../../scripts/goldens/node';
import { ACTIVATIONS, type ActivationName } from '../config/activations';
import { disposeConstants } from './constants';
import { isFinite } from './finite';
import { activate64, ACTIVATION_POINTS, ACTIVATION_REFERENCES } from '../testing/activations';
import { maxPool64 } from '../testing/ops64';
import { kernels } from './active-kernels';

/** NaN with its sign bit set. */
const negativeNaN = new Float32Array(new Uint32Array([0xffc00000]).buffer);

/** Ordinary values with special ones between them; a NaN whose sign counts cannot be written as a number. */
function spoilt(size: number, special: Float32Array, at: number): Float32Array {
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i) * 2);
  values.set(special, at);
  return values;
}

const specials = [
  ['a NaN', Float32Array.of(Number.NaN)],
  ['a NaN with a sign', negativeNaN],
  ['∞', Float32Array.of(Infinity)],
  ['−∞', Float32Array.of(-Infinity)],
  ['values whose sum overflows', Float32Array.of(3e38, 3e38)],
] as const;

/** Equal to so many digits, and NaN where NaN is expected. */
function expectSame(actual: tf.Tensor, expected: readonly number[]): void {
  const values = [...actual.dataSync<'float32'>()];
  expect(values).toHaveLength(expected.length);
  const off = values.flatMap((value, i) => {
    const wanted = Math.fround(expected[i] ?? 0);
    const isClose = Math.abs(value - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted));
    return Object.is(value, wanted) || isClose ? [] : [[i, value, wanted]];
  });
  expect(off).toEqual([]);
}

/** Values in a row, activated, and the way back. */
function activated(values: ArrayLike<number>, activation: ActivationName) {
  const row = (numbers: ArrayLike<number>): tf.Tensor4D =>
    tf.tensor4d(Float32Array.from(numbers), [1, 1, 1, numbers.length]);
  const end = { activation, gain: 0 };
  const { y, savedForBackward } = kernels().addition.forward(row(values), { ...end, shortcut: null });
  const gradient = (dy: ArrayLike<number>): tf.Tensor =>
    kernels().addition.gradient({ ...end, dy: row(dy), savedForBackward, hasShortcut: false }).x;
  return { y, gradient };
}

describe.each(NODE_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());
  afterAll(disposeConstants);

  it.each([1, 7, 8, 96, 1000])('of %d values, one that is not finite is found', (size) => {
    expect(isFinite(tf.tensor1d(spoilt(size, Float32Array.of(), 0)))).toBe(true);
    for (const [, special] of specials.slice(0, 4)) {
      for (const at of [0, size >> 1, size - 1])
        expect(isFinite(tf.tensor1d(spoilt(size, special, at)))).toBe(false);
    }
  });

  // 19 values: more than a vector of wasm and no multiple of one.
  describe.each(specials)('%s among 19 values', (_, special) => {
    it.each(ACTIVATIONS)('through %s', (activation) => {
      for (const at of [0, 5, 17]) {
        const values = spoilt(19, special, at);
        const { y } = activated(values, activation);
        expectSame(
          y,
          [...values].map((value) => activate64(value, activation)),
        );
      }
    });

    it('is taken by pooling as by its definition', () => {
      const values = spoilt(2 * 4 * 6 * 5, special, 7);
      const x = tf.tensor4d(values, [2, 4, 6, 5]);
      const means = Array.from({ length: 2 * 5 }, (__, i) => {
        const own = [...values].filter((___, at) => Math.floor(at / 120) * 5 + (at % 5) === i);
        // In float32, as every backend sums.
        return own.reduce((sum, value) => Math.fround(sum + value), 0) / own.length;
      });
      expectSame(kernels().pooling.globalAverage(x), means);
      const { values: largest } = maxPool64({ shape: [2, 4, 6, 5], values: [...values] });
      expectSame(kernels().windowPool.max(x, { kernel: 3, stride: 2, padding: 1 }), [...largest]);
    });
  });

  it('opposite infinities in one window have no mean', () => {
    const x = tf.tensor4d([Infinity, 1, -Infinity, 2, 3, 4, 5, 6], [1, 4, 1, 2]);
    expectSame(kernels().pooling.globalAverage(x), [Number.NaN, 13 / 4]);
    const windows = kernels().windowPool.mean(tf.reshape(x, [1, 2, 2, 2]), {
      kernel: 2,
      stride: 2,
      padding: 0,
    });
    expectSame(windows, [Number.NaN, 13 / 4]);
  });

  it.each(ACTIVATIONS)(
    '%s and its derivative are PyTorch’s, huge and tiny numbers included',
    (activation) => {
      const { values, slopes } = ACTIVATION_REFERENCES[activation];
      const { y, gradient } = activated(ACTIVATION_POINTS, activation);
      expectSame(y, values);
      expectSame(gradient(ACTIVATION_POINTS.map(() => 1)), slopes);
    },
  );

  it.each(ACTIVATIONS)('NaN goes back through %s', (activation) => {
    const gradient = activated([1, -1, 0.5], activation).gradient([Number.NaN, 1, 1]);
    expect([...gradient.dataSync()].map((value) => Number.isNaN(value))).toEqual([true, false, false]);
  });

  it('NaN goes through convolutions and products', () => {
    const image = tf.tensor4d(spoilt(2 * 4 * 4 * 8, negativeNaN, 9), [2, 4, 4, 8]);
    for (const [kernel, stride, groups] of [
      [3, 1, 1],
      [3, 2, 1],
      [1, 1, 1],
      [3, 1, 2],
      [3, 1, 8],
    ] as const) {
      const filter = tf.ones([kernel, kernel, 8 / groups, 8]) as tf.Tensor4D;
      const y = kernels().conv2d.forward(image, filter, { stride, padding: (kernel - 1) / 2, groups });
      expect(isFinite(y)).toBe(false);
      expect(y.dataSync().some((value) => Number.isNaN(value))).toBe(true);
    }
    const weight = tf.ones([8, 4]) as tf.Tensor2D;
    const logits = kernels().dense.forward(tf.reshape(image, [32, 8]), weight, tf.zeros([4]));
    expect(
      logits
        .dataSync()
        .slice(4, 8)
        .every((value) => Number.isNaN(value)),
    ).toBe(true);
  });
});
