/**
 * Differentiable ends of a convolution: batch norm, group norm or bias, then the shortcut is added and the sum activated. One
 * op each, so that a backend may do it in one pass.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from './batchNorm.reference';
import { ones, scalar } from './constants';
import { kernels, type BatchStatistics, type Finish, type FinishGradient } from './kernels';
import { scaleChannels } from './scaling';

/** The shortcut whose gradient the op itself has to give: none where a carrier takes it along. */
function ownShortcut({ shortcut, carrier }: Finish): tf.Tensor4D | null {
  return carrier === undefined ? shortcut : null;
}

function gradientOf(end: Finish): FinishGradient {
  return { activation: end.activation, gain: end.gain, hasShortcut: ownShortcut(end) !== null };
}

/** The inputs of a custom gradient, with the shortcut last where its gradient is asked for. */
function inputsOf(parameters: tf.Tensor[], end: Finish): tf.Tensor[] {
  const shortcut = ownShortcut(end);
  return shortcut === null ? parameters : [...parameters, shortcut];
}

/** Gradients in the order of `inputsOf`; zeros for a shortcut that nothing flows through. */
function gradientsOf(gradients: tf.Tensor[], shortcut: tf.Tensor | undefined, end: Finish): tf.Tensor[] {
  const of = ownShortcut(end);
  return of === null ? gradients : [...gradients, shortcut ?? tf.zerosLike(of)];
}

/** Leaves the shortcut's gradient with the carrier, where there is one. */
function handOver(dy: tf.Tensor4D, kept: tf.Tensor4D, { activation, gain, carrier }: Finish): void {
  if (carrier !== undefined) carrier.gradient = { dy, kept, activation, gain };
}

/**
 * activation(scale · (x − mean) / √(variance + 1e-5) + shift + gain · shortcut) with the statistics of the batch, per
 * channel of x [N, H, W, C]. `onStatistics` is handed copies of them, to be disposed by it.
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
    const { y, kept, statistics, saved } = kernels().batchNorm.training(x, scale, shift, end);
    if (onStatistics !== undefined) {
      const { mean, variance } = statistics();
      onStatistics({ mean: tf.keep(mean.clone()), variance: tf.keep(variance.clone()) });
    }
    save([kept, scale, ...saved]);
    return {
      value: y,
      gradFunc: (dy, tensors) => {
        const [output, weights, ...own] = tensors as [tf.Tensor4D, tf.Tensor1D, ...tf.Tensor[]];
        handOver(dy as tf.Tensor4D, output, end);
        const gradient = kernels().batchNorm.trainingGradient(
          dy as tf.Tensor4D,
          output,
          own,
          weights,
          gradientOf(end),
        );
        return gradientsOf([gradient.x, gradient.scale, gradient.shift], gradient.shortcut, end);
      },
    };
  });
  return op(...inputsOf([x, scale, shift], end)) as tf.Tensor4D;
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
  end: Finish,
): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const { y, kept, saved } = kernels().groupNorm.forward(x, scale, shift, groups, end);
    save([kept, scale, ...saved]);
    return {
      value: y,
      gradFunc: (dy, tensors) => {
        const [output, weights, ...own] = tensors as [tf.Tensor4D, tf.Tensor1D, ...tf.Tensor[]];
        handOver(dy as tf.Tensor4D, output, end);
        const gradient = kernels().groupNorm.gradient(
          dy as tf.Tensor4D,
          output,
          own,
          weights,
          groups,
          gradientOf(end),
        );
        return gradientsOf([gradient.x, gradient.scale, gradient.shift], gradient.shortcut, end);
      },
    };
  });
  return op(...inputsOf([x, scale, shift], end)) as tf.Tensor4D;
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
  end: Finish,
): tf.Tensor4D {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, scalar(EPSILON))));
  const offset = tf.sub(shift, tf.mul(mean, factor)) as tf.Tensor1D;
  const factors = tf.mul(ones(x.shape[0], 1), tf.reshape(factor, [1, -1])) as tf.Tensor2D;
  return addBias(scaleChannels(x, factors), offset, end);
}

/** activation(x + bias + gain · shortcut), the bias per channel of x [N, H, W, C]. */
export function addBias(x: tf.Tensor4D, bias: tf.Tensor1D, end: Finish): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const { y, kept } = kernels().bias.forward(x, bias, end);
    save([kept]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const output = saved[0] as tf.Tensor4D;
        handOver(dy as tf.Tensor4D, output, end);
        const gradient = kernels().bias.gradient(dy as tf.Tensor4D, output, gradientOf(end));
        return gradientsOf([gradient.x, gradient.bias], gradient.shortcut, end);
      },
    };
  });
  return op(...inputsOf([x, bias], end)) as tf.Tensor4D;
}

/** activation(x + gain · shortcut): the end of a block on its own, where the branch is to be seen before the addition. */
export function addActivate(x: tf.Tensor4D, end: Finish): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const isIdle = end.activation === 'linear' && end.shortcut === null;
    // A clone where nothing is to be done: an op may not return its own input.
    const { y, kept } = isIdle ? { y: tf.clone(x), kept: x } : kernels().addition.forward(x, end);
    save([kept]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const output = saved[0] as tf.Tensor4D;
        handOver(dy as tf.Tensor4D, output, end);
        const gradient = kernels().addition.gradient(dy as tf.Tensor4D, output, gradientOf(end));
        return gradientsOf([gradient.x], gradient.shortcut, end);
      },
    };
  });
  return op(...inputsOf([x], end)) as tf.Tensor4D;
}
