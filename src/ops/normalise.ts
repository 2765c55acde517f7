/**
 * Differentiable ends of a convolution: batch norm, group norm or bias, then the shortcut is added and the sum activated. One
 * op each, so that a backend may do it in one pass.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from './batchNorm.reference';
import { ones, scalar } from './constants';
import {
  kernels,
  type BatchStatistics,
  type Ended,
  type Finish,
  type FinishGradient,
  type NormGradients,
} from './kernels';
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
 * One differentiable op with a `Finish`, of `parameters` and, where its gradient is asked for, the shortcut. `gradients` gives
 * one per parameter in `own`, from what `forward` kept and saved.
 */
function finishedOp(
  parameters: tf.Tensor[],
  end: Finish,
  forward: () => Ended & { readonly saved?: readonly tf.Tensor[] },
  gradients: (
    dy: tf.Tensor4D,
    kept: tf.Tensor4D,
    saved: tf.Tensor[],
  ) => { readonly own: tf.Tensor[]; readonly shortcut: tf.Tensor | undefined },
): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.at(-1) as unknown as tf.GradSaveFunc;
    const { y, kept, saved = [] } = forward();
    save([kept, ...saved]);
    return {
      value: y,
      gradFunc: (gradient, tensors) => {
        const [output, ...rest] = tensors as [tf.Tensor4D, ...tf.Tensor[]];
        const dy = gradient as tf.Tensor4D;
        handOver(dy, output, end);
        const { own, shortcut } = gradients(dy, output, rest);
        return gradientsOf(own, shortcut, end);
      },
    };
  });
  return op(...inputsOf(parameters, end)) as tf.Tensor4D;
}

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
  end: Finish,
  onStatistics?: (statistics: BatchStatistics) => void,
): tf.Tensor4D {
  const forward = () => {
    const { y, kept, statistics, saved } = kernels().batchNorm.training(x, scale, shift, end);
    if (onStatistics !== undefined) {
      const { mean, variance } = statistics();
      onStatistics({ mean: tf.keep(mean.clone()), variance: tf.keep(variance.clone()) });
    }
    return { y, kept, saved: [scale, ...saved] };
  };
  return finishedOp([x, scale, shift], end, forward, (dy, kept, [weights, ...saved]) =>
    inOrder(kernels().batchNorm.trainingGradient(dy, kept, saved, weights as tf.Tensor1D, gradientOf(end))),
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
  end: Finish,
): tf.Tensor4D {
  const forward = () => {
    const { y, kept, saved } = kernels().groupNorm.forward(x, scale, shift, groups, end);
    return { y, kept, saved: [scale, ...saved] };
  };
  return finishedOp([x, scale, shift], end, forward, (dy, kept, [weights, ...saved]) =>
    inOrder(kernels().groupNorm.gradient(dy, kept, saved, weights as tf.Tensor1D, groups, gradientOf(end))),
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
  end: Finish,
): tf.Tensor4D {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, scalar(EPSILON))));
  const offset = tf.sub(shift, tf.mul(mean, factor)) as tf.Tensor1D;
  const factors = tf.mul(ones(x.shape[0], 1), tf.reshape(factor, [1, -1])) as tf.Tensor2D;
  return addBias(scaleChannels(x, factors), offset, end);
}

/** activation(x + bias + gain · shortcut), the bias per channel of x [N, H, W, C]. */
export function addBias(x: tf.Tensor4D, bias: tf.Tensor1D, end: Finish): tf.Tensor4D {
  const forward = () => kernels().bias.forward(x, bias, end);
  return finishedOp([x, bias], end, forward, (dy, kept) => {
    const gradient = kernels().bias.gradient(dy, kept, gradientOf(end));
    return { own: [gradient.x, gradient.bias], shortcut: gradient.shortcut };
  });
}

/** activation(x + gain · shortcut): the end of a block on its own, where the branch is to be seen before the addition. */
export function addActivate(x: tf.Tensor4D, end: Finish): tf.Tensor4D {
  const isIdle = end.activation === 'linear' && end.shortcut === null;
  // A clone where nothing is to be done: an op may not return its own input.
  const forward = () => (isIdle ? { y: tf.clone(x), kept: x } : kernels().addition.forward(x, end));
  return finishedOp([x], end, forward, (dy, kept) => {
    const gradient = kernels().addition.gradient(dy, kept, gradientOf(end));
    return { own: [gradient.x], shortcut: gradient.shortcut };
  });
}
