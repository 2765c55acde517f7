/** Mean and deviation of pixels, from counts of their values: sums of whole numbers, so that they are the same everywhere. */

export interface PixelStatistics {
  /** Per channel, of pixels from 0 to 1. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** @param pixels [pixels, channels], at least one. */
export function pixelStatistics(pixels: Uint8Array, channels: number): PixelStatistics {
  const sums = Array.from({ length: channels }, () => ({ values: 0, squares: 0 }));
  const counts = sums.map(() => new Float64Array(256));
  for (let at = 0; at < pixels.length; at += channels)
    for (const [channel, count] of counts.entries()) {
      const value = pixels[at + channel] ?? 0;
      count[value] = (count[value] ?? 0) + 1;
    }
  for (const [channel, count] of counts.entries()) {
    const sum = sums[channel];
    if (sum === undefined) continue;
    for (const [value, number] of count.entries()) {
      sum.values += value * number;
      sum.squares += value * value * number;
    }
  }
  const size = pixels.length / channels;
  return {
    mean: sums.map(({ values }) => values / size / 255),
    // Pixels that are all alike have none; they are divided by 1 then.
    deviation: sums.map(({ values, squares }) => Math.sqrt(squares / size - (values / size) ** 2) / 255 || 1),
  };
}
