/** A branch with the scalars of Fixup (Zhang, Dauphin & Ma 2019, figure 1), in any order of convolutions and activations. */
import type * as tf from '@tensorflow/tfjs-core';
import { activatesFirst, type BlockScalars } from '../architecture/fixup';
import type { BlockPlan, NetworkPlan } from '../architecture/plan';
import { conv2d } from '../ops/linear';
import type { Epilogue } from '../ops/kernels';
import { shift } from '../ops/normalise';
import type { ForwardOptions } from './network';
import { bare } from './norm';
import { seen } from './probe-activation';

/** x plus a scalar, then `end`. */
export function shifted(x: tf.Tensor4D, bias: string, end: Epilogue, options: ForwardOptions): tf.Tensor4D {
  return shift(x, { bias: options.parameters(bias) as tf.Tensor1D }, end);
}

const activating = ({ activation }: NetworkPlan): Epilogue => ({ activation, shortcut: null, gain: 0 });

/** What the i-th convolution of a branch reads, made of what is there before it and before its activation, if that is first. */
function opened(
  x: tf.Tensor4D,
  i: number,
  block: BlockPlan,
  { before, after }: BlockScalars,
  plan: NetworkPlan,
  options: ForwardOptions,
  drop: (x: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const [first = '', second = ''] = [before[i], after[i]];
  if (!activatesFirst(block)) return shifted(drop(x), first, bare, options);
  const activated = shifted(x, first, activating(plan), options);
  const shown = i === 0 ? activated : seen(activated, block.branch[i - 1], options);
  return shifted(drop(shown), second, bare, options);
}

/** What the first convolution reads; so do projections, but for those of the order that activates first and has no norm. */
export function openFixup(
  x: tf.Tensor4D,
  block: BlockPlan,
  scalars: BlockScalars,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  return opened(x, 0, block, scalars, plan, options, (y) => y);
}

/**
 * The convolutions of a branch, of what `openFixup` gives. `end` stands behind the last of them; `drop` is what is done to the
 * values in front of that.
 */
export function fixupBranch(
  first: tf.Tensor4D,
  block: BlockPlan,
  scalars: BlockScalars,
  plan: NetworkPlan,
  options: ForwardOptions,
  end: Epilogue,
  drop: (x: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const { parameters } = options;
  const activates = activatesFirst(block);
  let x = first;
  block.branch.forEach((layer, i) => {
    const last = i === block.branch.length - 1;
    if (i > 0) x = opened(x, i, block, scalars, plan, options, last ? drop : (y) => y);
    const filtered = conv2d(x, parameters(`${layer.name}.weight`) as tf.Tensor4D, layer);
    const factor = last ? { factor: parameters(scalars.factor) as tf.Tensor1D } : {};
    const bias = activates ? {} : { bias: parameters(scalars.after[i] ?? '') as tf.Tensor1D };
    // The filter of one that activates first stands alone, until the activation of the next.
    if (activates && !last) x = filtered;
    else x = shift(filtered, { ...factor, ...bias }, last ? end : activating(plan));
    if (!last && !activates) x = seen(x, layer, options);
  });
  return x;
}
