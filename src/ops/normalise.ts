/**
 * Differentiable ends of a convolution: batch norm, group norm or bias, then the shortcut is added and the sum activated. One
 * op each, so that a backend may do it in one pass.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from './batch-norm.reference';
import { ones, scalar } from './constants';
import { opWithEpilogue, epilogueGradient } from './op-with-epilogue';
import { kernels, type BatchStatistics, type Epilogue, type NormGradients } from './kernels';
import { scaleChannels } from './scaling';

/** Gradients of a norm in the order of its parameters. */
function inOrder({ x, scale, shift, shortcut }: NormGradients) {
  return { own: [x, scale, shift], shortcut };
}

/**
 * activation(scale · (x − mean) / √(variance + 1e-5) + shift + gain · shortcut) with the statistics of the batch, per
 * channel of x [N, H, W, C]. `onStatistics` is handed copies of them, to be disposed by it.
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  epilogue: Epilogue,
  onStatistics?: (statistics: BatchStatistics) => void,
): tf.Tensor4D {
  const forward = () => {
    const { y, savedForBackward, statistics, saved } = kernels().batchNorm.training(
      x,
      scale,
      shift,
      epilogue,
    );
    if (onStatistics !== undefined) {
      const { mean, variance } = statistics();
      onStatistics({ mean: tf.keep(mean.clone()), variance: tf.keep(variance.clone()) });
    }
    return { y, savedForBackward, saved: [scale, ...saved] };
  };
  return opWithEpilogue([x, scale, shift], epilogue, forward, (dy, savedForBackward, [weights, ...saved]) =>
    inOrder(
      kernels().batchNorm.trainingGradient(
        dy,
        savedForBackward,
        saved,
        weights as tf.Tensor1D,
        epilogueGradient(epilogue),
      ),
    ),
  );
}

/**
 * activation(scale · (x − mean) / √(variance + 1e-5) + shift + gain · shortcut) with the statistics of every image's channels
 * in groups (Wu & He 2018), over their positions too. The channels of x [N, H, W, C] are divisible by `groups`; scale and
 * shift are [C]. Layer norm is a single group.
 */
export function groupNorm(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  groups: number,
  epilogue: Epilogue,
): tf.Tensor4D {
  const forward = () => {
    const { y, savedForBackward, saved } = kernels().groupNorm.forward(x, scale, shift, groups, epilogue);
    return { y, savedForBackward, saved: [scale, ...saved] };
  };
  return opWithEpilogue([x, scale, shift], epilogue, forward, (dy, savedForBackward, [weights, ...saved]) =>
    inOrder(
      kernels().groupNorm.gradient(
        dy,
        savedForBackward,
        saved,
        weights as tf.Tensor1D,
        groups,
        epilogueGradient(epilogue),
      ),
    ),
  );
}

/**
 * Batch norm with given statistics, differentiable by x: a factor and an offset per channel. At test time the kernel
 * `inference` does the same in one pass, without a gradient.
 */
export function frozenNorm(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  epilogue: Epilogue,
): tf.Tensor4D {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, scalar(EPSILON))));
  const offset = tf.sub(shift, tf.mul(mean, factor)) as tf.Tensor1D;
  const factors = tf.mul(ones(x.shape[0], 1), tf.reshape(factor, [1, -1])) as tf.Tensor2D;
  return addBias(scaleChannels(x, factors), offset, epilogue);
}

/** activation(x + bias + gain · shortcut), the bias per channel of x [N, H, W, C]. */
export function addBias(x: tf.Tensor4D, bias: tf.Tensor1D, epilogue: Epilogue): tf.Tensor4D {
  const forward = () => kernels().bias.forward(x, bias, epilogue);
  return opWithEpilogue([x, bias], epilogue, forward, (dy, savedForBackward) => {
    const gradient = kernels().bias.gradient(dy, savedForBackward, epilogueGradient(epilogue));
    return { own: [gradient.x, gradient.bias], shortcut: gradient.shortcut };
  });
}

/** activation(x + gain · shortcut): the end of a block on its own, where the branch is to be seen before the addition. */
export function addActivate(x: tf.Tensor4D, epilogue: Epilogue): tf.Tensor4D {
  const isIdle = epilogue.activation === 'linear' && epilogue.shortcut === null;
  // A clone where nothing is to be done: an op may not return its own input.
  const forward = () =>
    isIdle ? { y: tf.clone(x), savedForBackward: x } : kernels().addition.forward(x, epilogue);
  return opWithEpilogue([x], epilogue, forward, (dy, savedForBackward) => {
    const gradient = kernels().addition.gradient(dy, savedForBackward, epilogueGradient(epilogue));
    return { own: [gradient.x], shortcut: gradient.shortcut };
  });
}
