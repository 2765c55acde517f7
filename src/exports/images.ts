/** A data set as `data.npz` has it. */
import type { DataSet, ImageSet } from '../data/image-set';
import { writeNpz, type NpySource } from '../formats/npy';

/**
 * Pixels from 0 to 255, labels, names of classes and the figures that images are standardised with. Pixels are bytes, but for sets
 * that are used at half their size: those are quarters, as float32.
 */
export function imagesNpz(data: DataSet, name: string): Uint8Array<ArrayBuffer> {
  const { height, width, channels, classes, mean, deviation, train, test } = data;
  const images = ({ images: values, count }: ImageSet): NpySource => ({
    shape: [count, height, width, channels],
    values: pixelsOf(values, mean, deviation),
  });
  const labels = ({ labels: values, count }: ImageSet): NpySource => ({ shape: [count], values });
  return writeNpz(
    new Map<string, NpySource>([
      ['train_images', images(train)],
      ['train_labels', labels(train)],
      ['test_images', images(test)],
      ['test_labels', labels(test)],
      ['classes', { shape: [classes.length], values: classes }],
      ['mean', { shape: [channels], values: Float64Array.from(mean) }],
      ['deviation', { shape: [channels], values: Float64Array.from(deviation) }],
      ['name', { shape: [], values: [name] }],
    ]),
  );
}

/** Pixels before they were standardised: quarters of whole numbers, which float32 holds apart. */
function pixelsOf(
  images: Float32Array,
  mean: readonly number[],
  deviation: readonly number[],
): Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const channels = mean.length;
  const pixels = new Float32Array(images.length);
  images.forEach((value, at) => {
    const channel = at % channels;
    pixels[at] = Math.round(4 * 255 * (value * (deviation[channel] ?? 1) + (mean[channel] ?? 0))) / 4;
  });
  return pixels.every(Number.isInteger) ? Uint8Array.from(pixels) : pixels;
}
