/** The kernel set of WebGPU: which kernels make up which op. */
import * as tf from '@tensorflow/tfjs-core';
import { savesOutput } from '../activation';
import type { Epilogue, EpilogueGradient, EpilogueOutput, KernelSet } from '../kernels';
import { globalAverage, globalAverageGradient, scaleByChannel, sumAlong, sumAlongAll } from './channels';
import { chooseParts } from './choose';
import { convolution } from './conv/convolution';
import { denseForward, denseInputGradient, denseParameterGradient } from './dense';
import { batchNormApply, batchNormInference, biasApply, groupNormApply, scalarApply } from './norm/apply';
import { batchNormGradient, gainedActivationGradient, gainedSum, groupNormGradient } from './norm/gradient';
import { batchNormReduce, batchStatistics } from './norm/batch';
import { biasReduce, groupNormReduce, scalarReduce, type SumParts } from './norm/reduce';
import { groupStatistics, type MomentParts } from './norm/statistics';
import { joinChannels, partOfChannels, subsampleAndPad, subsampleAndPadGradient } from './rearrange';
import { maxPoolGradient, meanPoolGradient, windowPool } from './window-pool';
import { webgpuBackend } from './program';
import { immediateReductions, type Reductions } from './reductions';

/** A shortcut of the number 0 is not looked at, as in the reference. */
function withoutIdle(epilogue: Epilogue): Epilogue {
  return epilogue.gain === 0 ? { ...epilogue, shortcut: null } : epilogue;
}

/** A pass with its activation; one whose gradient needs what was put in comes behind the pass. */
function withActivation(pass: (epilogue: Epilogue) => tf.Tensor4D, epilogue: Epilogue): EpilogueOutput {
  const { activation } = epilogue;
  if (savesOutput(activation)) {
    const y = pass(withoutIdle(epilogue));
    return { y, savedForBackward: y };
  }
  const savedForBackward = pass(withoutIdle({ ...epilogue, activation: 'linear' }));
  const y = scalarApply(savedForBackward, null, null, { activation, shortcut: null, gain: 0 });
  return { y, savedForBackward };
}

/** Gradient before the activation. */
function preActivationGradient(incoming: EpilogueGradient): tf.Tensor4D {
  return incoming.activation === 'linear' ? tf.clone(incoming.dy) : gainedActivationGradient(incoming, 1);
}

function shortcutGradient(incoming: EpilogueGradient): tf.Tensor4D | undefined {
  const { gain, hasShortcut } = incoming;
  return hasShortcut && gain !== 0 ? gainedActivationGradient(incoming, gain) : undefined;
}

/** Gradients of a norm's scale and shift from sums in parts. */
function scaleAndShift(
  reductions: Reductions,
  { tensor, parts, rows }: SumParts,
  channels: number,
): { readonly scale: tf.Tensor1D; readonly shift: tf.Tensor1D } {
  const sum = (offset: number): tf.Tensor1D =>
    reductions.sum({ tensor, parts, stride: rows * channels, offset }, [channels]) as tf.Tensor1D;
  return { shift: sum(0), scale: sum(channels) };
}

/** Kernels on the current backend, which must be WebGPU's. */
export function webgpuKernels(reductions: Reductions = immediateReductions): KernelSet {
  return {
    conv2d: {
      carriesShortcut: true,
      forward: (x, filter, geometry) => convolution(filter.shape, geometry).forward(x, filter, geometry),
      inputGradient: (dy, filter, inputShape, geometry, carried) =>
        convolution(filter.shape, geometry).inputGradient(dy, filter, inputShape, geometry, carried),
      filterGradient: (x, dy, filterShape, geometry) =>
        tf.tidy(() => {
          const tensor = convolution(filterShape, geometry).filterGradientParts(x, dy, filterShape, geometry);
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
      trainingGradient(incoming, saved, scale) {
        const [x, tensor] = saved as [tf.Tensor4D, tf.Tensor];
        const [n, h, w, channels] = x.shape;
        const positions = n * h * w;
        const moments: MomentParts = { tensor, positions, ...chooseParts(webgpuBackend(), positions) };
        return tf.tidy(() => {
          const sums = batchNormReduce(incoming, x, scale, moments);
          return {
            x: batchNormGradient(incoming, x, sums),
            ...scaleAndShift(reductions, sums, channels),
            shortcut: shortcutGradient(incoming),
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
      gradient(incoming, saved, scale, groups) {
        const [x, statistics] = saved as [tf.Tensor4D, tf.Tensor];
        return tf.tidy(() => {
          const sums = groupNormReduce(incoming, x, statistics, groups);
          return {
            x: groupNormGradient(incoming, x, scale, statistics, sums, groups),
            ...scaleAndShift(reductions, sums, x.shape[3]),
            shortcut: shortcutGradient(incoming),
          };
        });
      },
    },

    bias: {
      forward: (x, bias, epilogue) => withActivation((own) => biasApply(x, bias, own), epilogue),
      gradient: (incoming) =>
        tf.tidy(() => {
          const channels = incoming.dy.shape[3];
          const { tensor, parts } = biasReduce(incoming);
          return {
            x: preActivationGradient(incoming),
            bias: reductions.sum({ tensor, parts, stride: 2 * channels, offset: 0 }, [
              channels,
            ]) as tf.Tensor1D,
            shortcut: shortcutGradient(incoming),
          };
        }),
    },

    scalars: {
      forward: (x, factor, bias, epilogue) =>
        withActivation((own) => scalarApply(x, factor, bias, own), epilogue),
      gradient: (incoming, multiplied) =>
        tf.tidy(() => {
          const { tensor, parts } = scalarReduce(incoming, multiplied?.x ?? null);
          const sum = (offset: number): tf.Tensor1D =>
            reductions.sum({ tensor, parts, stride: 2, offset }, [1]) as tf.Tensor1D;
          return {
            x:
              multiplied === null
                ? preActivationGradient(incoming)
                : gainedActivationGradient(incoming, multiplied.factor),
            factor: multiplied === null ? undefined : sum(1),
            bias: sum(0),
            shortcut: shortcutGradient(incoming),
          };
        }),
    },

    addition: {
      forward(x, epilogue) {
        const { activation, shortcut, gain } = withoutIdle(epilogue);
        if (activation !== 'linear' || shortcut === null)
          return withActivation((own) => scalarApply(x, null, null, own), epilogue);
        const y = gainedSum(x, shortcut, gain) as tf.Tensor4D;
        return { y, savedForBackward: y };
      },
      gradient: (incoming) =>
        tf.tidy(() => ({
          x: preActivationGradient(incoming),
          shortcut: shortcutGradient(incoming),
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
