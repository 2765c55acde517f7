/**
 * The generator behind `randomStream` far ahead, for those who draw its numbers in parallel. A step of it is linear over bits,
 * so any number of steps is a matrix of 128 × 128 bits; it is kept as a table with the image of every value of every four bits.
 */

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

/** Tables [count, 32, 16, 4] of jumps over 2^first, 2^(first + 1), … steps of the generator. */
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
