/**
 * What instruments measure on the GPU, in parts that the processor puts together: how the numbers of a tensor are spread over the
 * bins of `HISTOGRAM_EDGES`; norms, means, deviations and inner product of two tensors; and the weights before numbers broke.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { HISTOGRAM_BINS, HISTOGRAM_EDGES } from '../../architecture/instruments';
import { inputsOf, runInto, WORKGROUP } from './program';
import { isFinite } from './scores';
import { BLOCK } from './optimiser/packed';

/** Fewest numbers that a workgroup counts, and most parts of a tensor. */
const LEAST_CHUNK = 4096;
const MOST_PARTS = 64;

function chunkOf(size: number): number {
  return Math.max(LEAST_CHUNK, Math.ceil(size / MOST_PARTS));
}

/** Room for the counts of a tensor of `size` numbers, in numbers. */
export function histogramRoom(size: number): number {
  return Math.ceil(size / chunkOf(size)) * HISTOGRAM_BINS;
}

/** Bits of the edges: those of magnitudes are in the same order as whole numbers. */
const edges = [...new Uint32Array(HISTOGRAM_EDGES.buffer)].map((bits) => `${bits}u`);

/** Writes the counts of each part of a tensor into `target` [histogramRoom]; what is not finite is not counted. */
export function histogramParts(values: tf.Tensor, target: tf.Tensor): void {
  const chunk = chunkOf(values.size);
  runInto(target, {
    name: 'histogram',
    inputs: inputsOf({ values }),
    dtype: 'int32',
    uniforms: { size: values.size, chunk },
    threads: Math.ceil(values.size / chunk) * WORKGROUP,
    code: () => `
var<workgroup> counts : array<atomic<u32>, ${HISTOGRAM_BINS}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let part = index / ${WORKGROUP};
  for (var bin = lane; bin < ${HISTOGRAM_BINS}; bin += ${WORKGROUP}) { atomicStore(&counts[bin], 0u); }
  workgroupBarrier();
  let end = min((part + 1) * uniforms.chunk, uniforms.size);
  for (var at = part * uniforms.chunk + lane; at < end; at += ${WORKGROUP}) {
    let bits = bitcast<u32>(values[at]);
    let magnitude = bits & 0x7fffffffu;
    if (magnitude >= 0x7f800000u) { continue; }
    let away = ${edges.map((edge) => `i32(magnitude >= ${edge})`).join(' + ')};
    atomicAdd(&counts[${HISTOGRAM_EDGES.length} + select(away, -away, magnitude != bits)], 1u);
  }
  workgroupBarrier();
  for (var bin = lane; bin < ${HISTOGRAM_BINS}; bin += ${WORKGROUP}) {
    result[part * ${HISTOGRAM_BINS} + bin] = i32(atomicLoad(&counts[bin]));
  }
}
`,
  });
}

/** Shares of the bins from the counts that begin at `start`, of a tensor of `size` numbers. */
export function sharesOf(counts: Int32Array, start: number, size: number): Float32Array {
  const shares = new Float32Array(HISTOGRAM_BINS);
  const end = start + histogramRoom(size);
  for (let at = start; at < end; at++) {
    const bin = (at - start) % HISTOGRAM_BINS;
    shares[bin] = (shares[bin] ?? 0) + (counts[at] ?? 0);
  }
  return shares.map((count) => count / size);
}

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

/**
 * Writes norm, mean and deviation of two tensors of one size, and their inner product, in parts, as bits, into `target` [pairRoom].
 * One tensor alone is paired with itself. Everything is divided by the largest magnitude of a part first, so that 1e-30 does not
 * underflow when it is squared.
 */
export function pairMoments(a: tf.Tensor, b: tf.Tensor, target: tf.Tensor): void {
  const chunks = Math.ceil(a.size / PAIR_CHUNK);
  runInto(target, {
    name: 'pair-moments',
    inputs: inputsOf({ a, b }),
    dtype: 'int32',
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
  });
}

/** Numbers that a workgroup copies: few of them look at the metrics. */
const CHUNK = 16 * WORKGROUP;

/** Room for the copy of `size` parameters, and behind them whether it is final. */
export function healthyRoom(size: number): number {
  return size + BLOCK;
}

/**
 * Keeps the weights with which a network last computed numbers that were all finite, or the first that were not: what is needed
 * to find where its forward pass breaks, long after the weights have moved on. Copies `parameters` into `target` [healthyRoom]
 * before a step, unless `metrics`, which a step before it has left there as
 * bits, are not finite, or were not once before: then the copy stays as it is, with the weights of the first step that broke.
 */
export function keepHealthy(parameters: tf.Tensor, metrics: tf.Tensor, target: tf.Tensor): void {
  const size = parameters.size;
  runInto(target, {
    name: 'keep-healthy',
    inputs: inputsOf({ parameters, metrics }),
    uniforms: { size, count: metrics.size },
    threads: Math.ceil(size / CHUNK) * WORKGROUP,
    code: () => `
${isFinite}
var<workgroup> broken : atomic<u32>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let start = index / ${WORKGROUP} * ${CHUNK};
  if (lane == 0) { atomicStore(&broken, select(0u, 1u, result[uniforms.size] != 0.0)); }
  workgroupBarrier();
  for (var at = lane; at < uniforms.count; at += ${WORKGROUP}) {
    if (!isFinite(bitcast<u32>(metrics[at]) & 0x7fffffffu)) { atomicStore(&broken, 1u); }
  }
  workgroupBarrier();
  if (atomicLoad(&broken) != 0u) {
    if (index == 0) { result[uniforms.size] = 1.0; }
    return;
  }
  let end = min(start + ${CHUNK}, uniforms.size);
  for (var at = start + lane; at < end; at += ${WORKGROUP}) { result[at] = parameters[at]; }
}
`,
  });
}
