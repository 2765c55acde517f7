/**
 * Differentiable ends of a convolution: batch norm, group norm, bias or single numbers, then the shortcut is added and the sum
 * activated. One op each, so that a backend may do it in one pass: what they do is the kernels', how they are differentiated is
 * the same for all.
 */
import * as tf from '@tensorflow/tfjs-core';
import { kernels } from './active-kernels';
import { ones, scalar } from './constants';
import { differentiable } from './differentiable';
import { scaleChannels } from './elementwise';
import {
  EPSILON,
  type BatchStatistics,
  type Epilogue,
  type EpilogueGradient,
  type EpilogueOutput,
  type NormGradients,
} from './kernels';

/**
 * One differentiable op with an `Epilogue`, of `parameters` and, where its gradient is asked for, the shortcut. `gradients` gives
 * one per parameter in `own`, from what comes in and what `forward` saved.
 */
function opWithEpilogue<S extends tf.Tensor[]>(
  parameters: tf.Tensor[],
  epilogue: Epilogue,
  forward: () => EpilogueOutput & { readonly saved: [...S] },
  gradients: (
    incoming: EpilogueGradient,
    ...saved: S
  ) => { readonly own: tf.Tensor[]; readonly shortcut: tf.Tensor | undefined },
): tf.Tensor4D {
  const { activation, gain, carrier } = epilogue;
  // None where a carrier takes its gradient along.
  const shortcut = carrier === undefined ? epilogue.shortcut : null;
  return differentiable<tf.Tensor[], [tf.Tensor4D, ...S], tf.Tensor4D>(
    shortcut === null ? parameters : [...parameters, shortcut],
    () => {
      const { y, savedForBackward, saved } = forward();
      return { y, saved: [savedForBackward, ...saved] };
    },
    (dy, savedForBackward, ...saved) => {
      const incoming = { dy, savedForBackward, activation, gain, hasShortcut: shortcut !== null };
      if (carrier !== undefined) carrier.gradient = incoming;
      const found = gradients(incoming, ...saved);
      // Zeros for a shortcut that nothing flows through.
      return shortcut === null ? found.own : [...found.own, found.shortcut ?? tf.zerosLike(shortcut)];
    },
  );
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
  epilogue: Epilogue,
  onStatistics?: (statistics: BatchStatistics) => void,
): tf.Tensor4D {
  return opWithEpilogue(
    [x, scale, shift],
    epilogue,
    () => {
      const { statistics, saved, ...output } = kernels().batchNorm.training(x, scale, shift, epilogue);
      if (onStatistics !== undefined) {
        const { mean, variance } = statistics();
        onStatistics({ mean: tf.keep(mean.clone()), variance: tf.keep(variance.clone()) });
      }
      return { ...output, saved: [scale, ...saved] };
    },
    (incoming, weights, ...saved) => inOrder(kernels().batchNorm.trainingGradient(incoming, saved, weights)),
  );
}

/**
 * activation(scale · (x − mean) / √(variance + 1e-5) + shift + gain · shortcut) with the statistics of every image's channels
 * in groups (Wu & He 2018, arXiv:1803.08494), over their positions too. The channels of x [N, H, W, C] are divisible by `groups`; scale and
 * shift are [C]. Layer norm is a single group.
 */
export function groupNorm(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  groups: number,
  epilogue: Epilogue,
): tf.Tensor4D {
  return opWithEpilogue(
    [x, scale, shift],
    epilogue,
    () => {
      const { saved, ...output } = kernels().groupNorm.forward(x, scale, shift, groups, epilogue);
      return { ...output, saved: [scale, ...saved] };
    },
    (incoming, weights, ...saved) => inOrder(kernels().groupNorm.gradient(incoming, saved, weights, groups)),
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
  return opWithEpilogue(
    [x, bias],
    epilogue,
    () => ({ ...kernels().bias.forward(x, bias, epilogue), saved: [] }),
    (incoming) => {
      const found = kernels().bias.gradient(incoming);
      return { own: [found.x, found.bias], shortcut: found.shortcut };
    },
  );
}

/** activation(x + gain · shortcut): the end of a block on its own, where the branch is to be seen before the addition. */
export function addActivate(x: tf.Tensor4D, epilogue: Epilogue): tf.Tensor4D {
  const isIdle = epilogue.activation === 'linear' && epilogue.shortcut === null;
  return opWithEpilogue(
    [x],
    epilogue,
    () => {
      // A clone where nothing is to be done: an op may not return its own input.
      const output = isIdle
        ? { y: tf.clone(x), savedForBackward: x }
        : kernels().addition.forward(x, epilogue);
      return { ...output, saved: [] };
    },
    (incoming) => {
      const found = kernels().addition.gradient(incoming);
      return { own: [found.x], shortcut: found.shortcut };
    },
  );
}

/** Learned numbers [1], of which either may be absent. */
interface Scalars {
  readonly factor?: tf.Tensor1D;
  readonly bias?: tf.Tensor1D;
}

/** activation(factor · x + bias + gain · shortcut) for x [N, H, W, C]: the scalars of Fixup. */
export function shift(x: tf.Tensor4D, { factor, bias }: Scalars, epilogue: Epilogue): tf.Tensor4D {
  return opWithEpilogue<tf.Tensor[]>(
    [x, ...[factor, bias].filter((scalar) => scalar !== undefined)],
    epilogue,
    () => ({
      ...kernels().scalars.forward(x, factor ?? null, bias ?? null, epilogue),
      saved: factor === undefined ? [] : [x, factor],
    }),
    (incoming, ...saved) => {
      const [input, weight] = saved as [tf.Tensor4D?, tf.Tensor1D?];
      const multiplied = input === undefined || weight === undefined ? null : { x: input, factor: weight };
      const found = kernels().scalars.gradient(incoming, multiplied);
      const own = [found.x, found.factor, bias === undefined ? undefined : found.bias];
      return { own: own.filter((gradient) => gradient !== undefined), shortcut: found.shortcut };
    },
  );
}

/** x + bias for vectors x [N, C] and a learned number [1]. */
export function shiftRows(x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  const [n, c] = x.shape;
  const image = (rows: tf.Tensor) => tf.reshape(rows, [n, 1, 1, c]) as tf.Tensor4D;
  const bare = { activation: 'linear', shortcut: null, gain: 0 } as const;
  return differentiable(
    [x, bias],
    (rows, number) => {
      const { y } = kernels().scalars.forward(image(rows), null, number, bare);
      return { y: tf.reshape(y, [n, c]) as tf.Tensor2D, saved: [] };
    },
    (given) => {
      const dy = image(given);
      const incoming = { ...bare, dy, savedForBackward: dy, hasShortcut: false };
      const found = kernels().scalars.gradient(incoming, null);
      return [tf.reshape(found.x, [n, c]), found.bias];
    },
  );
}
