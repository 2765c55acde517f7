/**
 * What becomes of results in parts that only the end of a step needs: gradients of parameters and statistics. Computed at
 * once here; while a step is captured, all of them together at its end.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { BatchStatistics } from '../kernels';
import type { MomentParts } from './norm/batch-statistics';
import { partMoment } from './measure/part-moment';
import { sumParts } from './sum-parts';

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
