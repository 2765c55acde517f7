/**
 * Differentiable ends of a convolution: batch norm or bias, then the shortcut is added and the sum activated. One op each,
 * so that a backend may do it in one pass.
 */
import * as tf from '@tensorflow/tfjs-core';
import { activationGradient } from './activation';
import { finish, shortcutGradient } from './finish';
import { kernels, type Finish } from './kernels';
import { byImage, channelSum, spread } from './rows';

/** Per-channel statistics of a batch, [C], the variance biased. Disposed by whoever is handed them. */
export interface BatchStatistics {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** The inputs of a custom gradient, with the shortcut last where there is one. */
function inputsOf(parameters: tf.Tensor[], { shortcut }: Finish): tf.Tensor[] {
  return shortcut === null ? parameters : [...parameters, shortcut];
}

/** Gradients in the order of `inputsOf`; zeros for a shortcut that nothing flows through. */
function gradientsOf(
  gradients: tf.Tensor[],
  shortcut: tf.Tensor | undefined,
  of: Finish['shortcut'],
): tf.Tensor[] {
  return of === null ? gradients : [...gradients, shortcut ?? tf.zerosLike(of)];
}

/**
 * activation(scale · (x − mean) / √(variance + 1e-5) + shift + gain · shortcut) with the statistics of the batch, per
 * channel of x [N, H, W, C]. `onStatistics` is handed copies of them.
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  end: Finish,
  onStatistics?: (statistics: BatchStatistics) => void,
): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const { y, mean, variance, saved } = kernels().batchNorm.training(x, scale, shift, end);
    onStatistics?.({ mean: tf.keep(mean.clone()), variance: tf.keep(variance.clone()) });
    save([y, saved.centred, saved.inverseDeviation, scale]);
    return {
      value: y,
      gradFunc: (dy, kept) => {
        const [output, centred, inverseDeviation, weights] = kept as [
          tf.Tensor4D,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor1D,
        ];
        const gradient = kernels().batchNorm.trainingGradient(
          dy as tf.Tensor4D,
          output,
          { centred, inverseDeviation },
          weights,
          { activation: end.activation, gain: end.gain, hasShortcut: end.shortcut !== null },
        );
        return gradientsOf([gradient.x, gradient.scale, gradient.shift], gradient.shortcut, end.shortcut);
      },
    };
  });
  return op(...inputsOf([x, scale, shift], end)) as tf.Tensor4D;
}

/** activation(x + bias + gain · shortcut), the bias per channel of x [N, H, W, C]. */
export function addBias(x: tf.Tensor4D, bias: tf.Tensor1D, end: Finish): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const y = finish(tf.add(byImage(x), spread(bias, x.shape)), x.shape, end);
    save([y]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const dz = activationGradient(dy as tf.Tensor4D, saved[0] as tf.Tensor4D, end.activation);
        const shortcut = shortcutGradient(dz, end.shortcut !== null, end.gain);
        return gradientsOf([tf.clone(dz), channelSum(dz, x.shape)], shortcut, end.shortcut);
      },
    };
  });
  return op(...inputsOf([x, bias], end)) as tf.Tensor4D;
}

/** activation(x + gain · shortcut): the end of a block on its own, where the branch is to be seen before the addition. */
export function addActivate(x: tf.Tensor4D, end: Finish): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    // A clone where nothing is to be done: an op may not return its own input.
    const y = end.activation === 'linear' && end.shortcut === null ? tf.clone(x) : finish(x, x.shape, end);
    save([y]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const dz = activationGradient(dy as tf.Tensor4D, saved[0] as tf.Tensor4D, end.activation);
        return gradientsOf(
          [tf.clone(dz)],
          shortcutGradient(dz, end.shortcut !== null, end.gain),
          end.shortcut,
        );
      },
    };
  });
  return op(...inputsOf([x], end)) as tf.Tensor4D;
}
