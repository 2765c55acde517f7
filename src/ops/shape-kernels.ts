/** Kernels that pool, place and scale values. Images are [N, H, W, C]. */
import type * as tf from '@tensorflow/tfjs-core';

export interface PoolingKernels {
  /** Mean over the positions of each image: [N, H, W, C] becomes [N, C]. */
  globalAverage(x: tf.Tensor4D): tf.Tensor2D;
  globalAverageGradient(dy: tf.Tensor2D, inputShape: tf.Tensor4D['shape']): tf.Tensor4D;
  /** Every `stride`-th row and column, and zeros for new channels at the end. */
  subsampleAndPad(x: tf.Tensor4D, stride: number, channels: number): tf.Tensor4D;
  subsampleAndPadGradient(dy: tf.Tensor4D, inputShape: tf.Tensor4D['shape'], stride: number): tf.Tensor4D;
}

/** Square windows. Padding is symmetric and below the stride, so that no window lies outside the image. */
export interface PoolGeometry {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

export interface WindowKernels {
  max(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D;
  /** From dL/dy, what went in and what came out. */
  maxGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D;
  /** Over the positions within the image. */
  mean(x: tf.Tensor4D, geometry: PoolGeometry): tf.Tensor4D;
  meanGradient(dy: tf.Tensor4D, inputShape: tf.Tensor4D['shape'], geometry: PoolGeometry): tf.Tensor4D;
}

/** Products with factors, and the sums of products that are their gradients. */
export interface ScalingKernels {
  /** Every channel of every image times its own factor: x [N, H, W, C], factors [N, C]. */
  byChannel(x: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D;
  /** The sum of a · b over the positions of each image, [N, C]. */
  along(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor2D;
  /** The sum of all a · b, [1]. */
  alongAll(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor1D;
}

/** Channels of images of equal size. */
export interface ChannelKernels {
  /** [N, H, W, A] and [N, H, W, B] become [N, H, W, A + B]. */
  join(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D;
  /** `count` channels from `start` on. */
  part(x: tf.Tensor4D, start: number, count: number): tf.Tensor4D;
}
