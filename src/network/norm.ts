/** What stands behind (or before) a convolution: its norm, its bias or nothing, then what follows in the same pass. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LayerPlan, NormPlan } from '../architecture/plan';
import { kernels } from '../ops/active-kernels';
import type { Epilogue } from '../ops/kernels';
import { addActivate, addBias, batchNormTraining, frozenNorm, groupNorm } from '../ops/normalise';
import type { ForwardOptions } from './network';

/** The end of a convolution that nothing is added to and nothing activates. */
export const bare: Epilogue = { activation: 'linear', shortcut: null, gain: 0 };

/** A layer's own norm or bias. */
export function norm(x: tf.Tensor4D, layer: LayerPlan, end: Epilogue, options: ForwardOptions): tf.Tensor4D {
  return ending(x, layer.normPlan, layer, end, options);
}

/** The given norm; without one the bias of the layer, where it has one; then `end`. */
export function ending(
  x: tf.Tensor4D,
  plan: NormPlan | null,
  layer: LayerPlan | null,
  end: Epilogue,
  { parameters, mode }: ForwardOptions,
): tf.Tensor4D {
  if (plan === null) {
    if (layer?.bias === true) return addBias(x, parameters(`${layer.name}.bias`) as tf.Tensor1D, end);
    return end.activation === 'linear' && end.shortcut === null ? x : addActivate(x, end);
  }
  const { name } = plan;
  const scale = parameters(`${name}.weight`) as tf.Tensor1D;
  const shift = parameters(`${name}.bias`) as tf.Tensor1D;
  if (plan.groups !== null) return groupNorm(x, scale, shift, plan.groups, end);
  if (mode.kind === 'inference') {
    const { mean, variance } = mode.statistics(name);
    return kernels().batchNorm.inference(x, scale, shift, mean, variance, end);
  }
  if (mode.kind === 'frozen') {
    const { mean, variance } = mode.statistics(name);
    return frozenNorm(x, scale, shift, mean, variance, end);
  }
  const { onStatistics } = mode;
  return batchNormTraining(
    x,
    scale,
    shift,
    end,
    onStatistics && ((statistics) => onStatistics(name, statistics)),
  );
}
