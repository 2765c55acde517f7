/** Differentiable 3×3 max pooling with stride 2 and padding 1, as PyTorch's `MaxPool2d(3, 2, 1)` behind a stem. */
import * as tf from '@tensorflow/tfjs-core';
import { insertZeros } from './conv2d.reference';
import { scalar } from './constants';

const KERNEL = 3;
const STRIDE = 2;
const PADDING = 1;

/** [N, H, W, C] becomes [N, ⌈H/2⌉, ⌈W/2⌉, C]. Where several positions of a window are the largest, the first one counts. */
export function maxPool(x: tf.Tensor4D): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const [image, save] = inputs as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    const y = tf.maxPool(image, KERNEL, STRIDE, PADDING);
    save([image, y]);
    return {
      value: y,
      gradFunc: (dy, saved) => gradient(dy as tf.Tensor4D, saved[0] as tf.Tensor4D, saved[1] as tf.Tensor4D),
    };
  });
  return op(x) as tf.Tensor4D;
}

/** Tap by tap, in the order in which a window is searched: where this tap is the first that equals the largest, dy is its. */
function gradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const [n, height, width, channels] = x.shape;
    const [, rows, columns] = y.shape;
    // The sides that all taps reach together.
    const [tall, wide] = [STRIDE * rows + KERNEL - 1, STRIDE * columns + KERNEL - 1];
    const border = (length: number, side: number): [number, number] => [PADDING, length - side - PADDING];
    const padded = tf.pad(
      x,
      [[0, 0], border(tall, height), border(wide, width), [0, 0]],
      Number.NEGATIVE_INFINITY,
    );
    let free: tf.Tensor = tf.onesLike(y);
    let total: tf.Tensor | undefined;
    for (let i = 0; i < KERNEL; i++) {
      for (let j = 0; j < KERNEL; j++) {
        const end = [n, i + STRIDE * rows, j + STRIDE * columns, channels];
        const tap = tf.stridedSlice(padded, [0, i, j, 0], end, [1, STRIDE, STRIDE, 1]);
        const taken = tf.mul(tf.cast(tf.equal(tap, y), 'float32'), free);
        free = tf.sub(free, taken);
        const spread = insertZeros(tf.mul(dy, taken), STRIDE);
        const share = tf.pad(spread, [[0, 0], [i, KERNEL - 1 - i], [j, KERNEL - 1 - j], [0, 0]]); // prettier-ignore
        total = total === undefined ? share : tf.add(total, share);
      }
    }
    const all = total ?? tf.mul(padded, scalar(0));
    return tf.slice(all as tf.Tensor4D, [0, PADDING, PADDING, 0], x.shape);
  });
}
