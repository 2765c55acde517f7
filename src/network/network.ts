/**
 * Networks: the forward pass of a residual one, as the paper draws it. Parameters and statistics are handed in, so that the same
 * function trains, tests and is differentiated.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { NetworkPlan } from '../architecture/plan';
import { isClassicPlan, type LanePlan } from '../architecture/plan-experiment';
import { conv2d, conv2dOfData, dense } from '../ops/linear';
import type { BatchStatistics, Epilogue, Gain } from '../ops/kernels';
import { maxPool, flatten, globalAveragePool } from '../ops/shape';
import { shiftRows } from '../ops/normalise';
import { residualBlock } from './block';
import { forwardClassic } from './classic';
import { shifted } from './fixup';
import type { Noise } from './noise';
import { bare, ending, norm } from './norm';
import { seen } from './probe-activation';

/** Finds a parameter by its PyTorch name. */
export type Parameters = (name: string) => tf.Tensor;

/**
 * How norms get their statistics: from the batch (and tell them), or from what training has gathered; frozen ones are given
 * too, and can be differentiated by the images, of which none then depends on another.
 */
export type NormMode =
  | { readonly kind: 'training'; readonly onStatistics?: (norm: string, statistics: BatchStatistics) => void }
  | { readonly kind: 'inference'; readonly statistics: (norm: string) => BatchStatistics }
  | { readonly kind: 'frozen'; readonly statistics: (norm: string) => BatchStatistics };

export type Place = 'input' | 'output' | 'branch' | 'shortcut';

/** Watches the inside of blocks. The tensors it is shown are the network's own: it must not dispose or keep them. */
export interface BlockWatcher {
  /** dL/d(place): of the block's input and output, and of the input through the branch or the shortcut alone. */
  onGradient(block: number, place: Place, gradient: tf.Tensor4D): void;
  /** The end of the branch, the shortcut before its gain (null where none is added), and the output of the block. */
  onValues(block: number, branch: tf.Tensor4D, shortcut: tf.Tensor4D | null, output: tf.Tensor4D): void;
}

/** Watches what leaves the layers of the main line. It must not dispose or keep what it is shown. */
export interface LayerWatcher {
  /**
   * Of the stem, its end before pooling; of a convolution within a branch, what the next one reads, but for a scalar of
   * Fixup; of the last one of a
   * block, the output of the block; of the dense layer, the logits.
   */
  onActivation(layer: string, activation: tf.Tensor): void;
  onActivationGradient(layer: string, gradient: tf.Tensor): void;
}

export interface ForwardOptions {
  readonly parameters: Parameters;
  readonly mode: NormMode;
  /** Skip gain per block. */
  readonly gains: readonly Gain[];
  readonly watcher?: BlockWatcher;
  readonly layers?: LayerWatcher;
  /** Without it nothing is dropped. */
  readonly noise?: Noise;
}

/** Logits [N, classes] of images [N, H, W, C], whatever the network. */
export function forward(plan: LanePlan, images: tf.Tensor4D, options: ForwardOptions): tf.Tensor2D {
  if (isClassicPlan(plan)) return forwardClassic(plan, images, options);
  let x = stem(plan, images, options);
  for (const block of plan.blocks) x = residualBlock(x, block, plan, options);
  return head(plan, x, options);
}

/**
 * What stands in front of the first block: images to its input. Images are data, which nothing is differentiated by, unless
 * `differentiable` says so.
 */
export function stem(
  plan: NetworkPlan,
  images: tf.Tensor4D,
  options: ForwardOptions,
  differentiable = false,
): tf.Tensor4D {
  const convolve = differentiable ? conv2d : conv2dOfData;
  const filtered = convolve(images, options.parameters(`${plan.stem.name}.weight`) as tf.Tensor4D, plan.stem);
  const end = plan.stemEnd.activated ? activated(plan) : bare;
  const bias = plan.scalars?.stem ?? null;
  const ended =
    bias === null ? norm(filtered, plan.stem, end, options) : shifted(filtered, bias, end, options);
  const x = seen(ended, plan.stem, options);
  return plan.stemEnd.pooled ? maxPool(x) : x;
}

/** What stands behind the last block: its output to logits [N, classes]. */
export function head(plan: NetworkPlan, output: tf.Tensor4D, options: ForwardOptions): tf.Tensor2D {
  const { scalars, tail } = plan;
  const bias = scalars?.tail ?? null;
  const x =
    bias !== null
      ? shifted(output, bias, activated(plan), options)
      : tail.activated
        ? ending(output, tail.norm, null, activated(plan), options)
        : output;
  const features = plan.head === 'average' ? globalAveragePool(x) : flatten(x);
  const { name } = plan.dense;
  const logits = dense(
    scalars === null ? features : shiftRows(features, options.parameters(scalars.head) as tf.Tensor1D),
    options.parameters(`${name}.weight`) as tf.Tensor2D,
    options.parameters(`${name}.bias`) as tf.Tensor1D,
  );
  return seen(logits, plan.dense, options);
}

function activated(plan: NetworkPlan): Epilogue {
  return { activation: plan.activation, shortcut: null, gain: 0 };
}
