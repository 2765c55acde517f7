/**
 * Image files to pixels, as the browser decodes them: turned as the camera said (EXIF), of animations the first picture, what is
 * transparent on white. How large an image is, is looked up before, and large ones are decoded one at a time.
 */
import { IMAGE_HEADER_BYTES, readImageHeader } from '../formats/image-header';
import { AreaMean, centreCrop } from './resize';
import type { SkipReason } from './report';

/** Writes an image into `target`, [side, side, channels]; null where it did, else why not. */
export type Decode = (
  blob: Blob,
  side: number,
  channels: 1 | 3,
  target: Uint8Array,
) => Promise<SkipReason | null>;

/** Most pixels of an image, and of all that are decoded at one time: 256 MB. */
export const MOST_PIXELS = 2 ** 26;

/** Most bytes of a file. */
const MOST_BYTES = 2 ** 27;

/** Pixels that are read out at once. */
const STRIP = 2 ** 20;

/** Why a file is not decoded, by its beginning; else how many pixels that would be. */
export async function pixelsToDecode(blob: Blob): Promise<number | SkipReason> {
  if (blob.size === 0) return 'empty';
  if (blob.size > MOST_BYTES) return 'too-large';
  const header = readImageHeader(new Uint8Array(await blob.slice(0, IMAGE_HEADER_BYTES).arrayBuffer()));
  if (header === null) return 'broken';
  const pixels = header.width * header.height;
  return pixels === 0 ? 'no-pixels' : pixels > MOST_PIXELS ? 'too-large' : pixels;
}

/** A decoder, which holds `MOST_PIXELS` at a time, however often it is called. */
export function browserDecoder(): Decode {
  const budget = new Budget(MOST_PIXELS);
  const canvas = new OffscreenCanvas(1, 1);
  // Pixels are read, not shown.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (blob, side, channels, target) => {
    const pixels = await pixelsToDecode(blob);
    if (typeof pixels !== 'number') return pixels;
    return budget.spend(pixels, async () => {
      const bitmap = await createImageBitmap(blob).catch((error: unknown) => {
        // The file itself could not be read; else what is in it.
        if (error instanceof DOMException && error.name === 'NotReadableError') throw error;
        return null;
      });
      if (bitmap === null || context === null) return 'broken';
      try {
        shrink(bitmap, context, side, channels, target);
      } finally {
        bitmap.close();
      }
      return null;
    });
  };
}

/** Reads the middle of a picture out in strips, which take less than the picture. */
function shrink(
  bitmap: ImageBitmap,
  context: OffscreenCanvasRenderingContext2D,
  side: number,
  channels: 1 | 3,
  target: Uint8Array,
): void {
  const crop = centreCrop(bitmap.width, bitmap.height);
  const mean = new AreaMean(crop.side, side, 3);
  const rows = Math.max(1, Math.min(crop.side, Math.floor(STRIP / crop.side)));
  const { canvas } = context;
  canvas.width = crop.side;
  canvas.height = rows;
  context.imageSmoothingEnabled = false;
  for (let top = 0; top < crop.side; top += rows) {
    const height = Math.min(rows, crop.side - top);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, crop.side, height);
    context.drawImage(bitmap, crop.left, crop.top + top, crop.side, height, 0, 0, crop.side, height);
    mean.add(context.getImageData(0, 0, crop.side, height).data, height, 4);
  }
  mean.write(target, channels);
}

/** Lets tasks begin while what they take together stays within a bound; they wait in their order. */
class Budget {
  readonly #most: number;
  #spent = 0;
  #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  async spend<T>(amount: number, task: () => Promise<T>): Promise<T> {
    while (this.#spent > 0 && this.#spent + amount > this.#most)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#spent += amount;
    try {
      return await task();
    } finally {
      this.#spent -= amount;
      for (const go of this.#waiting.splice(0)) go();
    }
  }
}
