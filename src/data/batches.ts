/** Which images make up the batch of which step, and how they are changed at random: the same seeds, the same batches. */
import type { AugmentationConfig } from '../config/schema';
import { randomStream, type RandomStream } from './random';
import type { DataSet } from './dataset';

/**
 * Every epoch has its own seeded shuffle, what is left over at its end is dropped (as PyTorch's `drop_last`), and any step can be
 * asked for at any time, so that a replay needs no history.
 */
export interface Batches {
  readonly stepsPerEpoch: number;
  /** Indices into the training images of the batch of a step (0, 1, …); `batchSize` of them, valid for ever. */
  indicesOfStep(step: number): Uint32Array<ArrayBuffer>;
}

/**
 * Batches of `batchSize` out of `count` images.
 * @param seed The experiment's order seed.
 * @throws RangeError where not even one batch can be filled.
 */
export function planBatches(count: number, batchSize: number, seed: number): Batches {
  const stepsPerEpoch = Math.floor(count / batchSize);
  if (!(stepsPerEpoch >= 1)) throw new RangeError(`No batch of ${batchSize} in ${count} images.`);
  // Steps are asked for one after the other, so one epoch is kept.
  let epoch = -1;
  let order = new Uint32Array(0);
  return {
    stepsPerEpoch,
    indicesOfStep(step) {
      const wanted = Math.floor(step / stepsPerEpoch);
      if (wanted !== epoch) {
        order = permutation(count, seed, wanted);
        epoch = wanted;
      }
      const start = (step - wanted * stepsPerEpoch) * batchSize;
      return order.slice(start, start + batchSize);
    },
  };
}

/** A seeded Fisher–Yates shuffle of 0 to count − 1. */
export function permutation(count: number, seed: number, epoch: number): Uint32Array<ArrayBuffer> {
  const random = randomStream(seed, 'order', epoch);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const pick = random.integer(last + 1);
    const value = order[last] ?? 0;
    order[last] = order[pick] ?? 0;
    order[pick] = value;
  }
  return order;
}

export interface ImageBatch {
  /** [count, height, width, channels], changed in place. */
  readonly pixels: Float32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Whether anything is changed at all. */
export function augments({ shift, flip, cutout }: AugmentationConfig): boolean {
  return shift > 0 || flip || cutout > 0;
}

/** What becomes of one image. */
export interface Change {
  /** Pixels by which it is moved. */
  readonly down: number;
  readonly right: number;
  /** Whether it is mirrored left to right, after that. */
  readonly mirrored: boolean;
  /** Corner of the square that is cut out; may lie outside. */
  readonly top: number;
  readonly left: number;
}

/** Draws what becomes of the next image of a batch. */
export function drawChange(
  { shift, flip, cutout }: AugmentationConfig,
  { height, width }: Pick<ImageBatch, 'height' | 'width'>,
  random: RandomStream,
): Change {
  // All are drawn for every image, so that one setting does not shift what another one draws.
  const [down, right] = [random.integer(2 * shift + 1) - shift, random.integer(2 * shift + 1) - shift];
  const mirrored = random.integer(2) === 1 && flip;
  const [row, column] = [random.integer(height), random.integer(width)];
  return { down, right, mirrored, top: row - (cutout >> 1), left: column - (cutout >> 1) };
}

/** What a black pixel has become in each channel of standardised images. */
export function blackOf({ mean, deviation }: Pick<DataSet, 'mean' | 'deviation'>): number[] {
  return mean.map((value, channel) => -value / (deviation[channel] ?? 1));
}

/**
 * Shifts (PyTorch's `RandomCrop` with padding), mirrors (`RandomHorizontalFlip`) and cuts out, in this order.
 * @param black See `blackOf`: it fills the border of shifted images. A cutout is filled
 * with 0, the mean of standardised images (DeVries & Taylor 2017); its centre may be anywhere, so part may lie outside.
 */
export function augment(
  batch: ImageBatch,
  augmentation: AugmentationConfig,
  black: readonly number[],
  random: RandomStream,
): void {
  const { cutout } = augmentation;
  const { height, width, channels } = batch;
  const size = height * width * channels;
  for (let image = 0; image < batch.count; image++) {
    const own = batch.pixels.subarray(image * size, (image + 1) * size);
    const change = drawChange(augmentation, batch, random);
    if (change.down !== 0 || change.right !== 0 || change.mirrored) move(own, batch, change, black);
    if (cutout > 0) cut(own, batch, change.top, change.left, cutout);
  }
}

function move(
  pixels: Float32Array,
  { height, width, channels }: ImageBatch,
  { down, right, mirrored }: Change,
  black: readonly number[],
): void {
  const before = pixels.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromY = y - down;
      const fromX = (mirrored ? width - 1 - x : x) - right;
      const inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
      for (let c = 0; c < channels; c++) {
        const value = inside ? before[(fromY * width + fromX) * channels + c] : black[c];
        pixels[(y * width + x) * channels + c] = value ?? 0;
      }
    }
  }
}

function cut(
  pixels: Float32Array,
  { height, width, channels }: ImageBatch,
  top: number,
  left: number,
  side: number,
): void {
  const [from, to] = [Math.max(0, left), Math.min(width, left + side)];
  for (let y = Math.max(0, top); y < Math.min(height, top + side); y++)
    pixels.fill(0, (y * width + from) * channels, (y * width + to) * channels);
}
