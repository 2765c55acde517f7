/** Zeros between rows and columns, as gradients of strided passes have them. */
import * as tf from '@tensorflow/tfjs-core';

/** Puts `stride - 1` zeros behind every row and column of [N, H, W, C], which becomes [N, H·stride, W·stride, C]. */
export function insertZeros(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const behind: [[number, number], [number, number], [number, number]] = [
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ];
  const columns = tf.pad(tf.reshape(x, [n * h * w, 1, c]), behind);
  const rows = tf.pad(tf.reshape(columns, [n * h, 1, w * stride * c]), behind);
  return tf.reshape(rows, [n, h * stride, w * stride, c]);
}
