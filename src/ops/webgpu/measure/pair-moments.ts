/**
 * Norm, mean and deviation of two tensors of one size, and their inner product, in parts that the processor puts together in
 * float64. Everything is divided by the largest magnitude of a part first, so that 1e-30 does not underflow when it is
 * squared.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { isFinite } from '../head/scores';
import { runInto, WORKGROUP } from '../program';

/** Numbers of a tensor that a workgroup takes. */
export const PAIR_CHUNK = 4096;
/** Numbers of a vector in a part: largest magnitude; of the numbers over it: sum of squares, mean, squared deviations. */
export const PAIR_VECTOR = 4;
/** Two vectors, then the inner product of both over both magnitudes. */
export const PAIR_PART = 2 * PAIR_VECTOR + 1;

/** Room for the parts of a pair of tensors of `size` numbers, in numbers. */
export function pairRoom(size: number): number {
  return Math.ceil(size / PAIR_CHUNK) * PAIR_PART;
}

/** Writes the parts of a pair, as bits, into `target` [pairRoom]. One tensor alone is paired with itself. */
export function pairMoments(a: tf.Tensor, b: tf.Tensor, target: tf.Tensor): void {
  const chunks = Math.ceil(a.size / PAIR_CHUNK);
  runInto(
    {
      name: 'pair-moments',
      inputs: [
        { name: 'a', tensor: a },
        { name: 'b', tensor: b },
      ],
      output: { shape: target.shape, dtype: 'int32' },
      uniforms: { size: a.size },
      threads: chunks * WORKGROUP,
      code: () => `
${isFinite}
var<workgroup> magnitudes : array<vec2<u32>, ${WORKGROUP}>;
var<workgroup> sums : array<vec4<f32>, ${WORKGROUP}>;
var<workgroup> inner : array<f32, ${WORKGROUP}>;
fn share(value : f32, magnitude : u32) -> f32 {
  return select(value / bitcast<f32>(magnitude), 0.0, magnitude == 0u || !isFinite(magnitude));
}
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let chunk = index / ${WORKGROUP};
  let start = chunk * ${PAIR_CHUNK};
  let end = min(start + ${PAIR_CHUNK}, uniforms.size);
  var magnitude = vec2<u32>();
  for (var at = start + lane; at < end; at += ${WORKGROUP}) {
    magnitude = max(magnitude, vec2<u32>(bitcast<u32>(a[at]), bitcast<u32>(b[at])) & vec2<u32>(0x7fffffffu));
  }
  magnitudes[lane] = magnitude;
  workgroupBarrier();
  for (var other = 0; other < ${WORKGROUP}; other++) { magnitude = max(magnitude, magnitudes[other]); }
  var sum = vec4<f32>();
  var product = 0.0;
  for (var at = start + lane; at < end; at += ${WORKGROUP}) {
    let first = share(a[at], magnitude.x);
    let second = share(b[at], magnitude.y);
    sum += vec4<f32>(first * first, first, second * second, second);
    product += first * second;
  }
  sums[lane] = sum;
  inner[lane] = product;
  workgroupBarrier();
  var whole = vec4<f32>();
  for (var other = 0; other < ${WORKGROUP}; other++) { whole += sums[other]; }
  let count = f32(max(end - start, 1));
  let mean = vec2<f32>(whole.y, whole.w) / count;
  var off = vec2<f32>();
  for (var at = start + lane; at < end; at += ${WORKGROUP}) {
    let away = vec2<f32>(share(a[at], magnitude.x), share(b[at], magnitude.y)) - mean;
    off += away * away;
  }
  workgroupBarrier();
  sums[lane] = vec4<f32>(off.x, off.y, 0.0, 0.0);
  workgroupBarrier();
  if (lane != 0) { return; }
  var squares = vec2<f32>();
  product = 0.0;
  for (var other = 0; other < ${WORKGROUP}; other++) {
    squares += sums[other].xy;
    product += inner[other];
  }
  let place = chunk * ${PAIR_PART};
  result[place] = bitcast<i32>(magnitude.x);
  result[place + 1] = bitcast<i32>(whole.x);
  result[place + 2] = bitcast<i32>(mean.x);
  result[place + 3] = bitcast<i32>(squares.x);
  result[place + 4] = bitcast<i32>(magnitude.y);
  result[place + 5] = bitcast<i32>(whole.z);
  result[place + 6] = bitcast<i32>(mean.y);
  result[place + 7] = bitcast<i32>(squares.y);
  result[place + 8] = bitcast<i32>(product);
}
`,
    },
    target,
  );
}
