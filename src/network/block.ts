/**
 * A residual block as its plan orders it: y = end(branch(x) + gain · shortcut(x)). In the order of He 2015 without
 * extras, norm, addition and activation are one op; every other block is put together from ops of its own.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockScalars } from '../architecture/fixup';
import type { BlockPlan, LayerPlan, NetworkPlan } from '../architecture/plan';
import { conv2d, dense } from '../ops/linear';
import { kernels } from '../ops/active-kernels';
import type { Epilogue, Gain, ShortcutCarrier } from '../ops/kernels';
import { addActivate } from '../ops/normalise';
import {
  activation,
  probe,
  complement,
  multiply,
  scaleBy,
  scaleByLearned,
  scaleChannels,
} from '../ops/elementwise';
import { globalAveragePool, subsampleAndPad } from '../ops/shape';
import { fixupBranch, openFixup } from './fixup';
import { bare, ending, norm } from './norm';
import type { ForwardOptions, Place } from './network';
import { seen } from './probe-activation';

export function residualBlock(
  x: tf.Tensor4D,
  block: BlockPlan,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  const { watcher } = options;
  const gain = options.gains[block.index] ?? 0;
  if (watcher === undefined && isPlain(block)) return plainBlock(x, block, plan, gain, options);

  const see = (tensor: tf.Tensor4D, place: Place): tf.Tensor4D =>
    watcher === undefined
      ? tensor
      : probe(tensor, (gradient) => watcher.onGradient(block.index, place, gradient));
  const input = see(x, 'input');
  const forBranch = see(input, 'branch');
  const forShortcut = see(input, 'shortcut');
  // A shortcut that reads what the first convolution does has, watched, its own copy of it, so that the two paths can be
  // told apart; a norm's statistics are told once.
  const opened = open(forBranch, block, plan, options);
  const projected =
    !readsOpened(block) || gain === 0
      ? forShortcut
      : watcher === undefined
        ? opened
        : open(forShortcut, block, plan, quiet(options));
  const whole = shortcutOf(projected, gain, block, options);
  const raw =
    whole === null ? null : dropped(whole, block.shortcutDropout, `${block.name}.shortcut.dropout`, options);
  const gate = raw === null ? null : gateOf(forShortcut, block, options);
  const shortcut = raw === null || gate === null ? raw : multiply(raw, complement(gate));
  const ungated = branchOf(opened, block, plan, options);
  const branch =
    gate !== null && block.gate?.kind === 'exclusive' ? gatedBranch(ungated, gate, gain) : ungated;

  const joined = join(branch, shortcut, gain, block, plan, options);
  const output = see(seen(joined, block.branch.at(-1), options), 'output');
  watcher?.onValues(block.index, branch, shortcut, output);
  return output;
}

/**
 * Whether the shortcut reads what the first convolution does: a projection reads the first norm and activation of a
 * pre-activation block, and whatever is no identity the first scalar of Fixup, as in its authors' code.
 */
function readsOpened({ order, projection, scalars, shortcut }: BlockPlan): boolean {
  if (order === 'pre-activation') return projection !== null;
  return scalars !== null && order !== 'activation-first' && shortcut !== 'identity';
}

/** Whether the block is He 2015's: two or three convolutions with their norms, an addition, an activation. */
function isPlain(block: BlockPlan): boolean {
  const { order, excitation, gate, branchScale, branchGain } = block;
  return (
    order === 'original' &&
    excitation === null &&
    gate === null &&
    branchScale === 1 &&
    branchGain === null &&
    block.dropout === 0 &&
    block.shortcutDropout === 0 &&
    block.survival === 1
  );
}

/** A tensor of which a share is dropped, in training. */
function dropped(x: tf.Tensor4D, share: number, name: string, { noise }: ForwardOptions): tf.Tensor4D {
  return share === 0 || noise === undefined ? x : noise.drop(x, share, name);
}

/** The end of a branch, scaled. Stochastic depth may leave it out: but for one that nothing leads around. */
function scaled(x: tf.Tensor4D, block: BlockPlan, { noise, gains }: ForwardOptions): tf.Tensor4D {
  const { index, name, survival, branchScale } = block;
  if (survival === 1 || noise === undefined || gains[index] === 0) return scaleBy(x, branchScale);
  return noise.survive(x, index, survival, branchScale, `${name}.depth`);
}

function plainBlock(
  x: tf.Tensor4D,
  block: BlockPlan,
  plan: NetworkPlan,
  gain: Gain,
  options: ForwardOptions,
): tf.Tensor4D {
  const opened = open(x, block, plan, options);
  const shortcut = shortcutOf(readsOpened(block) ? opened : x, gain, block, options);
  const end: Epilogue = { activation: plan.activation, shortcut, gain };
  if (block.scalars !== null) {
    const y = fixupBranch(opened, block, block.scalars, plan, options, end, (value) => value);
    return seen(y, block.branch.at(-1), options);
  }
  // The gradient of an identity may ride with that of the first convolution, where the backend can do so.
  const rides = shortcut === x && kernels().conv2d.carriesShortcut;
  const carrier: ShortcutCarrier | undefined = rides ? { gradient: undefined } : undefined;
  let hidden = x;
  block.branch.forEach((layer, i) => {
    const last = i === block.branch.length - 1;
    const finish = last ? { ...end, ...(carrier && { carrier }) } : { ...end, shortcut: null };
    hidden = seen(convolve(hidden, layer, finish, options, i === 0 ? carrier : undefined), layer, options);
  });
  return hidden;
}

/** What a block does before its first convolution. */
function open(x: tf.Tensor4D, block: BlockPlan, plan: NetworkPlan, options: ForwardOptions): tf.Tensor4D {
  const [first] = block.branch;
  if (block.scalars !== null) return openFixup(x, block, block.scalars, plan, options);
  if (block.order === 'activation-first') return activation(x, plan.activation);
  if (block.order !== 'pre-activation') return x;
  return ending(x, first?.normPlan ?? null, null, activating(plan), options);
}

function branchOf(
  opened: tf.Tensor4D,
  block: BlockPlan,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  // Nothing is computed for a factor of 0 where nothing is learnt: a block without its branch, as in a lesion.
  if (block.branchScale === 0 && options.mode.kind === 'inference') {
    const { height, width, channels } = block.output;
    return tf.zeros([opened.shape[0], height, width, channels]);
  }
  let x =
    block.scalars === null
      ? convolved(opened, block, plan, options)
      : fixup(opened, block, block.scalars, plan, options);
  if (block.excitation !== null) x = excite(x, block.excitation, options);
  x = scaled(x, block, options);
  if (block.branchGain !== null) x = scaleByLearned(x, options.parameters(block.branchGain) as tf.Tensor1D);
  return x;
}

/** The convolutions of a branch with their norms and activations. */
function convolved(
  opened: tf.Tensor4D,
  block: BlockPlan,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  let x = opened;
  block.branch.forEach((layer, i) => {
    const last = i === block.branch.length - 1;
    if (block.order === 'pre-activation') {
      if (i > 0)
        x = seen(ending(x, layer.normPlan, null, activating(plan), options), block.branch[i - 1], options);
      if (last) x = dropped(x, block.dropout, `${block.name}.dropout`, options);
      x = ending(filtered(x, layer, options), null, layer, bare, options);
    } else if (last && block.order === 'norm-after-addition') {
      x = dropped(x, block.dropout, `${block.name}.dropout`, options);
      x = ending(filtered(x, layer, options), null, layer, bare, options);
    } else {
      if (last) x = dropped(x, block.dropout, `${block.name}.dropout`, options);
      const activated = !last || block.order === 'activation-before-addition';
      x = convolve(x, layer, activated ? activating(plan) : bare, options);
      if (!last) x = seen(x, layer, options);
    }
  });
  return x;
}

/** The same with the scalars of Fixup, which stand in for norms. */
function fixup(
  opened: tf.Tensor4D,
  block: BlockPlan,
  scalars: BlockScalars,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  const end = block.order === 'activation-before-addition' ? activating(plan) : bare;
  const drop = (x: tf.Tensor4D) => dropped(x, block.dropout, `${block.name}.dropout`, options);
  return fixupBranch(opened, block, scalars, plan, options, end, drop);
}

/** Branch and shortcut together, and what the order has behind the addition. */
function join(
  branch: tf.Tensor4D,
  shortcut: tf.Tensor4D | null,
  gain: Gain,
  block: BlockPlan,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  if (block.order === 'original') return addActivate(branch, { activation: plan.activation, shortcut, gain });
  const sum = addActivate(branch, { activation: 'linear', shortcut, gain });
  if (block.order !== 'norm-after-addition') return sum;
  return ending(sum, block.branch.at(-1)?.normPlan ?? null, null, activating(plan), options);
}

/** What is added to the branch, or null for a gain of 0: nothing of a shortcut that is off is computed, or learns. */
function shortcutOf(
  x: tf.Tensor4D,
  gain: Gain,
  block: BlockPlan,
  options: ForwardOptions,
): tf.Tensor4D | null {
  const { projection } = block;
  if (gain === 0) return null;
  if (projection !== null) return convolve(x, projection, bare, options);
  return block.shortcut === 'identity' ? x : subsampleAndPad(x, block.stride, block.output.channels);
}

/** g = sigmoid(1×1 convolution of the block's input), or null. */
function gateOf(x: tf.Tensor4D, { gate }: BlockPlan, options: ForwardOptions): tf.Tensor4D | null {
  if (gate === null) return null;
  return convolve(x, gate.layer, { activation: 'sigmoid', shortcut: null, gain: 0 }, options);
}

/** branch · (1 − gain · (1 − g)): with its shortcut switched off, a branch is not gated either. */
function gatedBranch(branch: tf.Tensor4D, gate: tf.Tensor4D, gain: Gain): tf.Tensor4D {
  return multiply(branch, gain === 1 ? gate : complement(scaleBy(complement(gate), gain)));
}

/** Hu 2018: every channel times sigmoid(fc2(relu(fc1(its means)))). */
function excite(
  x: tf.Tensor4D,
  [squeeze, restore]: readonly [LayerPlan, LayerPlan],
  { parameters }: ForwardOptions,
): tf.Tensor4D {
  const apply = (input: tf.Tensor2D, { name }: LayerPlan): tf.Tensor2D =>
    dense(input, parameters(`${name}.weight`) as tf.Tensor2D, parameters(`${name}.bias`) as tf.Tensor1D);
  const squeezed = activation(apply(globalAveragePool(x), squeeze), 'relu');
  return scaleChannels(x, activation(apply(squeezed, restore), 'sigmoid'));
}

function activating(plan: NetworkPlan): Epilogue {
  return { activation: plan.activation, shortcut: null, gain: 0 };
}

/** The same options without anybody who listens to statistics. */
function quiet(options: ForwardOptions): ForwardOptions {
  return options.mode.kind === 'training' ? { ...options, mode: { kind: 'training' } } : options;
}

/** The convolution alone. */
function filtered(
  x: tf.Tensor4D,
  layer: LayerPlan,
  { parameters }: ForwardOptions,
  carrier?: ShortcutCarrier,
): tf.Tensor4D {
  return conv2d(x, parameters(`${layer.name}.weight`) as tf.Tensor4D, layer, carrier);
}

/** A convolution with the norm or the bias behind it. */
function convolve(
  x: tf.Tensor4D,
  layer: LayerPlan,
  end: Epilogue,
  options: ForwardOptions,
  carrier?: ShortcutCarrier,
): tf.Tensor4D {
  return norm(filtered(x, layer, options, carrier), layer, end, options);
}
