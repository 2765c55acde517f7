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

/** Takes rows of a square image, from the top, and sums up what each pixel of the other one covers. */
export class AreaMean {
  readonly #from: number;
  readonly #side: number;
  readonly #channels: number;
  readonly #sums: Float64Array;
  /** One row, summed across only. */
  readonly #row: Float64Array;
  readonly #spans: readonly Span[];
  /** Row that comes next, and the first row of the result that it is part of. */
  #next = 0;
  #first = 0;

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
    this.#spans = Array.from({ length: side }, (_, to) => spanOf(to, from, side));
  }

  /**
   * Adds rows.
   * @param pixels [rows, from, stride]; of each pixel the first `channels` numbers count.
   */
  add(pixels: ArrayLike<number>, rows: number, stride = this.#channels): void {
    for (let row = 0; row < rows; row++) {
      for (let channel = 0; channel < this.#channels; channel++)
        this.#across(pixels, row * this.#from * stride + channel, stride, channel);
      this.#down();
    }
  }

  /** Sums a row of one channel; `start` is its first number. */
  #across(pixels: ArrayLike<number>, start: number, stride: number, channel: number): void {
    const row = this.#row;
    let place = channel;
    for (const { first, last, firstShare, lastShare } of this.#spans) {
      let sum = firstShare * (pixels[start + first * stride] ?? 0);
      if (last > first) {
        const end = start + last * stride;
        for (let at = start + (first + 1) * stride; at < end; at += stride) sum += pixels[at] ?? 0;
        sum += lastShare * (pixels[end] ?? 0);
      }
      row[place] = sum;
      place += this.#channels;
    }
  }

  /** Adds the row to those of the result that it is part of. */
  #down(): void {
    const [from, row, sums] = [this.#next++, this.#row, this.#sums];
    for (let to = this.#first; to < this.#side; to++) {
      const { first, last, firstShare, lastShare } = this.#spans[to] as Span;
      if (from < first) return;
      if (from > last) {
        this.#first = to + 1;
        continue;
      }
      const share = from === first ? firstShare : from === last ? lastShare : 1;
      const start = to * row.length;
      for (let at = 0; at < row.length; at++)
        sums[start + at] = (sums[start + at] ?? 0) + share * (row[at] ?? 0);
    }
  }

  /**
   * The image, when all rows were added, as bytes; the next one may follow.
   * @param target [side, side, channels], of one or three channels; colours become grey by their luma, and grey all three colours.
   */
  write(target: Uint8Array, channels: 1 | 3): void {
    const sums = this.#sums;
    const own = this.#channels;
    // What a pixel covers, in pixels of the image.
    const area = (this.#from / this.#side) ** 2;
    for (let place = 0; place < this.#side * this.#side; place++) {
      const at = place * own;
      if (channels === own)
        for (let channel = 0; channel < own; channel++)
          target[at + channel] = byteOf((sums[at + channel] ?? 0) / area);
      else if (own === 1) target.fill(byteOf((sums[at] ?? 0) / area), 3 * place, 3 * place + 3);
      else {
        const luma = LUMA.reduce((sum, share, channel) => sum + share * (sums[at + channel] ?? 0), 0);
        target[place] = byteOf(luma / area);
      }
    }
    sums.fill(0);
    this.#next = 0;
    this.#first = 0;
  }
}

/** The pixels of the image that one of the result covers, and which share of the outer ones: of one that it lies in, its own. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly firstShare: number;
  readonly lastShare: number;
}

function spanOf(to: number, from: number, side: number): Span {
  // In units of 1 / side of a pixel of the image.
  const [start, end] = [to * from, (to + 1) * from];
  const first = Math.floor(start / side);
  const last = Math.ceil(end / side) - 1;
  if (last === first) return { first, last, firstShare: from / side, lastShare: 0 };
  return {
    first,
    last,
    firstShare: ((first + 1) * side - start) / side,
    lastShare: (end - last * side) / side,
  };
}

function byteOf(value: number): number {
  // Sums of shares are off by some 1e-13: halves are rounded up all the same.
  return Math.min(255, Math.max(0, Math.floor(value + 0.5 + 1e-9)));
}
