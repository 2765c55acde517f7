/** Losses and accuracy of logits against labels that lie on the GPU. */
import * as tf from '@tensorflow/tfjs-core';
import { settingOf, type LossConfig } from '../../config/losses';
import { differentiable } from '../differentiable';
import { lossWgsl } from '../loss';
import { bitsOf, inputsOf, run, runInto, webgpuBackend, WORKGROUP } from './program';

/** Where the labels of a batch are: of the whole set [count], and which of them [N]; negative where a batch is padded. */
export interface Target {
  readonly labels: tf.Tensor1D;
  readonly indices: tf.Tensor1D;
}

/** Not finite whatever its sign, asked of the bits: drivers may take NaN for a number. */
export const isFinite = `
fn isFinite(bits : u32) -> bool { return (bits & 0x7f800000u) != 0x7f800000u; }
const NOT_A_NUMBER = 0x7fc00000u;
`;

/** Of a row of logits: the largest, and the sum of all powers of e relative to it. */
const rowOf = `
struct Row { first : i32, label : i32, largest : f32, sum : f32 }
fn rowOf(image : i32) -> Row {
  let first = image * uniforms.classes;
  var largest = logits[first];
  for (var i = 1; i < uniforms.classes; i++) { largest = max(largest, logits[first + i]); }
  var sum = 0.0;
  for (var i = 0; i < uniforms.classes; i++) { sum += exp(logits[first + i] - largest); }
  return Row(first, labels[max(indices[image], 0)], largest, sum);
}
fn setting() -> f32 { return bitcast<f32>(uniforms.setting); }
fn surprise(row : Row) -> f32 { return log(row.sum) + row.largest - logits[row.first + row.label]; }
`;

/**
 * Differentiable scores of logits [N, classes], as [N, classes + 2] numbers: first the gradient of the mean loss by the logits,
 * [N, classes], then per image its loss (NaN where a logit is not finite), and 1 where its largest logit is its label's, [N, 2]. One
 * pass makes all of it; the gradient is what it says whatever dL/dy is given: this op is the last.
 */
export function lossScores(logits: tf.Tensor2D, target: Target, loss: LossConfig): tf.Tensor {
  return differentiable(
    [logits],
    (own) => {
      const y = scoresOf(own, target, loss);
      return { y, saved: [y] };
    },
    (_, scores) => [beginningOf(scores, logits.shape)],
  );
}

function scoresOf(logits: tf.Tensor2D, { labels, indices }: Target, loss: LossConfig): tf.Tensor {
  const [count, classes] = logits.shape;
  const { functions = '', loss: code, slope } = lossWgsl(loss.kind);
  return run({
    name: `score-${loss.kind}`,
    inputs: inputsOf({ logits, labels, indices }),
    output: { shape: [count, classes + 2] },
    uniforms: { count, classes, setting: bitsOf(settingOf(loss)) },
    threads: count,
    code: () => `
${isFinite}${rowOf}${functions}${code}${slope}
fn main(index : i32) {
  if (index >= uniforms.count) { return; }
  let row = rowOf(index);
  var best = 0;
  var finite = true;
  for (var i = 0; i < uniforms.classes; i++) {
    let logit = logits[row.first + i];
    finite = finite && isFinite(bitcast<u32>(logit));
    if (logit > logits[row.first + best]) { best = i; }
    result[row.first + i] = slopeOf(row, i) / f32(uniforms.count);
  }
  let padding = indices[index] < 0;
  let bits = select(NOT_A_NUMBER, bitcast<u32>(lossOf(row)), finite);
  let to = uniforms.count * uniforms.classes + 2 * index;
  result[to] = bitcast<f32>(select(bits, 0u, padding));
  result[to + 1] = select(0.0, 1.0, finite && best == row.label && !padding);
}
`,
  });
}

/** The first numbers of a tensor, in the same memory: for kernels to read, not to be read back. */
function beginningOf(tensor: tf.Tensor, shape: tf.Tensor2D['shape']): tf.Tensor2D {
  const backend = webgpuBackend();
  const { dataId } = tensor;
  backend.incRef(dataId);
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype: 'float32' }, backend) as tf.Tensor2D;
}

/** Writes logits [N, classes] to `target`, from where they are read. */
export function storeLogits(logits: tf.Tensor2D, target: tf.Tensor): void {
  runInto(target, {
    name: 'store-logits',
    inputs: inputsOf({ logits }),
    uniforms: { count: logits.size },
    threads: logits.size,
    code: () => `
fn main(index : i32) {
  if (index < uniforms.count) { result[index] = logits[index]; }
}
`,
  });
}

/** Writes the bits of the summed loss and the number of right ones of `lossScores` to the beginning of `target`. */
export function sumScores(scores: tf.Tensor, target: tf.Tensor): void {
  runInto(target, {
    name: 'sum-scores',
    inputs: inputsOf({ scores }),
    dtype: 'int32',
    uniforms: placeOfScores(scores),
    threads: WORKGROUP,
    code: () => `
${isFinite}${sumOfScores}
fn main(index : i32) {
  if (index == 0) { storeScores(); }
}
`,
  });
}

/** Uniforms that say where the scores of images lie in `lossScores`. */
export function placeOfScores(scores: tf.Tensor): { readonly count: number; readonly firstScore: number } {
  const count = scores.shape[0] ?? 0;
  return { count, firstScore: scores.size - 2 * count };
}

/** `storeScores()`, from input `scores` and what `placeOfScores` gives, to the first two numbers of the result. */
export const sumOfScores = `
fn storeScores() {
  var sum = 0.0;
  var right = 0;
  var finite = true;
  for (var i = 0; i < uniforms.count; i++) {
    let at = uniforms.firstScore + 2 * i;
    finite = finite && isFinite(bitcast<u32>(scores[at]));
    sum += scores[at];
    right += i32(scores[at + 1]);
  }
  result[0] = select(bitcast<i32>(NOT_A_NUMBER), bitcast<i32>(sum), finite);
  result[1] = right;
}
`;
