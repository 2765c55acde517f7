/**
 * Seeded randomness for everything that is random: initial weights, orders of images, drawn shapes. A stream is named
 * by a seed and labels, and streams of different names are independent: what one consumer draws never shifts what
 * another one gets.
 */
import { logarithm } from '../config/arithmetic';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface RandomStream {
  /** From 0 to below 1, a multiple of 2^-53. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** An integer from 0 to below `n`, each equally likely; n from 1 to 2^32. */
  integer(n: number): number;
}

/**
 * The stream of this name. The same seed and labels give the same numbers in every browser.
 * @param labels What the numbers are for: `randomStream(seed, 'init', 'conv1.weight')`.
 */
export function randomStream(seed: number, ...labels: readonly (string | number)[]): RandomStream {
  const generator = xoroshiro128plusFromState(streamState(seed, ...labels));
  let spare: number | null = null;

  const uniform = (): number => uniformFloat64(generator);

  // Marsaglia's polar method: a point in the unit disc gives two independent normals.
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * logarithm(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };

  return { uniform, normal, integer: (n) => uniformInt(generator, 0, n - 1) };
}

/** The state in which the generator of a stream begins: four 32-bit words. */
export function streamState(seed: number, ...labels: readonly (string | number)[]): number[] {
  // JSON, for no two lists of labels to read the same.
  return hash128(JSON.stringify([seed, ...labels]));
}

/** Different starts of the four hashes: fractional digits of π. */
const OFFSETS = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as const;

/** Four 32-bit words from a text: FNV-1a with four offsets, each mixed to its end as murmur3 does. */
function hash128(text: string): number[] {
  return OFFSETS.map((offset) => {
    let h: number = offset;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  });
}
