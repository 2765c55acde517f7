/**
 * What becomes of results in parts that only the end of a step needs: gradients of parameters and statistics. Computed at
 * once here; while a step is captured, all of them together at its end.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { BatchStatistics } from '../kernels';
import { partMoment, type MomentParts } from './norm/statistics';
import { inputsOf, perElement, run, runInto, type Kernel } from './program';

/** Rows of a tensor in parts: part p has its values at `offset + p · stride`. In numbers, not bytes. */
export interface PartRows {
  readonly tensor: tf.Tensor;
  readonly parts: number;
  readonly stride: number;
  readonly offset: number;
}

export interface Reductions {
  /** The sum over the parts, of the given shape. */
  sum(rows: PartRows, shape: readonly number[]): tf.Tensor;
  /** Mean and variance of a batch. */
  statistics(moments: MomentParts, channels: number): BatchStatistics;
}

export const immediateReductions: Reductions = {
  sum: sumParts,
  statistics: (moments, channels) => ({
    mean: partMoment(moments, channels, 'mean'),
    variance: partMoment(moments, channels, 'variance'),
  }),
};

export function sumParts(rows: PartRows, shape: readonly number[]): tf.Tensor {
  return run(sumOf(rows, shape));
}

/** The same into a tensor that is there. */
export function sumPartsInto(rows: PartRows, target: tf.TensorInfo): void {
  runInto(target, sumOf(rows, target.shape));
}

function sumOf({ tensor, parts, stride, offset }: PartRows, shape: readonly number[]): Kernel {
  return perElement({
    name: 'sum-parts',
    inputs: inputsOf({ rows: tensor }),
    output: { shape },
    uniforms: { parts, stride, offset },
    body: () => `
  var sum = 0.0;
  for (var part = 0; part < uniforms.parts; part++) {
    sum += rows[uniforms.offset + part * uniforms.stride + index];
  }
  result[index] = sum;`,
  });
}
