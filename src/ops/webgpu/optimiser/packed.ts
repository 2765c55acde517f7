/**
 * Kernels over all parameters of a network at once. Every parameter begins at a multiple of 64 numbers, so that each block
 * of 64 threads belongs to one of them, and a table of blocks says what its threads read.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { countIn, groupIn, HYPER, type Hyperparameters, type Paces } from './hyper';
import { inputsOf, run, runInto, WORKGROUP } from '../program';
import { isFinite, placeOfScores, sumOfScores } from '../scores';

/** Numbers between the beginnings of packed tensors, at least; 256 bytes, which every device takes as a binding's offset. */
export const BLOCK = WORKGROUP;

/** PyTorch's share of the newest batch in running statistics. */
const MOMENTUM = 0.1;

/** Numbers per block in the table of `updateRunning`. */
export const RUNNING_ENTRY = 8;

/**
 * Takes the statistics of a batch into the running ones of all norms, the variance unbiased, if `hyper` asks for an update.
 * Per block of 64 channels, `table` [blocks, 8] holds: where the channels begin in the first part of `moments`, channels of
 * the norm, parts, positions of a part, positions in all, where mean and variance lie in `running`, channels in the block with
 * their group (see `withGroup`).
 */
export function updateRunning(
  running: tf.Tensor,
  moments: tf.Tensor,
  table: tf.Tensor,
  hyper: Hyperparameters,
  paces: Paces,
): void {
  const blocks = table.size / RUNNING_ENTRY;
  runInto(running, {
    name: 'update-running',
    inputs: [
      ...inputsOf({ moments }),
      ...inputsOf({ table }, 4),
      ...inputsOf({ hyper }),
      ...inputsOf({ paces }, 4),
    ],
    uniforms: { blocks },
    threads: blocks * BLOCK,
    code: () => `
fn main(index : i32) {
  let number = index / ${BLOCK};
  let lane = index % ${BLOCK};
  if (number >= uniforms.blocks || hyper[${HYPER.update}] == 0.0) { return; }
  let cut = table[2 * number];
  let place = table[2 * number + 1];
  if (lane >= ${countIn('place.w')} || paces[${groupIn('place.w')}].x == 0.0) { return; }
  let start = cut.x + lane;
  let positions = f32(place.x);
  var sum = 0.0;
  for (var part = 0; part < cut.z; part++) {
    let count = f32(min(cut.w, place.x - part * cut.w));
    sum += count * moments[start + 2 * part * cut.y];
  }
  let mean = sum / positions;
  var squares = 0.0;
  for (var part = 0; part < cut.z; part++) {
    let count = f32(min(cut.w, place.x - part * cut.w));
    let off = moments[start + 2 * part * cut.y] - mean;
    squares += moments[start + (2 * part + 1) * cut.y] + count * off * off;
  }
  let unbiased = squares / max(positions - 1.0, 1.0);
  let atMean = place.y + lane;
  let atVariance = place.z + lane;
  result[atMean] = ${1 - MOMENTUM} * result[atMean] + ${MOMENTUM} * mean;
  result[atVariance] = ${1 - MOMENTUM} * result[atVariance] + ${MOMENTUM} * unbiased;
}
`,
  });
}

/** Numbers of a gradient that a workgroup sums for a norm. */
export const NORM_CHUNK = 2048;

/** A magnitude by its bits, in units of the smallest subnormal number where the largest of its kind is subnormal. */
export const sized = `
const SMALLEST_NORMAL = 0x00800000u;
fn sized(bits : u32, largest : u32) -> f32 {
  if (largest < SMALLEST_NORMAL) { return f32(bits); }
  return bitcast<f32>(bits);
}
`;

/**
 * Per chunk of `table` [chunks, 2] (where it begins in the gradient, and how many numbers it has): bits of the largest
 * magnitude, and of the sum of the squares divided by it, so that 1e-30 does not underflow. Magnitudes are compared as
 * bits: a NaN is the largest of all, and cannot be lost. Subnormal numbers are divided as whole numbers, which their bits are
 * proportional to: a GPU may take them for 0.
 */
export function gradientNormParts(state: tf.Tensor, table: tf.Tensor): tf.Tensor {
  const chunks = table.size / 2;
  const [rows = 1, size = 0] = state.shape;
  return run({
    name: 'gradient-norms',
    inputs: inputsOf({ state, table }),
    output: { shape: [chunks, 2], dtype: 'int32' },
    uniforms: { chunks, offset: (rows - 1) * size },
    threads: chunks * WORKGROUP,
    code: () => `
${isFinite}${sized}
var<workgroup> magnitudes : array<u32, ${WORKGROUP}>;
var<workgroup> squares : array<f32, ${WORKGROUP}>;
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let chunk = min(index / ${WORKGROUP}, uniforms.chunks - 1);
  let start = uniforms.offset + table[2 * chunk];
  let end = start + table[2 * chunk + 1];
  var magnitude = 0u;
  for (var at = start + lane; at < end; at += ${WORKGROUP}) {
    magnitude = max(magnitude, bitcast<u32>(state[at]) & 0x7fffffffu);
  }
  magnitudes[lane] = magnitude;
  workgroupBarrier();
  for (var other = 0; other < ${WORKGROUP}; other++) { magnitude = max(magnitude, magnitudes[other]); }
  let scale = sized(magnitude, magnitude);
  var sum = 0.0;
  if (magnitude != 0u && isFinite(magnitude)) {
    for (var at = start + lane; at < end; at += ${WORKGROUP}) {
      let share = sized(bitcast<u32>(state[at]) & 0x7fffffffu, magnitude) / scale;
      sum += share * share;
    }
  }
  squares[lane] = sum;
  workgroupBarrier();
  if (lane == 0) {
    for (var other = 1; other < ${WORKGROUP}; other++) { sum += squares[other]; }
    result[2 * chunk] = bitcast<i32>(magnitude);
    result[2 * chunk + 1] = bitcast<i32>(sum);
  }
}
`,
  });
}

/** Numbers per chunk that `weightNormParts` writes. */
export const WEIGHT_PART = 4;

/**
 * Per chunk of `table` (as above, in the parameters): bits of the largest magnitude of the weights as they were in `before`
 * and of the sum of the squares divided by it, and the same of what the step has changed since. Into `target` [chunks, 4].
 */
export function weightNormParts(
  state: tf.Tensor,
  before: tf.Tensor,
  table: tf.Tensor,
  target: tf.Tensor,
): void {
  const chunks = table.size / 2;
  runInto(target, {
    name: 'weight-norms',
    inputs: inputsOf({ state, before, table }),
    dtype: 'int32',
    uniforms: { chunks },
    threads: chunks * WORKGROUP,
    code: () => `
${isFinite}
var<workgroup> magnitudes : array<vec2<u32>, ${WORKGROUP}>;
var<workgroup> squares : array<vec2<f32>, ${WORKGROUP}>;
fn pair(at : i32) -> vec2<f32> { return vec2<f32>(before[at], state[at] - before[at]); }
fn main(index : i32) {
  let lane = index % ${WORKGROUP};
  let chunk = min(index / ${WORKGROUP}, uniforms.chunks - 1);
  let start = table[2 * chunk];
  let end = start + table[2 * chunk + 1];
  var magnitude = vec2<u32>();
  for (var at = start + lane; at < end; at += ${WORKGROUP}) {
    magnitude = max(magnitude, bitcast<vec2<u32>>(pair(at)) & vec2<u32>(0x7fffffffu));
  }
  magnitudes[lane] = magnitude;
  workgroupBarrier();
  for (var other = 0; other < ${WORKGROUP}; other++) { magnitude = max(magnitude, magnitudes[other]); }
  let usable = vec2<bool>(
    magnitude.x != 0u && isFinite(magnitude.x),
    magnitude.y != 0u && isFinite(magnitude.y),
  );
  let scale = select(vec2<f32>(1.0), bitcast<vec2<f32>>(magnitude), usable);
  var sum = vec2<f32>();
  for (var at = start + lane; at < end; at += ${WORKGROUP}) {
    let share = select(vec2<f32>(), pair(at) / scale, usable);
    sum += share * share;
  }
  squares[lane] = sum;
  workgroupBarrier();
  if (lane != 0) { return; }
  for (var other = 1; other < ${WORKGROUP}; other++) { sum += squares[other]; }
  result[${WEIGHT_PART} * chunk] = bitcast<i32>(magnitude.x);
  result[${WEIGHT_PART} * chunk + 1] = bitcast<i32>(sum.x);
  result[${WEIGHT_PART} * chunk + 2] = bitcast<i32>(magnitude.y);
  result[${WEIGHT_PART} * chunk + 3] = bitcast<i32>(sum.y);
}
`,
  });
}

/** Norm of chunks `first` to `end - 1`, of the weights (`offset` 0) or of what changed (2). */
export function weightNormOf(parts: Float32Array, first: number, end: number, offset: 0 | 2): number {
  let squares = 0;
  for (let chunk = first; chunk < end; chunk++) {
    const scale = parts[WEIGHT_PART * chunk + offset] ?? Number.NaN;
    if (!Number.isFinite(scale)) return scale;
    squares += scale * scale * (parts[WEIGHT_PART * chunk + offset + 1] ?? Number.NaN);
  }
  return Math.sqrt(squares);
}

/**
 * Writes the metrics of a step as bits: summed loss, number of right ones (as a whole number), then the gradient norm of
 * every layer. `layers` [layers, 2] holds first chunk and number of chunks in `norms`.
 */
export function storeMetrics(
  scores: tf.Tensor,
  norms: tf.Tensor,
  layers: tf.Tensor,
  target: tf.Tensor,
): void {
  const layerCount = layers.size / 2;
  runInto(target, {
    name: 'metrics',
    inputs: inputsOf({ scores, norms, layers }),
    dtype: 'int32',
    uniforms: { ...placeOfScores(scores), layerCount },
    threads: layerCount + 1,
    code: () => `
${isFinite}${sized}${sumOfScores}
fn main(index : i32) {
  if (index > uniforms.layerCount) { return; }
  if (index == uniforms.layerCount) { storeScores(); return; }
  let first = layers[2 * index];
  let end = first + layers[2 * index + 1];
  var magnitude = 0u;
  for (var chunk = first; chunk < end; chunk++) { magnitude = max(magnitude, bitcast<u32>(norms[2 * chunk])); }
  if (magnitude == 0u || !isFinite(magnitude)) { result[2 + index] = bitcast<i32>(magnitude); return; }
  let scale = sized(magnitude, magnitude);
  var sum = 0.0;
  for (var chunk = first; chunk < end; chunk++) {
    let share = sized(bitcast<u32>(norms[2 * chunk]), magnitude) / scale;
    sum += share * share * bitcast<f32>(norms[2 * chunk + 1]);
  }
  let norm = scale * sqrt(sum);
  if (magnitude >= SMALLEST_NORMAL) { result[2 + index] = bitcast<i32>(norm); return; }
  // Up to 2^24 units the bits are the number of units; above it the number is normal, and the factor 2^-149 made of two.
  result[2 + index] = i32(round(norm));
  if (norm >= 0x1p24) { result[2 + index] = bitcast<i32>(norm * 0x1p-100 * 0x1p-49); }
}
`,
  });
}
