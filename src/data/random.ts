/**
 * Seeded randomness for everything that is random: initial weights, orders of images, drawn shapes. A stream is named
 * by a seed and labels, and streams of different names are independent: what one consumer draws never shifts what
 * another one gets.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { logarithm } from '../config/arithmetic';

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

/** Four 32-bit words: as `streamState` returns them. */
type Words = readonly [number, number, number, number];

const BITS = 128;
const NIBBLES = 32;
const VALUES = 16;
const WORDS = 4;

/** 32-bit numbers of the table of one jump: [32, 16, 4]. */
export const JUMP_SIZE = NIBBLES * VALUES * WORDS;

/** One step of xoroshiro128+, as pure-rand orders its words. */
function stepped([s01, s00, s11, s10]: Words): Words {
  const a0 = s10 ^ s00;
  const a1 = s11 ^ s01;
  return [
    (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16)),
    (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16),
    (a0 << 5) ^ (a1 >>> 27),
    (a1 << 5) ^ (a0 >>> 27),
  ];
}

/** The table of a linear map from the images of all 128 bits, the lowest of the first word first. */
function tableOf(columns: Int32Array): Int32Array<ArrayBuffer> {
  const table = new Int32Array(JUMP_SIZE);
  for (let nibble = 0; nibble < NIBBLES; nibble++) {
    for (let value = 1; value < VALUES; value++) {
      const bit = 31 - Math.clz32(value & -value);
      const place = WORDS * (nibble * VALUES + value);
      // The value without its lowest bit, and the image of that.
      const rest = WORDS * (nibble * VALUES + (value & (value - 1)));
      for (let word = 0; word < WORDS; word++)
        table[place + word] = (table[rest + word] ?? 0) ^ (columns[WORDS * (4 * nibble + bit) + word] ?? 0);
    }
  }
  return table;
}

/** Images of all bits under a map twice. */
function squared(columns: Int32Array): Int32Array {
  const table = tableOf(columns);
  const result = new Int32Array(BITS * WORDS);
  for (let bit = 0; bit < BITS; bit++)
    result.set(jumped(table, columns.subarray(WORDS * bit, WORDS * (bit + 1))), WORDS * bit);
  return result;
}

/** Where a state is after the jump whose table begins at `start`. */
export function jumped(table: Int32Array, state: Int32Array, start = 0): Int32Array<ArrayBuffer> {
  const result = new Int32Array(WORDS);
  for (let nibble = 0; nibble < NIBBLES; nibble++) {
    const value = ((state[nibble >> 3] ?? 0) >>> (4 * (nibble & 7))) & (VALUES - 1);
    const place = start + WORDS * (nibble * VALUES + value);
    for (let word = 0; word < WORDS; word++) result[word] = (result[word] ?? 0) ^ (table[place + word] ?? 0);
  }
  return result;
}

/**
 * Tables [count, 32, 16, 4] of jumps over 2^first, 2^(first + 1), … steps of the generator, for those who draw its numbers in
 * parallel. A step is linear over bits, so any number of steps is a matrix of 128 × 128 bits, kept as a table with the image of
 * every value of every four bits.
 */
export function jumpTables(first: number, count: number): Int32Array<ArrayBuffer> {
  let columns: Int32Array = new Int32Array(BITS * WORDS);
  for (let bit = 0; bit < BITS; bit++) {
    const state: [number, number, number, number] = [0, 0, 0, 0];
    state[bit >> 5] = 1 << (bit & 31);
    columns.set(stepped(state), WORDS * bit);
  }
  for (let power = 0; power < first; power++) columns = squared(columns);
  const tables = new Int32Array(count * JUMP_SIZE);
  for (let jump = 0; jump < count; jump++) {
    tables.set(tableOf(columns), jump * JUMP_SIZE);
    columns = squared(columns);
  }
  return tables;
}
