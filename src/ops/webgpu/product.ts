/**
 * Products of matrices and averages, as small as the end of a network has them: one kernel, in which a thread makes one number. Its
 * strides are uniforms, so that one pipeline serves the dense layer, the global average, and the gradients of both.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { addend, addendOf } from './addend';
import { inputsOf, runPerElement } from './program';
import { activateAndGradient, activationCode, vector } from './wgsl';

/** Name of the kernel, to whose result something can be added, and which can be activated, in the same pass. */
export const PRODUCT = 'product';

/** `rowOfOnes` where every row is one. */
const ALL = -2;

interface Product {
  /** Null where all of it is ones. */
  readonly a: tf.Tensor | null;
  readonly b: tf.Tensor;
  /** One a column. */
  readonly bias?: tf.Tensor1D;
  readonly shape: readonly number[];
  /** Numbers that a result is summed from. */
  readonly depth: number;
  /**
   * How many numbers lie between: a row of the result and the next in a and in b, a summand and the next in a and in b, a column and
   * the next in b. 0 where not given.
   */
  readonly strides: Partial<Record<'rowInA' | 'rowInB' | 'stepInA' | 'stepInB' | 'columnInB', number>>;
  /** So many rows of the result share a row of b. */
  readonly rowsTogether?: number;
  /** The row of the result, if any, for which a is ones. */
  readonly rowOfOnes?: number;
  /** What the sum is divided by. */
  readonly divisor?: number;
}

/** result[row, column] = Σ a · b / divisor, plus the column's bias. The columns are the last dimension of the shape. */
export function product(matrices: Product): tf.Tensor {
  const { a, b, bias, shape, depth, strides, rowsTogether = 1, rowOfOnes = -1, divisor = 1 } = matrices;
  const added = addendOf(undefined, b, 1);
  return runPerElement({
    name: PRODUCT,
    inputs: [...inputsOf({ a: a ?? b, b, bias: bias ?? b }), ...added.inputs],
    output: { shape },
    uniforms: {
      columns: shape.at(-1) ?? 1,
      depth,
      rowInA: strides.rowInA ?? 0,
      rowInB: strides.rowInB ?? 0,
      stepInA: strides.stepInA ?? 0,
      stepInB: strides.stepInB ?? 0,
      columnInB: strides.columnInB ?? 0,
      rowsTogether,
      rowOfOnes: a === null ? ALL : rowOfOnes,
      divisor,
      biased: bias === undefined ? 0 : 1,
      ...added.uniforms,
      activation: activationCode('linear'),
    },
    declare: () => vector(1) + activateAndGradient + addend,
    body: () => `
  let row = index / uniforms.columns;
  let column = index % uniforms.columns;
  var sum = 0.0;
  if (uniforms.biased == 1) { sum = bias[column]; }
  let ones = row == uniforms.rowOfOnes || uniforms.rowOfOnes == ${ALL};
  var inA = select(row * uniforms.rowInA, 0, ones);
  var inB = row / uniforms.rowsTogether * uniforms.rowInB + column * uniforms.columnInB;
  for (var i = 0; i < uniforms.depth; i++) {
    sum += select(a[inA], 1.0, ones) * b[inB];
    inA += uniforms.stepInA;
    inB += uniforms.stepInB;
  }
  result[index] = activate(sum / f32(uniforms.divisor) + addend(index));`,
  });
}
