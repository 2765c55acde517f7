/** Gains as kernels read them. */
import type * as tf from '@tensorflow/tfjs-core';
import { scalar } from '../../constants';
import type { Gain } from '../../kernels';

/** A gain as what kernels read: a tensor [1]. */
export function gainTensor(gain: Gain): tf.Tensor {
  return typeof gain === 'number' ? scalar(gain) : gain;
}
