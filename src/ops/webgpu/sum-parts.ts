/** The sum of rows that were computed in parts. */
import type * as tf from '@tensorflow/tfjs-core';
import { run, runInto, type Kernel } from './program';
import type { PartRows } from './deferred-reductions';

export function sumParts(rows: PartRows, shape: readonly number[]): tf.Tensor {
  return run(kernel(rows, shape));
}

/** The same into a tensor that is there. */
export function sumPartsInto(rows: PartRows, target: tf.TensorInfo): void {
  runInto(kernel(rows, target.shape), target);
}

function kernel({ tensor, parts, stride, offset }: PartRows, shape: readonly number[]): Kernel {
  const total = shape.reduce((product, side) => product * side, 1);
  return {
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
  };
}
