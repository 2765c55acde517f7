/** Smaller images by means of squares: no filter to choose, and the statistics stay exact. */

/**
 * Half of each side by 2×2 means.
 * @param pixels [count, height, width, channels] of any unit, height and width even.
 * @returns [count, height / 2, width / 2, channels] in the same unit; exact for whole numbers under 2^22.
 * @throws RangeError where height or width is odd, or the length does not fit them.
 */
export function halve(
  pixels: Uint8Array,
  shape: { readonly height: number; readonly width: number; readonly channels: number },
): Float32Array<ArrayBuffer> {
  const { height, width, channels } = shape;
  const count = pixels.length / (height * width * channels);
  if (height % 2 !== 0 || width % 2 !== 0 || !Number.isInteger(count)) {
    throw new RangeError(
      `${pixels.length} values are no images of ${height}×${width}×${channels} with even sides.`,
    );
  }
  const row = width * channels;
  const halved = new Float32Array(pixels.length / 4);
  let to = 0;
  // Rows of all images lie one below the other, so pairs of rows need no borders between images.
  for (let top = 0; top < pixels.length; top += 2 * row) {
    for (let left = top; left < top + row; left += 2 * channels) {
      for (let at = left; at < left + channels; at++) {
        const sum =
          (pixels[at] ?? 0) +
          (pixels[at + channels] ?? 0) +
          (pixels[at + row] ?? 0) +
          (pixels[at + row + channels] ?? 0);
        halved[to++] = sum / 4;
      }
    }
  }
  return halved;
}
