/** The kernel set of WebGPU: which kernels make up which op. */
import * as tf from '@tensorflow/tfjs-core';
import { gainedActivationGradient } from './activationGradient';
import { batchNormApply } from './batchNormApply';
import { batchNormGradient } from './batchNormGradient';
import { batchNormInference } from './batchNormInference';
import { batchNormReduce } from './batchNormReduce';
import { batchStatistics, type MomentParts } from './batchStatistics';
import { biasApply } from './biasApply';
import { biasReduce } from './biasReduce';
import { chooseParts } from './choose';
import { convFilterGradientParts } from './convFilterGradient';
import { convForward } from './convForward';
import { convInputGradient } from './convInputGradient';
import { denseForward, denseInputGradient, denseParameterGradient } from './dense';
import { globalAverage, globalAverageGradient } from './globalAverage';
import type { Finish, FinishGradient, KernelSet } from '../kernels';
import { webgpuBackend } from './program';
import { subsampleAndPad, subsampleAndPadGradient } from './subsample';
import { immediateTails, type Tails } from './tails';

/** A shortcut of the number 0 is not looked at, as in the reference. */
function withoutIdle(finish: Finish): Finish {
  return finish.gain === 0 ? { ...finish, shortcut: null } : finish;
}

function shortcutGradient(
  dy: tf.Tensor4D,
  y: tf.Tensor4D,
  { activation, gain, hasShortcut }: FinishGradient,
): tf.Tensor4D | undefined {
  return hasShortcut && gain !== 0 ? gainedActivationGradient(dy, y, activation, gain) : undefined;
}

/** Kernels on the current backend, which must be WebGPU's. */
export function webgpuKernels(tails: Tails = immediateTails): KernelSet {
  return {
    conv2d: {
      carriesShortcut: true,
      forward: convForward,
      inputGradient: convInputGradient,
      filterGradient: (x, dy, filterShape, geometry) =>
        tf.tidy(() => {
          const tensor = convFilterGradientParts(x, dy, filterShape, geometry);
          const stride = tf.util.sizeFromShape(filterShape);
          return tails.sum({ tensor, parts: tensor.shape[0] ?? 1, stride, offset: 0 }, filterShape);
        }) as tf.Tensor4D,
    },

    batchNorm: {
      training(x, scale, shift, finish) {
        const moments = batchStatistics(x);
        const y = batchNormApply(x, scale, shift, moments, withoutIdle(finish));
        return { y, statistics: () => tails.statistics(moments, x.shape[3]), saved: [x, moments.tensor] };
      },
      trainingGradient(dy, y, saved, scale, finish) {
        const [x, tensor] = saved as [tf.Tensor4D, tf.Tensor];
        const [n, h, w, channels] = x.shape;
        const positions = n * h * w;
        const moments: MomentParts = { tensor, positions, ...chooseParts(webgpuBackend(), positions) };
        return tf.tidy(() => {
          const sums = batchNormReduce(dy, y, x, moments, finish.activation);
          const rows = { tensor: sums.tensor, parts: sums.parts, stride: 2 * channels };
          return {
            x: batchNormGradient(dy, y, x, scale, moments, sums, finish.activation),
            shift: tails.sum({ ...rows, offset: 0 }, [channels]) as tf.Tensor1D,
            scale: tails.sum({ ...rows, offset: channels }, [channels]) as tf.Tensor1D,
            shortcut: shortcutGradient(dy, y, finish),
          };
        });
      },
      inference: (x, scale, shift, mean, variance, finish) =>
        batchNormInference(x, scale, shift, mean, variance, withoutIdle(finish)),
    },

    bias: {
      forward: (x, bias, finish) => biasApply(x, bias, withoutIdle(finish)),
      gradient: (dy, y, finish) =>
        tf.tidy(() => {
          const channels = y.shape[3];
          const { tensor, parts } = biasReduce(dy, y, finish.activation);
          return {
            x:
              finish.activation === 'linear'
                ? tf.clone(dy)
                : gainedActivationGradient(dy, y, finish.activation, 1),
            bias: tails.sum({ tensor, parts, stride: 2 * channels, offset: 0 }, [channels]) as tf.Tensor1D,
            shortcut: shortcutGradient(dy, y, finish),
          };
        }),
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
