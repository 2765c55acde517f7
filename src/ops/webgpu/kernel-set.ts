/** The kernel set of WebGPU: which kernels make up which op. */
import * as tf from '@tensorflow/tfjs-core';
import { isMonotonic } from '../activation';
import { gainedActivationGradient } from './pointwise/activation-gradient';
import { batchNormApply } from './norm/batch-apply';
import { batchNormGradient } from './norm/batch-gradient';
import { batchNormInference } from './norm/batch-inference';
import { batchNormReduce, type SumParts } from './norm/batch-reduce';
import { batchStatistics, type MomentParts } from './norm/batch-statistics';
import { biasApply } from './norm/bias-apply';
import { biasReduce } from './norm/bias-reduce';
import { joinChannels, partOfChannels } from './norm/channels';
import { chooseParts } from './conv/choose';
import * as convolution from './conv/convolution';
import { denseForward, denseInputGradient, denseParameterGradient } from './head/dense';
import { globalAverage, globalAverageGradient } from './pool/global-average';
import { groupNormApply } from './norm/group-apply';
import { groupNormGradient } from './norm/group-gradient';
import { groupNormReduce } from './norm/group-reduce';
import { groupStatistics } from './norm/group-statistics';
import type { Ended, Finish, FinishGradient, KernelSet } from '../kernels';
import { webgpuBackend } from './program';
import { scalarApply } from './norm/scalar-apply';
import { scalarReduce } from './norm/scalar-reduce';
import { scaleByChannel, sumAlong, sumAlongAll } from './pointwise/scaling';
import { subsampleAndPad, subsampleAndPadGradient } from './pool/subsample';
import { immediateTails, type Tails } from './deferred-reductions';
import { windowPool } from './pool/window';
import { maxPoolGradient, meanPoolGradient } from './pool/window-gradient';

/** A shortcut of the number 0 is not looked at, as in the reference. */
function withoutIdle(finish: Finish): Finish {
  return finish.gain === 0 ? { ...finish, shortcut: null } : finish;
}

/** A pass with its activation; one whose gradient needs what was put in comes behind the pass. */
function ended(pass: (finish: Finish) => tf.Tensor4D, finish: Finish): Ended {
  const { activation } = finish;
  if (isMonotonic(activation)) {
    const y = pass(withoutIdle(finish));
    return { y, kept: y };
  }
  const kept = pass(withoutIdle({ ...finish, activation: 'linear' }));
  return { y: biasApply(kept, null, { activation, shortcut: null, gain: 0 }), kept };
}

/** Gradient before the activation. */
function beforeActivation(dy: tf.Tensor4D, kept: tf.Tensor4D, { activation }: FinishGradient): tf.Tensor4D {
  return activation === 'linear' ? tf.clone(dy) : gainedActivationGradient(dy, kept, activation, 1);
}

function shortcutGradient(
  dy: tf.Tensor4D,
  kept: tf.Tensor4D,
  { activation, gain, hasShortcut }: FinishGradient,
): tf.Tensor4D | undefined {
  return hasShortcut && gain !== 0 ? gainedActivationGradient(dy, kept, activation, gain) : undefined;
}

/** Gradients of a norm's scale and shift from sums in parts, [parts, 2, C]. */
function scaleAndShift(
  tails: Tails,
  { tensor, parts }: Pick<SumParts, 'tensor' | 'parts'>,
  channels: number,
): { readonly scale: tf.Tensor1D; readonly shift: tf.Tensor1D } {
  const sum = (offset: number): tf.Tensor1D =>
    tails.sum({ tensor, parts, stride: 2 * channels, offset }, [channels]) as tf.Tensor1D;
  return { shift: sum(0), scale: sum(channels) };
}

/** Kernels on the current backend, which must be WebGPU's. */
export function webgpuKernels(tails: Tails = immediateTails): KernelSet {
  return {
    conv2d: {
      carriesShortcut: true,
      forward: convolution.forward,
      inputGradient: convolution.inputGradient,
      filterGradient: (x, dy, filterShape, geometry) =>
        tf.tidy(() => {
          const tensor = convolution.filterGradientParts(x, dy, filterShape, geometry);
          const stride = tf.util.sizeFromShape(filterShape);
          return tails.sum({ tensor, parts: tensor.shape[0] ?? 1, stride, offset: 0 }, filterShape);
        }) as tf.Tensor4D,
    },

    batchNorm: {
      training(x, scale, shift, finish) {
        const moments = batchStatistics(x);
        const end = ended((own) => batchNormApply(x, scale, shift, moments, own), finish);
        return {
          ...end,
          statistics: () => tails.statistics(moments, x.shape[3]),
          saved: [x, moments.tensor],
        };
      },
      trainingGradient(dy, kept, saved, scale, finish) {
        const [x, tensor] = saved as [tf.Tensor4D, tf.Tensor];
        const [n, h, w, channels] = x.shape;
        const positions = n * h * w;
        const moments: MomentParts = { tensor, positions, ...chooseParts(webgpuBackend(), positions) };
        return tf.tidy(() => {
          const sums = batchNormReduce(dy, kept, x, moments, finish.activation);
          return {
            x: batchNormGradient(dy, kept, x, scale, moments, sums, finish.activation),
            ...scaleAndShift(tails, sums, channels),
            shortcut: shortcutGradient(dy, kept, finish),
          };
        });
      },
      inference: (x, scale, shift, mean, variance, finish) =>
        batchNormInference(x, scale, shift, mean, variance, withoutIdle(finish)),
    },

    groupNorm: {
      forward(x, scale, shift, groups, finish) {
        const statistics = groupStatistics(x, groups);
        const end = ended((own) => groupNormApply(x, scale, shift, statistics, groups, own), finish);
        return { ...end, saved: [x, statistics] };
      },
      gradient(dy, kept, saved, scale, groups, finish) {
        const [x, statistics] = saved as [tf.Tensor4D, tf.Tensor];
        const { activation } = finish;
        return tf.tidy(() => {
          const { tensor, parts } = groupNormReduce(dy, kept, x, statistics, groups, activation);
          return {
            x: groupNormGradient(dy, kept, x, scale, statistics, tensor, groups, activation),
            ...scaleAndShift(tails, { tensor, parts }, x.shape[3]),
            shortcut: shortcutGradient(dy, kept, finish),
          };
        });
      },
    },

    bias: {
      forward: (x, bias, finish) => ended((own) => biasApply(x, bias, own), finish),
      gradient: (dy, kept, finish) =>
        tf.tidy(() => {
          const channels = dy.shape[3];
          const { tensor, parts } = biasReduce(dy, kept, finish.activation);
          return {
            x: beforeActivation(dy, kept, finish),
            bias: tails.sum({ tensor, parts, stride: 2 * channels, offset: 0 }, [channels]) as tf.Tensor1D,
            shortcut: shortcutGradient(dy, kept, finish),
          };
        }),
    },

    scalars: {
      forward: (x, factor, bias, finish) => ended((own) => scalarApply(x, factor, bias, own), finish),
      gradient: (dy, kept, multiplied, finish) =>
        tf.tidy(() => {
          const { activation } = finish;
          const { tensor, parts } = scalarReduce(dy, kept, multiplied?.x ?? null, activation);
          const sum = (offset: number): tf.Tensor1D =>
            tails.sum({ tensor, parts, stride: 2, offset }, [1]) as tf.Tensor1D;
          return {
            x:
              multiplied === null
                ? beforeActivation(dy, kept, finish)
                : gainedActivationGradient(dy, kept, activation, multiplied.factor),
            factor: multiplied === null ? undefined : sum(1),
            bias: sum(0),
            shortcut: shortcutGradient(dy, kept, finish),
          };
        }),
    },

    addition: {
      forward: (x, finish) => ended((own) => biasApply(x, null, own), finish),
      gradient: (dy, kept, finish) =>
        tf.tidy(() => ({
          x: beforeActivation(dy, kept, finish),
          shortcut: shortcutGradient(dy, kept, finish),
        })),
    },

    channels: { join: joinChannels, part: partOfChannels },

    scaling: { byChannel: scaleByChannel, along: sumAlong, alongAll: sumAlongAll },

    windowPool: {
      max: (x, geometry) => windowPool(x, 'max', geometry),
      maxGradient: maxPoolGradient,
      mean: (x, geometry) => windowPool(x, 'mean', geometry),
      meanGradient: meanPoolGradient,
    },

    pooling: { globalAverage, globalAverageGradient, subsampleAndPad, subsampleAndPadGradient },

    dense: {
      forward: denseForward,
      inputGradient: denseInputGradient,
      parameterGradients: (x, dy) =>
        tf.tidy(() => {
          const tensor = denseParameterGradient(x, dy);
          const [inputs, outputs] = [x.shape[1], dy.shape[1]];
          const rows = { tensor, parts: 1, stride: tensor.size };
          return {
            weight: tails.sum({ ...rows, offset: 0 }, [inputs, outputs]) as tf.Tensor2D,
            bias: tails.sum({ ...rows, offset: inputs * outputs }, [outputs]) as tf.Tensor1D,
          };
        }),
    },
  };
}
