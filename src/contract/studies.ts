/**
 * What the panel “Experiments” asks of the worker and what it gets: plain data, shared by both sides through
 * `messages.ts`. In code these are studies, since the experiment is what the address holds. Results carry what was measured, seed by
 * seed; means, spreads and verdicts are the page's. NaN stands for what is not measured yet.
 */

import type { BranchStart, LayerOrder } from '../config/schema';

export type StudyRequest =
  /** Gradients and activations at step 0: of the network at hand, and of the same network at other depths. */
  | { readonly kind: 'init'; readonly seeds: number; readonly depths: readonly number[] }
  /** Veit 2016: blocks deleted at test time, each in turn, then `draws` random sets of several. */
  | { readonly kind: 'lesion'; readonly images: number; readonly draws: number }
  /** Accuracy without one set of blocks, together. */
  | { readonly kind: 'deletion'; readonly images: number; readonly blocks: readonly number[] }
  /** He 2015: the same network trained anew at several depths. */
  | {
      readonly kind: 'degradation';
      readonly depths: readonly number[];
      readonly seeds: number;
      readonly rates: readonly number[];
      readonly steps: number;
    }
  /** Variants of the residual network, each trained anew. */
  | { readonly kind: 'zoo'; readonly zoo: ZooName; readonly seeds: number; readonly steps: number }
  /** Balduzzi 2017: how far gradients of neighbouring inputs agree. */
  | { readonly kind: 'shattering'; readonly seeds: number; readonly depths: readonly number[] }
  /** Li 2018: the loss on a plane around the weights at hand. */
  | {
      readonly kind: 'landscape';
      /** Of the plane: random directions, or those in which the recorded path of training varies most. */
      readonly plane: PlaneKind;
      readonly statistics: NormStatisticsKind;
      readonly radius: number;
      readonly seed: number;
    }
  /** Veit 2016: gradients along paths of every length. */
  | { readonly kind: 'paths'; readonly samples: number; readonly seed: number };

export type StudyKind = StudyRequest['kind'];

/** Networks at hand and depths: index order is that of the names. */
export interface InitResult {
  readonly kind: 'init';
  readonly lanes: readonly string[];
  readonly seeds: readonly number[];
  /** Images of the batch that the gradients are of. */
  readonly images: number;
  /** [lane]: layers of its main line. */
  readonly layers: readonly (readonly string[])[];
  /** [lane][layer][seed]: L2 norm of dL/dW. */
  readonly gradients: readonly (readonly (readonly number[])[])[];
  /** [lane] */
  readonly blocks: readonly (readonly string[])[];
  /** [lane][block][seed]: standard deviation of the block's output. */
  readonly activations: readonly (readonly (readonly number[])[])[];
  readonly depths: readonly number[];
  /** [depth][lane][seed]: norms of dL/dW of the first and of the last convolution wider than 1×1. */
  readonly first: readonly (readonly (readonly number[])[])[];
  readonly last: readonly (readonly (readonly number[])[])[];
}

export interface LesionResult {
  readonly kind: 'lesion';
  readonly lanes: readonly string[];
  readonly step: number;
  /** Test images that the accuracies are of so far; `wanted` when it is done. */
  readonly images: number;
  readonly wanted: number;
  /** Accuracy of always saying the most frequent class of the `wanted` images. */
  readonly chance: number;
  /** [lane][block] */
  readonly blocks: readonly (readonly { readonly name: string; readonly changesShape: boolean }[])[];
  /** [lane]: accuracy of the whole network. */
  readonly intact: readonly number[];
  /** [lane][block]: accuracy without that block; null where it cannot be deleted. */
  readonly single: readonly (readonly (number | null)[])[];
  /** Sets of random blocks, the same ones in all lanes of the same blocks: [lane][draw]. */
  readonly several: readonly {
    readonly count: number;
    readonly accuracies: readonly (readonly number[])[];
  }[];
}

export interface DeletionResult {
  readonly kind: 'deletion';
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  readonly wanted: number;
  /** Deleted together, ascending. */
  readonly blocks: readonly number[];
  /** [lane]: accuracy with all blocks. */
  readonly intact: readonly number[];
  /** [lane]: accuracy without them; null where that is impossible. */
  readonly without: readonly (number | null)[];
}

export interface DegradationResult {
  readonly kind: 'degradation';
  readonly lanes: readonly string[];
  readonly seeds: readonly number[];
  readonly depths: readonly number[];
  readonly rates: readonly number[];
  readonly steps: number;
  /** Last steps that the final loss is the mean of. */
  readonly window: number;
  /** [depth][lane][rate][seed]: mean training loss of the last steps; Infinity where it diverged. */
  readonly finals: readonly (readonly (readonly (readonly number[])[])[])[];
  /** Number of steps that each point of a curve ends with. */
  readonly points: readonly number[];
  /** [depth][lane][rate][seed][point]: mean training loss of the steps since the point before. */
  readonly curves: readonly (readonly (readonly (readonly (readonly number[])[])[])[])[];
}

export type ZooName = 'order' | 'shortcut' | 'norm-free';

/** Orders of layers, kinds of shortcuts, and starts: with batch norm, and without any norm by how branches start. */
export type ZooVariant =
  | LayerOrder
  | 'identity'
  | 'constant'
  | 'exclusive'
  | 'shortcut-only'
  | 'convolution'
  | 'dropout'
  | 'batch-norm'
  | BranchStart;

export interface ZooResult {
  readonly kind: 'zoo';
  readonly zoo: ZooName;
  /** None: the variants are no lanes of the page. */
  readonly lanes: readonly string[];
  readonly variants: readonly ZooVariant[];
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly window: number;
  readonly learningRate: number;
  /** [variant][seed]: mean training loss of the last steps; Infinity where it diverged. */
  readonly finals: readonly (readonly number[])[];
  /** [variant][seed]: accuracy on test images at the end; NaN where it diverged, too. */
  readonly accuracies: readonly (readonly number[])[];
  /** Number of steps that each point of a curve ends with. */
  readonly points: readonly number[];
  /** [variant][seed][point]: mean training loss of the steps since the point before. */
  readonly curves: readonly (readonly (readonly number[])[])[];
}

export interface ShatteringResult {
  readonly kind: 'shattering';
  readonly lanes: readonly string[];
  readonly seeds: readonly number[];
  /** Pairs of test images, a line each, per seed. */
  readonly lines: number;
  readonly depths: readonly number[];
  /** Of two inputs, as a share of the distance between the two images. */
  readonly distances: readonly number[];
  /** [depth][lane][seed][distance]: mean cosine between the input gradients of two such inputs. */
  readonly cosines: readonly (readonly (readonly (readonly number[])[])[])[];
}

export type PlaneKind = 'random' | 'path';

/** Which statistics batch norms use: those of the batch at every point, or, as Li 2018, those gathered in training. */
export type NormStatisticsKind = 'batch' | 'running';

export interface LandscapeResult {
  readonly kind: 'landscape';
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  /** Of the planes; `random` also where a path was asked for and none spans a plane. */
  readonly plane: PlaneKind;
  readonly statistics: NormStatisticsKind;
  /** [lane]: how far the plane reaches, in multiples of its directions. */
  readonly radii: readonly number[];
  /** [lane]: the recorded path of training, projected on the plane; empty where none was recorded. */
  readonly paths: readonly (readonly {
    readonly step: number;
    readonly x: number;
    readonly y: number;
  }[])[];
  /** [lane]: share of a squared distance that the plane shows, mean over the path's points; NaN without a path. */
  readonly captured: readonly number[];
  /** Side of the finest grid. */
  readonly side: number;
  /** Side of the grid that is complete in all lanes: 0, 5, 9 or 17. */
  readonly complete: number;
  /** [lane][row · side + column]: loss, row by row. */
  readonly losses: readonly (readonly number[])[];
}

export interface PathsResult {
  readonly kind: 'paths';
  /** Lanes with skips; the others have a single path. */
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  /** [lane]: blocks whose shortcut lets something through. */
  readonly open: readonly number[];
  /** [lane][length][sample]: L2 norm of the gradient at the input of the first block through one random path. */
  readonly magnitudes: readonly (readonly (readonly number[])[])[];
}

export type StudyResult =
  | InitResult
  | LesionResult
  | DeletionResult
  | DegradationResult
  | ZooResult
  | ShatteringResult
  | LandscapeResult
  | PathsResult;

export type StudyState = 'running' | 'done' | 'cancelled' | 'failed';
