/** Batches of images and their labels. */
import type * as tf from '@tensorflow/tfjs-core';

/** On the backend, its labels on the processor. */
export interface Batch {
  /** [N, H, W, C] */
  readonly images: tf.Tensor4D;
  /** [N, classes] */
  readonly oneHot: tf.Tensor2D;
  readonly labels: Uint8Array;
}

/** On the processor. */
export interface PixelBatch {
  /** [N, H, W, C] */
  readonly pixels: Float32Array;
  readonly labels: Uint8Array;
}
