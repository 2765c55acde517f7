/** Softmax cross-entropy and accuracy against labels that lie on the GPU. */
import * as tf from '@tensorflow/tfjs-core';
import { run, runInto, WORKGROUP } from './program';

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

/** Per image the bits of its loss (NaN where a logit is not finite), and 1 where its largest logit is its label's. */
function scoreRows(logits: tf.Tensor2D, { labels, indices }: Target): tf.Tensor {
  const [count, classes] = logits.shape;
  return run({
    name: 'cross-entropy',
    inputs: [
      { name: 'logits', tensor: logits },
      { name: 'labels', tensor: labels },
      { name: 'indices', tensor: indices },
    ],
    output: { shape: [count, 2], dtype: 'int32' },
    uniforms: { count, classes },
    threads: count,
    code: () => `
${isFinite}
fn main(index : i32) {
  if (index >= uniforms.count) { return; }
  let row = index * uniforms.classes;
  var largest = logits[row];
  var best = 0;
  var finite = true;
  for (var i = 0; i < uniforms.classes; i++) {
    let logit = logits[row + i];
    finite = finite && isFinite(bitcast<u32>(logit));
    if (logit > largest) { largest = logit; best = i; }
  }
  var sum = 0.0;
  for (var i = 0; i < uniforms.classes; i++) { sum += exp(logits[row + i] - largest); }
  let label = labels[max(indices[index], 0)];
  let loss = log(sum) + largest - logits[row + label];
  let padding = indices[index] < 0;
  let bits = select(bitcast<i32>(NOT_A_NUMBER), bitcast<i32>(loss), finite);
  result[2 * index] = select(bits, 0, padding);
  result[2 * index + 1] = select(0, 1, finite && best == label && !padding);
}
`,
  });
}

/** Gradient of the mean loss by the logits. */
function logitsGradient(logits: tf.Tensor2D, { labels, indices }: Target): tf.Tensor2D {
  const [count, classes] = logits.shape;
  return run({
    name: 'cross-entropy-gradient',
    inputs: [
      { name: 'logits', tensor: logits },
      { name: 'labels', tensor: labels },
      { name: 'indices', tensor: indices },
    ],
    output: { shape: [count, classes] },
    uniforms: { total: count * classes, count, classes },
    threads: count * classes,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let image = index / uniforms.classes;
  let row = image * uniforms.classes;
  var largest = logits[row];
  for (var i = 1; i < uniforms.classes; i++) { largest = max(largest, logits[row + i]); }
  var sum = 0.0;
  for (var i = 0; i < uniforms.classes; i++) { sum += exp(logits[row + i] - largest); }
  let probability = exp(logits[index] - largest) / sum;
  let hit = index - row == labels[max(indices[image], 0)];
  result[index] = (probability - select(0.0, 1.0, hit)) / f32(uniforms.count);
}
`,
  }) as tf.Tensor2D;
}

/**
 * Differentiable scores [N, 2] of logits: bits of the loss, and whether it was right. The gradient is that of the mean
 * loss, whatever dL/dy is given: this op is the last.
 */
export function crossEntropyScores(logits: tf.Tensor2D, target: Target): tf.Tensor {
  const op = tf.customGrad((...inputs) => {
    const [own, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    save([own]);
    return {
      value: scoreRows(own, target),
      gradFunc: (_, saved) => logitsGradient(saved[0] as tf.Tensor2D, target),
    };
  });
  return op(logits);
}

/** Writes the bits of the summed loss and the number of right ones of scores [N, 2] to the beginning of `target`. */
export function sumScores(scores: tf.Tensor, target: tf.Tensor): void {
  runInto(
    {
      name: 'sum-scores',
      inputs: [{ name: 'scores', tensor: scores }],
      output: { shape: target.shape, dtype: 'int32' },
      uniforms: { count: scores.shape[0] ?? 0 },
      threads: WORKGROUP,
      code: () => `
${isFinite}${sumOfScores}
fn main(index : i32) {
  if (index == 0) { storeScores(); }
}
`,
    },
    target,
  );
}

/** `storeScores()`, from input `scores` and `uniforms.count`, to the first two numbers of the result. */
export const sumOfScores = `
fn storeScores() {
  var sum = 0.0;
  var right = 0;
  var finite = true;
  for (var i = 0; i < uniforms.count; i++) {
    let loss = scores[2 * i];
    finite = finite && isFinite(bitcast<u32>(loss));
    sum += bitcast<f32>(loss);
    right += scores[2 * i + 1];
  }
  result[0] = select(bitcast<i32>(NOT_A_NUMBER), bitcast<i32>(sum), finite);
  result[1] = right;
}
`;
