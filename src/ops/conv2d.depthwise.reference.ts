/**
 * Convolution of every channel with a filter of its own, [K, K, 1, C], and its two gradients, composed from tfjs's depthwise
 * one, which XNNPACK has too. With stride and dilation 1, or one of them.
 */
import * as tf from '@tensorflow/tfjs-core';
import { bordersOf, fit } from './conv2d.ungrouped.reference';
import { antiDiagonal } from './constants';
import { insertZeros } from './insert-zeros';
import type { ConvGeometry } from './kernels';

/** As tfjs wants it, [K, K, C, 1]. */
function byChannel(filter: tf.Tensor4D): tf.Tensor4D {
  const [kernel, , , channels] = filter.shape;
  return tf.reshape(filter, [kernel, kernel, channels, 1]);
}

export function depthwiseForward(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor4D {
  return tf.depthwiseConv2d(x, byChannel(filter), stride, bordersOf(padding), 'NHWC', dilation);
}

export function depthwiseInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  [, height, width]: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor4D {
  const [kernel, , , channels] = filter.shape;
  const area = kernel * kernel;
  const reversed = tf.matMul(antiDiagonal(area), tf.reshape(filter, [area, channels]));
  const turned = tf.reshape(reversed, [kernel, kernel, channels, 1]) as tf.Tensor4D;
  const border = dilation * (kernel - 1) - padding;
  const spread =
    stride === 1 ? dy : fit(insertZeros(dy, stride), height + padding - border, width + padding - border);
  return tf.depthwiseConv2d(spread, turned, 1, bordersOf(border), 'NHWC', dilation);
}

/** As the one of all channels, with every channel of every image on its own; then the images are summed. */
export function depthwiseFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [kernel, , , channels]: tf.Tensor4D['shape'],
  { stride, padding, dilation = 1 }: ConvGeometry,
): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const [, rows, columns] = dy.shape;
  const images = tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [1, height, width, n * channels]) as tf.Tensor4D;
  const filter = tf.reshape(tf.transpose(dy, [1, 2, 0, 3]), [rows, columns, n * channels, 1]) as tf.Tensor4D;
  const all = tf.depthwiseConv2d(images, filter, dilation, bordersOf(padding), 'NHWC', stride);
  const needed = tf.slice(all, [0, 0, 0, 0], [1, kernel, kernel, n * channels]);
  const sum = tf.sum(tf.reshape(needed, [kernel * kernel, n, channels]), 1);
  return tf.reshape(sum, [kernel, kernel, 1, channels]);
}
