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
import type { EpilogueOutput, Epilogue, EpilogueGradient, KernelSet } from '../kernels';
import { webgpuBackend } from './program';
import { scalarApply } from './norm/scalar-apply';
import { scalarReduce } from './norm/scalar-reduce';
import { scaleByChannel, sumAlong, sumAlongAll } from './pointwise/scaling';
import { subsampleAndPad, subsampleAndPadGradient } from './pool/subsample';
import { immediateReductions, type Reductions } from './deferred-reductions';
import { windowPool } from './pool/window';
import { maxPoolGradient, meanPoolGradient } from './pool/window-gradient';

/** A shortcut of the number 0 is not looked at, as in the reference. */
function withoutIdle(epilogue: Epilogue): Epilogue {
  return epilogue.gain === 0 ? { ...epilogue, shortcut: null } : epilogue;
}

/** A pass with its activation; one whose gradient needs what was put in comes behind the pass. */
function withActivation(pass: (epilogue: Epilogue) => tf.Tensor4D, epilogue: Epilogue): EpilogueOutput {
  const { activation } = epilogue;
  if (isMonotonic(activation)) {
    const y = pass(withoutIdle(epilogue));
    return { y, savedForBackward: y };
  }
  const savedForBackward = pass(withoutIdle({ ...epilogue, activation: 'linear' }));
  return { y: biasApply(savedForBackward, null, { activation, shortcut: null, gain: 0 }), savedForBackward };
}

/** Gradient before the activation. */
function beforeActivation(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  { activation }: EpilogueGradient,
): tf.Tensor4D {
  return activation === 'linear'
    ? tf.clone(dy)
    : gainedActivationGradient(dy, savedForBackward, activation, 1);
}

function shortcutGradient(
  dy: tf.Tensor4D,
  savedForBackward: tf.Tensor4D,
  { activation, gain, hasShortcut }: EpilogueGradient,
): tf.Tensor4D | undefined {
  return hasShortcut && gain !== 0
    ? gainedActivationGradient(dy, savedForBackward, activation, gain)
    : undefined;
}

/** Gradients of a norm's scale and shift from sums in parts, [parts, 2, C]. */
function scaleAndShift(
  reductions: Reductions,
  { tensor, parts }: Pick<SumParts, 'tensor' | 'parts'>,
  channels: number,
): { readonly scale: tf.Tensor1D; readonly shift: tf.Tensor1D } {
  const sum = (offset: number): tf.Tensor1D =>
    reductions.sum({ tensor, parts, stride: 2 * channels, offset }, [channels]) as tf.Tensor1D;
  return { shift: sum(0), scale: sum(channels) };
}

/** Kernels on the current backend, which must be WebGPU's. */
export function webgpuKernels(reductions: Reductions = immediateReductions): KernelSet {
  return {
    conv2d: {
      carriesShortcut: true,
      forward: convolution.forward,
      inputGradient: convolution.inputGradient,
      filterGradient: (x, dy, filterShape, geometry) =>
        tf.tidy(() => {
          const tensor = convolution.filterGradientParts(x, dy, filterShape, geometry);
          const stride = tf.util.sizeFromShape(filterShape);
          return reductions.sum({ tensor, parts: tensor.shape[0] ?? 1, stride, offset: 0 }, filterShape);
        }) as tf.Tensor4D,
    },

    batchNorm: {
      training(x, scale, shift, epilogue) {
        const moments = batchStatistics(x);
        const end = withActivation((own) => batchNormApply(x, scale, shift, moments, own), epilogue);
        return {
          ...end,
          statistics: () => reductions.statistics(moments, x.shape[3]),
          saved: [x, moments.tensor],
        };
      },
      trainingGradient(dy, savedForBackward, saved, scale, epilogue) {
        const [x, tensor] = saved as [tf.Tensor4D, tf.Tensor];
        const [n, h, w, channels] = x.shape;
        const positions = n * h * w;
        const moments: MomentParts = { tensor, positions, ...chooseParts(webgpuBackend(), positions) };
        return tf.tidy(() => {
          const sums = batchNormReduce(dy, savedForBackward, x, moments, epilogue.activation);
          return {
            x: batchNormGradient(dy, savedForBackward, x, scale, moments, sums, epilogue.activation),
            ...scaleAndShift(reductions, sums, channels),
            shortcut: shortcutGradient(dy, savedForBackward, epilogue),
          };
        });
      },
      inference: (x, scale, shift, mean, variance, epilogue) =>
        batchNormInference(x, scale, shift, mean, variance, withoutIdle(epilogue)),
    },

    groupNorm: {
      forward(x, scale, shift, groups, epilogue) {
        const statistics = groupStatistics(x, groups);
        const end = withActivation(
          (own) => groupNormApply(x, scale, shift, statistics, groups, own),
          epilogue,
        );
        return { ...end, saved: [x, statistics] };
      },
      gradient(dy, savedForBackward, saved, scale, groups, epilogue) {
        const [x, statistics] = saved as [tf.Tensor4D, tf.Tensor];
        const { activation } = epilogue;
        return tf.tidy(() => {
          const { tensor, parts } = groupNormReduce(dy, savedForBackward, x, statistics, groups, activation);
          return {
            x: groupNormGradient(dy, savedForBackward, x, scale, statistics, tensor, groups, activation),
            ...scaleAndShift(reductions, { tensor, parts }, x.shape[3]),
            shortcut: shortcutGradient(dy, savedForBackward, epilogue),
          };
        });
      },
    },

    bias: {
      forward: (x, bias, epilogue) => withActivation((own) => biasApply(x, bias, own), epilogue),
      gradient: (dy, savedForBackward, epilogue) =>
        tf.tidy(() => {
          const channels = dy.shape[3];
          const { tensor, parts } = biasReduce(dy, savedForBackward, epilogue.activation);
          return {
            x: beforeActivation(dy, savedForBackward, epilogue),
            bias: reductions.sum({ tensor, parts, stride: 2 * channels, offset: 0 }, [
              channels,
            ]) as tf.Tensor1D,
            shortcut: shortcutGradient(dy, savedForBackward, epilogue),
          };
        }),
    },

    scalars: {
      forward: (x, factor, bias, epilogue) =>
        withActivation((own) => scalarApply(x, factor, bias, own), epilogue),
      gradient: (dy, savedForBackward, multiplied, epilogue) =>
        tf.tidy(() => {
          const { activation } = epilogue;
          const { tensor, parts } = scalarReduce(dy, savedForBackward, multiplied?.x ?? null, activation);
          const sum = (offset: number): tf.Tensor1D =>
            reductions.sum({ tensor, parts, stride: 2, offset }, [1]) as tf.Tensor1D;
          return {
            x:
              multiplied === null
                ? beforeActivation(dy, savedForBackward, epilogue)
                : gainedActivationGradient(dy, savedForBackward, activation, multiplied.factor),
            factor: multiplied === null ? undefined : sum(1),
            bias: sum(0),
            shortcut: shortcutGradient(dy, savedForBackward, epilogue),
          };
        }),
    },

    addition: {
      forward: (x, epilogue) => withActivation((own) => biasApply(x, null, own), epilogue),
      gradient: (dy, savedForBackward, epilogue) =>
        tf.tidy(() => ({
          x: beforeActivation(dy, savedForBackward, epilogue),
          shortcut: shortcutGradient(dy, savedForBackward, epilogue),
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
            weight: reductions.sum({ ...rows, offset: 0 }, [inputs, outputs]) as tf.Tensor2D,
            bias: reductions.sum({ ...rows, offset: inputs * outputs }, [outputs]) as tf.Tensor1D,
          };
        }),
    },
  };
}
