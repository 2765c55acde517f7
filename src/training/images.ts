/** Batches of images on the backend, and images to look at. */
import * as tf from '@tensorflow/tfjs-core';
import type { AugmentationConfig } from '../config/schema';
import type { SampleSheet, ShownImages } from '../contract/messages';
import { augment, augments, blackOf } from '../data/batches';
import type { DataSet, ImageSet } from '../data/dataset';
import { randomStream, type RandomStream } from '../data/random';
import type { Batch, PixelBatch } from './batch';

/** How a batch is augmented. */
interface Changes {
  readonly augmentation: AugmentationConfig;
  readonly random: RandomStream;
}

/** Images of the given indices and their labels. */
function gather(data: DataSet, set: ImageSet, indices: ArrayLike<number>, changes?: Changes): PixelBatch {
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
  return { pixels, labels };
}

function onBackend({ height, width, channels }: DataSet, { pixels, labels }: PixelBatch): tf.Tensor4D {
  return tf.tensor4d(pixels, [labels.length, height, width, channels]);
}

/** The images of a training batch, changed at random. */
export function trainingPixels(data: DataSet, indices: ArrayLike<number>, changes?: Changes): PixelBatch {
  return gather(data, data.train, indices, changes);
}

/** A training batch, changed at random; the caller disposes its two tensors. */
export function trainingBatch(data: DataSet, indices: ArrayLike<number>, changes?: Changes): Batch {
  const batch = trainingPixels(data, indices, changes);
  const { labels } = batch;
  const classes = data.classes.length;
  const hot = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    hot[i * classes + label] = 1;
  });
  return { images: onBackend(data, batch), labels, oneHot: tf.tensor2d(hot, [labels.length, classes]) };
}

function testImages(data: DataSet, first: number, count: number): PixelBatch {
  return gather(
    data,
    data.test,
    Uint32Array.from({ length: count }, (_, i) => first + i),
  );
}

/** So many test images from the first of them on, on the backend; the caller disposes the images. */
export function testBatch(data: DataSet, first: number, count: number) {
  const batch = testImages(data, first, count);
  return { images: onBackend(data, batch), labels: batch.labels };
}

/** The first `count` test images in batches of at most `size`. */
export function* testPixels(data: DataSet, count: number, size: number): Generator<PixelBatch> {
  for (let start = 0; start < count; start += size)
    yield testImages(data, start, Math.min(size, count - start));
}

/** The same on the backend; the caller disposes each batch's images. */
export function* testBatches(data: DataSet, count: number, size: number) {
  for (const { pixels, labels } of testPixels(data, count, size))
    yield { images: onBackend(data, { pixels, labels }), labels };
}

/**
 * Up to `perClass` training images of every class, drawn without putting any back.
 * @param seed The experiment's data seed.
 * @param draw Counts the draws: each gives other images, the same ones every time.
 */
export function sampleSheet(data: DataSet, seed: number, perClass: number, draw: number): SampleSheet {
  const { height, width, train, test } = data;
  const size = height * width;
  const pixels = new Uint8ClampedArray(data.classes.length * perClass * size * 4);
  const classes = data.classes.map((name, label) => {
    const members = membersOf(train, label);
    const random = randomStream(seed, 'samples', label, draw);
    const shown = Math.min(perClass, members.length);
    for (let i = 0; i < shown; i++) {
      // The first steps of a Fisher–Yates shuffle.
      const pick = i + random.integer(members.length - i);
      const image = members[pick] ?? 0;
      members[pick] = members[i] ?? 0;
      paint(data, train, image, pixels, label * perClass + i);
    }
    return { name, train: members.length, test: membersOf(test, label).length, shown };
  });
  return { height, width, perClass, draw, classes, pixels };
}

/** Test images that are shown, with every network's answer. */
const SHOWN = 6;

/** Places of the first image of each class among labels, in the order of the images; what is missing then comes as it stands. */
export function firstOfClasses(labels: Uint8Array, most = SHOWN): readonly number[] {
  const places = [...labels.keys()];
  const isFirst = (place: number): boolean => labels.indexOf(labels[place] ?? 0) === place;
  return [...places.filter(isFirst), ...places.filter((place) => !isFirst(place))]
    .slice(0, most)
    .toSorted((a, b) => a - b);
}

/** Test images to be looked at, by their places. */
export function shownImages(data: DataSet, images: readonly number[]): ShownImages {
  const { classes, height, width, test } = data;
  const pixels = new Uint8ClampedArray(images.length * height * width * 4);
  images.forEach((image, place) => paint(data, test, image, pixels, place));
  return { images, classes, labels: images.map((image) => test.labels[image] ?? 0), height, width, pixels };
}

function membersOf({ labels }: ImageSet, label: number): number[] {
  return [...labels.keys()].filter((image) => labels[image] === label);
}

/** Paints an image of a set at a place among `pixels`, as red, green, blue and alpha; grey ones have one channel for all three. */
export function paint(
  { height, width, channels, mean, deviation }: DataSet,
  { images }: ImageSet,
  image: number,
  pixels: Uint8ClampedArray,
  place: number,
): void {
  const size = height * width;
  const [from, to] = [image * size * channels, place * size * 4];
  for (let i = 0; i < size; i++) {
    for (let colour = 0; colour < 3; colour++) {
      const channel = Math.min(colour, channels - 1);
      const value = images[from + i * channels + channel] ?? 0;
      pixels[to + 4 * i + colour] = 255 * (value * (deviation[channel] ?? 1) + (mean[channel] ?? 0));
    }
    pixels[to + 4 * i + 3] = 255;
  }
}
