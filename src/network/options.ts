/** What a forward pass is given beside its images. */
import type * as tf from '@tensorflow/tfjs-core';
import type { BatchStatistics, Gain } from '../ops/kernels';
import type { Noise } from './noise';

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
   * Fixup; of the last one of a block, the output of the block; of the dense layer, the logits.
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
  /** Whether it is to be differentiated by the images, which otherwise are data. */
  readonly byImages?: boolean;
}
