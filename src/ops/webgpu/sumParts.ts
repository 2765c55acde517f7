/** The sum of rows that were computed in parts. */
import type * as tf from '@tensorflow/tfjs-core';
import { run } from './program';
import type { PartRows } from './tails';

export function sumParts({ tensor, parts, stride, offset }: PartRows, shape: readonly number[]): tf.Tensor {
  const total = shape.reduce((product, side) => product * side, 1);
  return run({
    name: 'sum-parts',
    inputs: [{ name: 'rows', tensor }],
    output: { shape },
    uniforms: { total, parts, stride, offset },
    threads: total,
    code: () => `
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var sum = 0.0;
  for (var part = 0; part < uniforms.parts; part++) {
    sum += rows[uniforms.offset + part * uniforms.stride + index];
  }
  result[index] = sum;
}
`,
  });
}
