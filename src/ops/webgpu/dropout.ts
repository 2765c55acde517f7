/**
 * Dropout whose mask is drawn on the GPU: the very numbers that `dropout` draws from its stream, 32 of them a thread. Each
 * thread finds its own place in the stream by jumps, of which powers of two make up every distance.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { differentiable } from '../differentiable';
import { bitsOf, inputsOf, run, runPerElement, widthOf } from './program';
import { vector } from './wgsl';

/** Numbers that a thread draws, one for each bit of its word. */
const DRAWS = 32;

/** The generator is asked twice for a number of 53 bits; 2^6 steps make up a word. */
export const FIRST_JUMP = 6;

/** Jumps there are tables for: enough for 2^29 numbers, more than a buffer can hold. */
export const JUMPS = 24;

/** Where a stream of numbers begins. */
export interface Draws {
  /** Beginnings of streams [count, 4], four words each. */
  readonly states: tf.Tensor;
  /** Which of them. */
  readonly stream: number;
  /** Tables of `JUMPS` jumps from 2^`FIRST_JUMP` on, each [32, 16, 4]. */
  readonly jumps: tf.Tensor;
}

/** One bit for each of `size` numbers: 0 where the number drawn for it is below `share`. */
function maskOf(size: number, share: number, { states, stream, jumps }: Draws): tf.Tensor {
  const words = Math.ceil(size / DRAWS);
  // A number is a whole one of 53 bits, over 2^53: it is below the share where the whole one is below this.
  const least = Math.ceil(share * 2 ** 53);
  return run({
    name: 'dropout-mask',
    inputs: inputsOf({ states, jumps }, 4),
    output: { shape: [words], dtype: 'int32' },
    uniforms: { words, stream, high: Math.floor(least / 2 ** 27), low: least % 2 ** 27 },
    threads: words,
    code: () => `
// xoroshiro128+ by Blackman and Vigna, the upper half of each number in the first of its two words.
fn next(state : ptr<function, vec4<u32>>) -> u32 {
  let s = *state;
  let low = s.w ^ s.y;
  let high = s.z ^ s.x;
  *state = vec4<u32>(
    (s.x << 24u) ^ (s.y >> 8u) ^ high ^ ((high << 16u) | (low >> 16u)),
    (s.y << 24u) ^ (s.x >> 8u) ^ low ^ (low << 16u),
    (low << 5u) ^ (high >> 27u),
    (high << 5u) ^ (low >> 27u),
  );
  return s.y + s.w;
}
fn jumped(state : vec4<u32>, jump : i32) -> vec4<u32> {
  var result = vec4<i32>();
  for (var nibble = 0; nibble < 32; nibble++) {
    let value = i32((state[nibble >> 3u] >> u32(4 * (nibble & 7))) & 15u);
    result ^= jumps[(jump * 32 + nibble) * 16 + value];
  }
  return bitcast<vec4<u32>>(result);
}
fn main(index : i32) {
  if (index >= uniforms.words) { return; }
  var state = bitcast<vec4<u32>>(states[uniforms.stream]);
  for (var jump = 0; index >> u32(jump) != 0; jump++) {
    if (((index >> u32(jump)) & 1) != 0) { state = jumped(state, jump); }
  }
  var bits = 0u;
  for (var draw = 0u; draw < ${DRAWS}u; draw++) {
    let high = i32(next(&state) & 0x3ffffffu);
    let low = i32(next(&state) & 0x7ffffffu);
    let below = high < uniforms.high || (high == uniforms.high && low < uniforms.low);
    bits |= select(1u << draw, 0u, below);
  }
  result[index] = bitcast<i32>(bits);
}
`,
  });
}

/** x where its bit is 1, times `kept`. */
function masked<T extends tf.Tensor>(x: T, mask: tf.Tensor, kept: number): T {
  const width = widthOf(x.size);
  return runPerElement({
    name: 'dropout',
    inputs: [...inputsOf({ x }, width), ...inputsOf({ mask })],
    output: { shape: x.shape, width },
    uniforms: { kept: bitsOf(kept) },
    declare: () => vector(width),
    body: () => `
  let first = index * ${width};
  let bits = bitcast<u32>(mask[first / ${DRAWS}]) >> u32(first % ${DRAWS});
  let stays = ${width === 4 ? '(vec4<u32>(bits) & vec4<u32>(1u, 2u, 4u, 8u)) != vec4<u32>()' : '(bits & 1u) != 0u'};
  result[index] = x[index] * select(V(), V(bitcast<f32>(uniforms.kept)), stays);`,
  }) as T;
}

/** `dropout` on the GPU: what is kept is divided by its share. */
export function dropoutOf<T extends tf.Tensor>(x: T, share: number, draws: Draws): T {
  const kept = 1 / (1 - share);
  return differentiable(
    [x],
    (image) => {
      const mask = maskOf(image.size, share, draws);
      return { y: masked(image, mask, kept), saved: [mask] };
    },
    (dy, mask) => [masked(dy, mask, kept)],
  );
}

/** x · factors[entry], which is not differentiated by. */
export function scaleByEntry(x: tf.Tensor4D, factors: tf.Tensor, entry: number): tf.Tensor4D {
  const scaled = (image: tf.Tensor4D): tf.Tensor4D => {
    const width = widthOf(image.size);
    return runPerElement({
      name: 'scale-by-entry',
      inputs: [...inputsOf({ x: image }, width), ...inputsOf({ factors })],
      output: { shape: image.shape, width },
      uniforms: { entry },
      body: () => 'result[index] = x[index] * factors[uniforms.entry];',
    }) as tf.Tensor4D;
  };
  return differentiable(
    [x],
    (image) => ({ y: scaled(image), saved: [] }),
    (dy) => [scaled(dy)],
  );
}
