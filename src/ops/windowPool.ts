/** Differentiable pooling of square windows, as PyTorch's `MaxPool2d` and `AvgPool2d` without counting padding. */
import * as tf from '@tensorflow/tfjs-core';
import { insertZeros } from './conv2d.reference';
import { scalar } from './constants';

/** Padding is symmetric and below the stride, so that no window lies outside the image. */
export interface PoolGeometry {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** What pools behind the stem of a network for ImageNet. */
const STEM: PoolGeometry = { kernel: 3, stride: 2, padding: 1 };

/** [N, H, W, C] becomes [N, ⌈H/2⌉, ⌈W/2⌉, C]. Where several positions of a window are the largest, the first one counts. */
export function maxPool(x: tf.Tensor4D, geometry: PoolGeometry = STEM): tf.Tensor4D {
  const { kernel, stride, padding } = geometry;
  const op = tf.customGrad((...inputs) => {
    const [image, save] = inputs as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    const y = tf.maxPool(image, kernel, stride, padding);
    save([image, y]);
    return {
      value: y,
      gradFunc: (dy, saved) =>
        maxGradient(dy as tf.Tensor4D, saved[0] as tf.Tensor4D, saved[1] as tf.Tensor4D, geometry),
    };
  });
  return op(x) as tf.Tensor4D;
}

/** The mean of every window, unpadded ones only: side floor((side − kernel) / stride) + 1. */
function averagePool(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D {
  const { kernel, stride, padding } = geometry;
  if (padding !== 0) throw new RangeError('Averages of padded windows are not made');
  const op = tf.customGrad((...inputs) => ({
    value: tf.avgPool(inputs[0] as tf.Tensor4D, kernel, stride, 0),
    gradFunc: (dy) => averageGradient(dy as tf.Tensor4D, x.shape, geometry),
  }));
  return op(x) as tf.Tensor4D;
}

/** Pools windows; averages only those without padding, which is left out where windows overlap the border. */
export function pool(x: tf.Tensor4D, kind: 'max' | 'average', geometry: PoolGeometry): tf.Tensor4D {
  if (kind === 'max') return maxPool(x, geometry);
  const { padding } = geometry;
  return padding === 0 ? averagePool(x, geometry) : averagePadded(x, geometry);
}

/** Means over the positions within the image: zeros are added around it, and their share is taken out. */
function averagePadded(x: tf.Tensor4D, { kernel, stride, padding }: PoolGeometry): tf.Tensor4D {
  const [n, height, width, c] = x.shape;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const counts = (length: number): number[] =>
    Array.from({ length: side(length) }, (_, i) => {
      const from = i * stride - padding;
      return Math.min(length, from + kernel) - Math.max(0, from);
    });
  const [rows, columns] = [counts(height), counts(width)];
  const share = rows.flatMap((down) =>
    columns.flatMap((across) => Array.from({ length: c }, () => (kernel * kernel) / (down * across))),
  );
  const edges: [number, number] = [padding, padding];
  const spread: [[0, 0], [number, number], [number, number], [0, 0]] = [[0, 0], edges, edges, [0, 0]]; // prettier-ignore
  const op = tf.customGrad((...inputs) => {
    const [image, save] = inputs as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    const factors = tf.tensor4d(share, [1, rows.length, columns.length, c]);
    save([factors]);
    return {
      value: tf.mul(tf.avgPool(tf.pad(image, spread), kernel, stride, 0), factors),
      gradFunc: (dy, saved) => {
        const scaled = tf.mul(dy, saved[0] as tf.Tensor) as tf.Tensor4D;
        const shape: [number, number, number, number] = [n, height + 2 * padding, width + 2 * padding, c];
        const whole = averageGradient(scaled, shape, { kernel, stride, padding: 0 });
        return tf.slice(whole, [0, padding, padding, 0], x.shape);
      },
    };
  });
  return op(x) as tf.Tensor4D;
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

/** dL/dx of means over windows: an equal share of dy to each tap. */
function averageGradient(
  dy: tf.Tensor4D,
  inputShape: tf.Tensor4D['shape'],
  geometry: PoolGeometry,
): tf.Tensor4D {
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
