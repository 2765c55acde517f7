/**
 * Pooling and the subsampling shortcut, composed of core operations: tfjs's pooling, with PyTorch's answer where a window holds
 * what is not finite, NaN of NaN, on every backend. What the backends make of it otherwise is told in `finite.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ones, scalar } from '../constants';
import { bordersOf, insertZeros } from './filters';
import type { PoolingKernels, PoolGeometry, WindowKernels } from '../kernels';
import { isFinite } from '../finite';

type Window = number | [number, number];

/** Whether tfjs's own pooling is right: on WebGPU, which only tests bring here, values are not at hand. */
function isSafe(x: tf.Tensor4D): boolean {
  return tf.getBackend() === 'webgpu' || isFinite(x);
}

/** 1 where x is NaN, 0 elsewhere. */
function notNumbers(x: tf.Tensor4D): tf.Tensor4D {
  return tf.cast(tf.notEqual(x, x), 'float32') as tf.Tensor4D;
}

/** x with zeros for what is not a number, so that only `mark` tells of it. */
function numbers(x: tf.Tensor4D): tf.Tensor4D {
  return tf.where(tf.equal(x, x), x, tf.zerosLike(x)) as tf.Tensor4D;
}

/** y, and NaN where a window's `count` of what is not a number is above zero: 0 / 0. */
function mark(y: tf.Tensor4D, count: tf.Tensor4D): tf.Tensor4D {
  return tf.where(tf.greater(count, scalar(0)), tf.fill(y.shape, Number.NaN), y) as tf.Tensor4D;
}

/** Means over windows that lie in the image, [N, rows, columns, C]. */
function meanPool(x: tf.Tensor4D, window: Window, stride: number): tf.Tensor4D {
  if (isSafe(x)) return tf.avgPool(x, window, stride, 'valid');
  return tf.tidy(() => {
    // Of two infinities of different sign XNNPACK makes −∞: each is counted by itself.
    const infinite = (sign: number): tf.Tensor4D =>
      tf.cast(tf.equal(x, scalar(sign * Number.POSITIVE_INFINITY)), 'float32') as tf.Tensor4D;
    const share = (marks: tf.Tensor4D): tf.Tensor4D => tf.avgPool(marks, window, stride, 'valid');
    const both = tf.mul(share(infinite(1)), share(infinite(-1))) as tf.Tensor4D;
    const bad = tf.add(share(notNumbers(x)), both) as tf.Tensor4D;
    return mark(tf.avgPool(numbers(x), window, stride, 'valid'), bad);
  });
}

/** The largest values of windows, [N, rows, columns, C]; the padding is never the largest. */
function largestPool(x: tf.Tensor4D, window: Window, stride: number, padding: number): tf.Tensor4D {
  if (isSafe(x)) return tf.maxPool(x, window, stride, padding);
  return tf.tidy(() => {
    const found = tf.maxPool(notNumbers(x), window, stride, padding);
    return mark(tf.maxPool(numbers(x), window, stride, padding), found);
  });
}

export const poolingReference: PoolingKernels = {
  globalAverage(x) {
    const [n, h, w, c] = x.shape;
    return tf.reshape(meanPool(x, [h, w], 1), [n, c]);
  },

  globalAverageGradient(dy, inputShape) {
    const [n, h, w, c] = inputShape;
    const each = tf.reshape(tf.mul(dy, scalar(1 / (h * w))), [n, 1, c]);
    // A product with ones repeats several times as fast as `tile`.
    return tf.reshape(tf.mul(each, tf.reshape(ones(h * w, 1), [1, h * w, 1])), inputShape);
  },

  subsampleAndPad(x, stride, channels) {
    const sampled =
      stride === 1 ? x : (tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]) as tf.Tensor4D);
    return tf.pad(sampled, [[0, 0], [0, 0], [0, 0], [0, channels - x.shape[3]]]); // prettier-ignore
  },

  subsampleAndPadGradient(dy, inputShape, stride) {
    const [n, , , c] = inputShape;
    const [, rows, columns] = dy.shape;
    const own = tf.slice(dy, [0, 0, 0, 0], [n, rows, columns, c]);
    if (stride === 1) return own;
    return tf.slice(insertZeros(own, stride), [0, 0, 0, 0], inputShape);
  },
};

export const windowPoolReference: WindowKernels = {
  max: (x, { kernel, stride, padding }) => largestPool(x, kernel, stride, padding),
  maxGradient,

  // Means over the positions within the image: zeros are added around it, and their share is taken out.
  mean: (x, geometry) =>
    tf.tidy(() => {
      const { kernel, stride, padding } = geometry;
      if (padding === 0) return meanPool(x, kernel, stride);
      const means = meanPool(tf.pad(x, bordersOf(padding)), kernel, stride);
      return tf.mul(means, insideFactors(x.shape, geometry)) as tf.Tensor4D;
    }),

  meanGradient: (dy, inputShape, geometry) =>
    tf.tidy(() => {
      const { padding } = geometry;
      if (padding === 0) return shares(dy, inputShape, geometry);
      const [n, height, width, c] = inputShape;
      const scaled = tf.mul(dy, insideFactors(inputShape, geometry)) as tf.Tensor4D;
      const shape: tf.Tensor4D['shape'] = [n, height + 2 * padding, width + 2 * padding, c];
      const whole = shares(scaled, shape, { ...geometry, padding: 0 });
      return tf.slice(whole, [0, padding, padding, 0], inputShape);
    }),
};

/** How many times as many positions each window has as it has within the image, [1, rows, columns, C]. */
function insideFactors(
  [, height, width, c]: tf.Tensor4D['shape'],
  { kernel, stride, padding }: PoolGeometry,
): tf.Tensor4D {
  const counts = (length: number): number[] =>
    Array.from({ length: Math.floor((length + 2 * padding - kernel) / stride) + 1 }, (_, i) => {
      const from = i * stride - padding;
      return Math.min(length, from + kernel) - Math.max(0, from);
    });
  const [rows, columns] = [counts(height), counts(width)];
  const factors = rows.flatMap((down) =>
    columns.flatMap((across) => Array.from({ length: c }, () => (kernel * kernel) / (down * across))),
  );
  return tf.tensor4d(factors, [1, rows.length, columns.length, c]);
}

/** Where the windows' taps lie: all of them together reach so many rows and columns of the padded image. */
function reach({ kernel, stride }: PoolGeometry, [, rows, columns]: tf.Tensor4D['shape']): [number, number] {
  return [stride * rows + kernel - 1, stride * columns + kernel - 1];
}

/** Values of a tap [N, rows, columns, C] put where that tap lies in all that the taps reach. */
function placed(values: tf.Tensor4D, i: number, j: number, { kernel, stride }: PoolGeometry): tf.Tensor4D {
  const spread = insertZeros(values, stride);
  return tf.pad(spread, [[0, 0], [i, kernel - 1 - i], [j, kernel - 1 - j], [0, 0]]); // prettier-ignore
}

/** dL/dx of means over windows that all lie in the image: an equal share of dy to each tap. */
function shares(dy: tf.Tensor4D, inputShape: tf.Tensor4D['shape'], geometry: PoolGeometry): tf.Tensor4D {
  return tf.tidy(() => {
    const { kernel } = geometry;
    const share = tf.mul(dy, scalar(1 / (kernel * kernel))) as tf.Tensor4D;
    let total: tf.Tensor4D | undefined;
    for (let i = 0; i < kernel; i++) {
      for (let j = 0; j < kernel; j++) {
        const tap = placed(share, i, j, geometry);
        total = total === undefined ? tap : tf.add(total, tap);
      }
    }
    return fitted(total as tf.Tensor4D, 0, inputShape);
  });
}

/** What lies in the image of all that the taps reach; rows and columns that no tap reaches are zeros. */
function fitted(
  reached: tf.Tensor4D,
  padding: number,
  [n, height, width, c]: tf.Tensor4D['shape'],
): tf.Tensor4D {
  const missing = (side: number, length: number): number => Math.max(0, padding + length - side);
  const down = missing(reached.shape[1], height);
  const across = missing(reached.shape[2], width);
  const whole = down + across === 0 ? reached : tf.pad(reached, [[0, 0], [0, down], [0, across], [0, 0]]); // prettier-ignore
  return tf.slice(whole as tf.Tensor4D, [0, padding, padding, 0], [n, height, width, c]);
}

/** Tap by tap, in the order in which a window is searched: where this tap is the first that equals the largest, dy is its. */
function maxGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D {
  return tf.tidy(() => {
    const { kernel, stride, padding } = geometry;
    const [n, height, width, channels] = x.shape;
    const [, rows, columns] = y.shape;
    const [tall, wide] = reach(geometry, y.shape);
    // A last row or column that no window has all of is in the way of nothing.
    const border = (length: number, side: number): [number, number] => [
      padding,
      Math.max(0, length - side - padding),
    ];
    const padded = tf.pad(
      x,
      [[0, 0], border(tall, height), border(wide, width), [0, 0]],
      Number.NEGATIVE_INFINITY,
    );
    let free: tf.Tensor = tf.onesLike(y);
    let total: tf.Tensor4D | undefined;
    for (let i = 0; i < kernel; i++) {
      for (let j = 0; j < kernel; j++) {
        const end = [n, i + stride * rows, j + stride * columns, channels];
        const tap = tf.stridedSlice(padded, [0, i, j, 0], end, [1, stride, stride, 1]);
        const taken = tf.mul(tf.cast(tf.equal(tap, y), 'float32'), free);
        free = tf.sub(free, taken);
        const share = placed(tf.mul(dy, taken) as tf.Tensor4D, i, j, geometry);
        total = total === undefined ? share : tf.add(total, share);
      }
    }
    return fitted(total as tf.Tensor4D, padding, x.shape);
  });
}
