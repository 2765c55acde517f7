/** How numbers of arrays make up images: their axes, and what of them is black and white. */
import type { NpyNumbers } from '../formats/npy';
import { recordsOf, type ArrayFile } from './arrays';
import { ImportError } from './problem';

export interface Layout {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Whether channels come one after the other, and not pixel by pixel. */
  readonly isPlanar: boolean;
}

/** Longest side of an image. */
const MOST_SIDE = 4_096;

const isColour = (channels: number): channels is 1 | 3 => channels === 1 || channels === 3;

/** Whether an array may be one of images: it has three or four axes. */
export function mayBeImages({ shape }: Pick<ArrayFile, 'shape'>): boolean {
  return shape.length === 3 || shape.length === 4;
}

/**
 * N×H×W, N×H×W×C or N×C×H×W. Where both of these fit, that of square images does, and else the first.
 * @throws ImportError
 */
export function layoutOf({ path, shape }: Pick<ArrayFile, 'path' | 'shape'>): Layout {
  const [, first = 0, second = 0, third = 1] = shape;
  const layouts: Layout[] = [];
  if (shape.length === 3) layouts.push({ height: first, width: second, channels: 1, isPlanar: false });
  if (shape.length === 4 && isColour(third))
    layouts.push({ height: first, width: second, channels: third, isPlanar: false });
  if (shape.length === 4 && isColour(first))
    layouts.push({ height: second, width: third, channels: first, isPlanar: true });
  const layout = layouts.find(({ height, width }) => height === width) ?? layouts[0];
  if (layout === undefined || ![layout.height, layout.width].every((side) => side >= 1 && side <= MOST_SIDE))
    throw new ImportError({ code: 'not-images', path, shape });
  return layout;
}

/**
 * What numbers are multiplied with to go from 0 to 255.
 * @throws ImportError where they go from 0 neither to 1 nor to 255.
 */
export async function pixelScale(array: ArrayFile): Promise<number> {
  if (array.dtype === 'uint8') return 1;
  if (array.dtype === 'bool') return 255;
  let [least, greatest] = [Infinity, -Infinity];
  for await (const record of recordsOf(array)) {
    for (const each of record) {
      const value = Number(each);
      // So is what is no number.
      if (!(value >= 0))
        throw new ImportError({ code: 'not-pixels', path: array.path, least: value, greatest: value });
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  if (greatest > 255) throw new ImportError({ code: 'not-pixels', path: array.path, least, greatest });
  return array.dtype.startsWith('float') && greatest <= 1 ? 255 : 1;
}

/** Pixels of a record, [height, width, channels], 0 to 255, written into `pixels`. */
export function pixelsOf(record: NpyNumbers, layout: Layout, scale: number, pixels: Float64Array): void {
  const { channels, isPlanar } = layout;
  const size = layout.height * layout.width;
  for (let place = 0; place < size; place++)
    for (let channel = 0; channel < channels; channel++)
      pixels[place * channels + channel] =
        scale * Number(record[isPlanar ? channel * size + place : place * channels + channel]);
}
