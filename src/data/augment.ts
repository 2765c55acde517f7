/** Random changes of a batch of images, drawn from a seed: the same numbers give the same images in every browser. */
import type { AugmentationConfig } from '../config/schema';
import type { DataSet } from './dataset';
import type { RandomStream } from './random';

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
