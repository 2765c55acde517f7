/** How far rounding alone moves a result: asked where two computations of the same thing part by more than was expected. */
import { randomStream } from '../src/data/random';

/** The images moved by half a unit in the last place of float32, up or down at random. */
export function shifted(images: Float32Array<ArrayBuffer>, seed: number): Float32Array<ArrayBuffer> {
  const random = randomStream(seed, 'golden shift');
  return images.map((value) => value * (1 + (random.integer(2) === 0 ? -1 : 1) * 2 ** -24 * 1.5));
}

/** Weights moved by up to some units in the last place, as far as a sum of products may be off. */
export function nudged(weights: Float32Array<ArrayBuffer>, seed: number): Float32Array<ArrayBuffer> {
  const random = randomStream(seed, 'weights moved');
  return weights.map((value) => value * (1 + (2 * random.uniform() - 1) * 2 ** -21));
}
