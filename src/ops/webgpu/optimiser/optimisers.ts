/**
 * Optimisers over all parameters of a network at once, as PyTorch defines them. The state of a network is [rows, size]:
 * parameters, first moment (velocity, or mean gradient), second moment (mean squared gradient, of all but SGD), gradient.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { countIn, groupIn, hyperOf, type Hyperparameters, type Paces, type UpdateRule } from './hyper';
import { BLOCK, sized } from './packed';
import { inputsOf, runInto, WORKGROUP, type Input } from '../program';
import { isFinite } from '../scores';

/** The update itself, behind the lines that find `gradient`. */
const updating = (rule: UpdateRule): string => `
  if (${hyperOf('update')} == 0.0 || pace.x == 0.0) { return; }
  let first = uniforms.count + index;
  let second = 2 * uniforms.count + index;
  let weight = result[index];
  let weightDecay = pace.w;
${rule.code}`;

/** Ends where no number lies, between parameters or behind all of them. Reads `table` and `paces`. */
const finding = `
  if (index >= uniforms.count) { return; }
  let block = table[index / ${BLOCK}];
  let lane = index % ${BLOCK};
  if (lane >= ${countIn('block.w')}) { return; }
  let pace = paces[${groupIn('block.w')}];
`;

/** Sums the parts of one number of the gradient; one that nothing flows back to is 0. Reads `partials`, `table` and `paces`. */
const summing = `${finding}
  var gradient = 0.0;
  let parts = select(0, block.y, pace.x != 0.0);
  for (var part = 0; part < parts; part++) { gradient += partials[block.x + part * block.z + lane]; }
  result[uniforms.gradients + index] = gradient;
`;

/** Changes a state of [rows, size] in place, a thread for each of its parameters. */
function changeState(name: string, state: tf.Tensor, inputs: readonly Input[], code: string): void {
  const [rows = 1, count = 0] = state.shape;
  runInto(state, {
    name,
    inputs,
    uniforms: { count, gradients: (rows - 1) * count },
    threads: count,
    code: () => `
fn main(index : i32) {
${code}
}
`,
  });
}

/**
 * Sums the parts of all gradients and, if `hyper` asks for it, takes the step along them. Per block of the state, `table`
 * [blocks, 4] holds: where its numbers begin in the first part of `partials`, the number of parts, the distance of parts, and
 * how many numbers it has, with their group (see `withGroup`).
 */
export function updateState(
  state: tf.Tensor,
  partials: tf.Tensor,
  table: tf.Tensor,
  hyper: Hyperparameters,
  paces: Paces,
  rule: UpdateRule,
): void {
  const inputs = [...inputsOf({ partials, hyper }), ...inputsOf({ table, paces }, 4)];
  changeState(`update-${rule.name}`, state, inputs, summing + updating(rule));
}

/** The first half of `updateState` alone: gradients from their parts. */
export function sumGradients(state: tf.Tensor, partials: tf.Tensor, table: tf.Tensor, paces: Paces): void {
  const inputs = [...inputsOf({ partials }), ...inputsOf({ table, paces }, 4)];
  changeState('sum-gradients', state, inputs, summing);
}

/** The second half of `updateState`, along the gradients as `clipFactors` scales them. */
export function updateClipped(
  state: tf.Tensor,
  factors: tf.Tensor,
  table: tf.Tensor,
  hyper: Hyperparameters,
  paces: Paces,
  rule: UpdateRule,
): void {
  const inputs = [...inputsOf({ factors, hyper }), ...inputsOf({ table, paces }, 4)];
  const scaled = `${finding}
  let gradient = result[uniforms.gradients + index] / bitcast<f32>(factors[0]) * bitcast<f32>(factors[1]);
`;
  changeState(`update-clipped-${rule.name}`, state, inputs, scaled + updating(rule));
}

/**
 * Writes the bits of two numbers into `target` [2], by which `clip_grad_norm_` first divides and then multiplies a gradient whose norm `gradientNormParts`
 * has left in parts that cover all of it. Both are 1 where it is not clipped; else the first is the largest magnitude, so that
 * nothing over- or underflows. What is infinite is multiplied with 0, and NaN gives NaN, as in PyTorch.
 */
export function clipFactors(norms: tf.Tensor, hyper: Hyperparameters, target: tf.Tensor): void {
  const chunks = norms.size / 2;
  runInto(target, {
    name: 'clip-factors',
    inputs: inputsOf({ norms, hyper }),
    dtype: 'int32',
    uniforms: { chunks },
    threads: WORKGROUP,
    code: () => `
${isFinite}${sized}
var<workgroup> magnitudes : array<u32, ${WORKGROUP}>;
var<workgroup> squares : array<f32, ${WORKGROUP}>;
fn main(index : i32) {
  var magnitude = 0u;
  for (var chunk = index; chunk < uniforms.chunks; chunk += ${WORKGROUP}) {
    magnitude = max(magnitude, bitcast<u32>(norms[2 * chunk]));
  }
  magnitudes[index] = magnitude;
  workgroupBarrier();
  for (var other = 0; other < ${WORKGROUP}; other++) { magnitude = max(magnitude, magnitudes[other]); }
  // Subnormal numbers are nothing beside what is added to the norm.
  let counts = isFinite(magnitude) && magnitude >= SMALLEST_NORMAL;
  let scale = select(1.0, bitcast<f32>(magnitude), counts);
  var sum = 0.0;
  for (var chunk = index; counts && chunk < uniforms.chunks; chunk += ${WORKGROUP}) {
    let share = bitcast<f32>(norms[2 * chunk]) / scale;
    sum += share * share * bitcast<f32>(norms[2 * chunk + 1]);
  }
  squares[index] = sum;
  workgroupBarrier();
  if (index != 0) { return; }
  for (var other = 1; other < ${WORKGROUP}; other++) { sum += squares[other]; }
  let share = ${hyperOf('clip')} / (sqrt(sum) + ${hyperOf('clipEpsilon')} / scale);
  let clips = share / scale < 1.0;
  let broken = select(0, bitcast<i32>(NOT_A_NUMBER), magnitude > 0x7f800000u);
  result[0] = select(bitcast<i32>(1.0), bitcast<i32>(scale), clips);
  result[1] = select(bitcast<i32>(1.0), bitcast<i32>(share), clips);
  if (!isFinite(magnitude)) { result[1] = broken; }
}
`,
  });
}
