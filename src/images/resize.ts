/**
 * Makes images square and as large as a set's. The middle is cut out, as torchvision's `CenterCrop` does: nothing is stretched, and
 * no bars are added that a network could learn from; what lies at the ends of the longer side is lost. Each pixel is the mean of
 * the area that it covers, so that no detail falls between two pixels: a side of 28 halved to 14 averages squares of four.
 */

/** The square in the middle. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

export function centreCrop(width: number, height: number): Crop {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

/** Shares of red, green and blue in grey: luma of ITU-R BT.601, as Pillow's mode L. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Takes rows of a square image, from the top, and sums up what each pixel of the smaller one covers. */
export class AreaMean {
  readonly #from: number;
  readonly #side: number;
  readonly #channels: number;
  readonly #sums: Float64Array;
  /** One row, summed across only. */
  readonly #row: Float64Array;
  readonly #spans: readonly Span[];
  #next = 0;

  /**
   * @param from Side of the image.
   * @param side Side that it gets.
   * @param channels Channels of both.
   */
  constructor(from: number, side: number, channels: number) {
    this.#from = from;
    this.#side = side;
    this.#channels = channels;
    this.#sums = new Float64Array(side * side * channels);
    this.#row = new Float64Array(side * channels);
    this.#spans = spansOf(from, side);
  }

  /**
   * Adds rows.
   * @param pixels [rows, from, stride]; of each pixel the first `channels` numbers count.
   */
  add(pixels: ArrayLike<number>, rows: number, stride = this.#channels): void {
    for (let row = 0; row < rows; row++) {
      this.#across(pixels, row * this.#from * stride, stride);
      this.#down(this.#next++);
    }
  }

  #across(pixels: ArrayLike<number>, start: number, stride: number): void {
    const channels = this.#channels;
    const row = this.#row.fill(0);
    for (let from = 0; from < this.#from; from++) {
      const { first, share, second, rest, others } = this.#spans[from] as Span;
      const at = start + from * stride;
      for (let channel = 0; channel < channels; channel++) {
        const value = pixels[at + channel] ?? 0;
        row[first * channels + channel] = (row[first * channels + channel] ?? 0) + share * value;
        for (let to = first + 1; to <= first + others; to++)
          row[to * channels + channel] = (row[to * channels + channel] ?? 0) + value;
        if (rest > 0)
          row[second * channels + channel] = (row[second * channels + channel] ?? 0) + rest * value;
      }
    }
  }

  #down(from: number): void {
    const { first, share, second, rest, others } = this.#spans[from] as Span;
    const row = this.#row;
    const add = (to: number, weight: number): void => {
      const start = to * row.length;
      for (let at = 0; at < row.length; at++)
        this.#sums[start + at] = (this.#sums[start + at] ?? 0) + weight * (row[at] ?? 0);
    };
    add(first, share);
    for (let to = first + 1; to <= first + others; to++) add(to, 1);
    if (rest > 0) add(second, rest);
  }

  /**
   * The image, when all rows were added, as bytes; the next one may follow.
   * @param target [side, side, channels], of one or three channels; colours become grey by their luma, and grey all three colours.
   */
  write(target: Uint8Array, channels: 1 | 3): void {
    // Each pixel covers the unit of the smaller image's side, of which shares are told.
    const sums = this.#sums;
    const own = this.#channels;
    for (let place = 0; place < this.#side * this.#side; place++) {
      const at = place * own;
      if (channels === own)
        for (let channel = 0; channel < own; channel++)
          target[at + channel] = byteOf(sums[at + channel] ?? 0);
      else if (own === 1) target.fill(byteOf(sums[at] ?? 0), 3 * place, 3 * place + 3);
      else
        target[place] = byteOf(
          LUMA.reduce((sum, share, channel) => sum + share * (sums[at + channel] ?? 0), 0),
        );
    }
    sums.fill(0);
    this.#next = 0;
  }
}

/**
 * Which pixels of the smaller image a pixel covers, and which share of each of them it makes up: `first`, `others` that it covers
 * wholly, where the image becomes larger, and `second`.
 */
interface Span {
  readonly first: number;
  readonly share: number;
  readonly others: number;
  readonly second: number;
  readonly rest: number;
}

function spansOf(from: number, side: number): Span[] {
  // In units of 1 / (from × side): a pixel of the image is `side` long, one of the result `from`.
  return Array.from({ length: from }, (_, index) => {
    const [start, end] = [index * side, (index + 1) * side];
    const first = Math.floor(start / from);
    const second = Math.floor(end / from);
    if (second === first) return { first, share: (end - start) / from, others: 0, second, rest: 0 };
    return {
      first,
      share: ((first + 1) * from - start) / from,
      others: second - first - 1,
      second,
      rest: (end - second * from) / from,
    };
  });
}

function byteOf(value: number): number {
  // Sums of shares are off by some 1e-13: halves are rounded up all the same.
  return Math.min(255, Math.max(0, Math.floor(value + 0.5 + 1e-9)));
}
