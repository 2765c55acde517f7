/** Batches of images on the backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { AugmentationConfig } from '../config/schema';
import { augment, augments, blackOf } from '../data/augment';
import type { DataSet, ImageSet } from '../data/dataset';
import type { RandomStream } from '../data/random';
import type { Batch } from './gradient';

/** How a batch is augmented. */
interface Changes {
  readonly augmentation: AugmentationConfig;
  readonly random: RandomStream;
}

/** Images [N, H, W, C] of the given indices and their labels, gathered on the processor. */
function gather(data: DataSet, set: ImageSet, indices: ArrayLike<number>, changes?: Changes) {
  const { height, width, channels } = data;
  const size = height * width * channels;
  const pixels = new Float32Array(indices.length * size);
  const labels = new Uint8Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? 0;
    pixels.set(set.images.subarray(index * size, (index + 1) * size), i * size);
    labels[i] = set.labels[index] ?? 0;
  }
  if (changes !== undefined && augments(changes.augmentation)) {
    const batch = { pixels, count: indices.length, height, width, channels };
    augment(batch, changes.augmentation, blackOf(data), changes.random);
  }
  return { images: tf.tensor4d(pixels, [indices.length, height, width, channels]), labels };
}

/** A training batch, changed at random; the caller disposes its two tensors. */
export function trainingBatch(data: DataSet, indices: ArrayLike<number>, changes?: Changes): Batch {
  const { images, labels } = gather(data, data.train, indices, changes);
  const classes = data.classes.length;
  const hot = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    hot[i * classes + label] = 1;
  });
  return { images, labels, oneHot: tf.tensor2d(hot, [labels.length, classes]) };
}

/** The first `count` test images in batches of at most `size`; the caller disposes each batch's images. */
export function* testBatches(data: DataSet, count: number, size: number) {
  for (let start = 0; start < count; start += size) {
    const length = Math.min(size, count - start);
    yield gather(
      data,
      data.test,
      Uint32Array.from({ length }, (_, i) => start + i),
    );
  }
}
