/**
 * A residual network: the forward pass, as the paper draws it. Parameters and statistics are handed in, so that the same
 * function trains, tests and is differentiated.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BlockPlan, LayerPlan, NetworkPlan } from '../architecture/plan';
import { conv2d, conv2dOfData } from '../ops/conv2d';
import { dense } from '../ops/dense';
import { kernels, type BatchStatistics, type Finish, type Gain, type ShortcutCarrier } from '../ops/kernels';
import { addActivate, addBias, batchNormTraining } from '../ops/normalise';
import { globalAveragePool, subsampleAndPad } from '../ops/pooling';
import { probe } from '../ops/probe';

/** Finds a parameter by its PyTorch name. */
export type Parameters = (name: string) => tf.Tensor;

/** How norms get their statistics: from the batch (and tell them), or from what training has gathered. */
export type NormMode =
  | { readonly kind: 'training'; readonly onStatistics?: (norm: string, statistics: BatchStatistics) => void }
  | { readonly kind: 'inference'; readonly statistics: (norm: string) => BatchStatistics };

export type Place = 'input' | 'output' | 'branch' | 'shortcut';

/** Watches the inside of blocks. The tensors it is shown are the network's own: it must not dispose or keep them. */
export interface BlockWatcher {
  /** dL/d(place): of the block's input and output, and of the input through the branch or the shortcut alone. */
  onGradient(block: number, place: Place, gradient: tf.Tensor4D): void;
  /** The end of the branch, the shortcut before its gain (null where none is added), and the output of the block. */
  onValues(block: number, branch: tf.Tensor4D, shortcut: tf.Tensor4D | null, output: tf.Tensor4D): void;
}

export interface ForwardOptions {
  readonly parameters: Parameters;
  readonly mode: NormMode;
  /** Skip gain per block. */
  readonly gains: readonly Gain[];
  readonly watcher?: BlockWatcher;
}

/** The end of a convolution that nothing is added to and nothing activates. */
const bare: Finish = { activation: 'linear', shortcut: null, gain: 0 };

/** Logits [N, classes] of images [N, H, W, C]. */
export function forward(plan: NetworkPlan, images: tf.Tensor4D, options: ForwardOptions): tf.Tensor2D {
  const { parameters } = options;
  const activated: Finish = { activation: plan.activation, shortcut: null, gain: 0 };
  const stem = conv2dOfData(images, parameters('conv1.weight') as tf.Tensor4D, plan.stem);
  let x = normalise(stem, plan.stem, activated, options);
  for (const block of plan.blocks) x = residualBlock(x, block, plan, options);
  const { name } = plan.dense;
  return dense(
    globalAveragePool(x),
    parameters(`${name}.weight`) as tf.Tensor2D,
    parameters(`${name}.bias`) as tf.Tensor1D,
  );
}

/** He 2015: y = activation(branch(x) + gain · shortcut(x)), the branch two convolutions, each with its norm. */
function residualBlock(
  x: tf.Tensor4D,
  block: BlockPlan,
  plan: NetworkPlan,
  options: ForwardOptions,
): tf.Tensor4D {
  const { watcher, gains } = options;
  const see = (tensor: tf.Tensor4D, place: Place): tf.Tensor4D =>
    watcher === undefined
      ? tensor
      : probe(tensor, (gradient) => watcher.onGradient(block.index, place, gradient));
  const input = see(x, 'input');
  const gain = gains[block.index] ?? 0;
  const shortcut = shortcutOf(see(input, 'shortcut'), gain, block, options);
  const end: Finish = { activation: plan.activation, shortcut, gain };

  const [first, last] = block.branch;
  const opened: Finish = { ...end, shortcut: null };
  if (watcher === undefined && shortcut === x && kernels().conv2d.carriesShortcut) {
    const carrier: ShortcutCarrier = { gradient: undefined };
    const hidden = convolve(x, first, opened, options, carrier);
    return convolve(hidden, last, { ...end, carrier }, options);
  }
  const hidden = convolve(see(input, 'branch'), first, opened, options);
  if (watcher === undefined) return convolve(hidden, last, end, options);
  const branch = convolve(hidden, last, bare, options);
  const output = addActivate(branch, end);
  watcher.onValues(block.index, branch, shortcut, output);
  return see(output, 'output');
}

/**
 * What is added to the branch, or null for a gain of 0. A projection is computed then too while training, so that its
 * norm knows the statistics when it is switched on.
 */
function shortcutOf(
  x: tf.Tensor4D,
  gain: Gain,
  block: BlockPlan,
  options: ForwardOptions,
): tf.Tensor4D | null {
  if (block.projection !== null && (gain !== 0 || options.mode.kind === 'training')) {
    const projected = convolve(x, block.projection, bare, options);
    return gain === 0 ? null : projected;
  }
  if (gain === 0) return null;
  return block.shortcut === 'identity' ? x : subsampleAndPad(x, block.stride, block.output.channels);
}

function convolve(
  x: tf.Tensor4D,
  layer: LayerPlan,
  end: Finish,
  options: ForwardOptions,
  carrier?: ShortcutCarrier,
): tf.Tensor4D {
  const filter = options.parameters(`${layer.name}.weight`) as tf.Tensor4D;
  return normalise(conv2d(x, filter, layer, carrier), layer, end, options);
}

function normalise(
  x: tf.Tensor4D,
  layer: LayerPlan,
  end: Finish,
  { parameters, mode }: ForwardOptions,
): tf.Tensor4D {
  const { norm } = layer;
  if (norm === null) return addBias(x, parameters(`${layer.name}.bias`) as tf.Tensor1D, end);
  const scale = parameters(`${norm}.weight`) as tf.Tensor1D;
  const shift = parameters(`${norm}.bias`) as tf.Tensor1D;
  if (mode.kind === 'inference') {
    const { mean, variance } = mode.statistics(norm);
    return kernels().batchNorm.inference(x, scale, shift, mean, variance, end);
  }
  const { onStatistics } = mode;
  return batchNormTraining(
    x,
    scale,
    shift,
    end,
    onStatistics && ((statistics) => onStatistics(norm, statistics)),
  );
}
