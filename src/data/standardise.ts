/** From bytes to what networks read. */

/** Pixels from 0 to 255, channels last, as (value / 255 − mean) / deviation. */
export function standardise(
  pixels: Uint8Array | Float32Array,
  mean: readonly number[],
  deviation: readonly number[],
): Float32Array<ArrayBuffer> {
  const images = new Float32Array(pixels.length);
  const channels = mean.length;
  for (let channel = 0; channel < channels; channel++) {
    const scale = 1 / (255 * (deviation[channel] ?? 1));
    const shift = -(mean[channel] ?? 0) / (deviation[channel] ?? 1);
    for (let i = channel; i < pixels.length; i += channels) images[i] = (pixels[i] ?? 0) * scale + shift;
  }
  return images;
}
