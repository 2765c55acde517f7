/**
 * The experiment as chosen by its user: everything that decides the numbers, and nothing else. A config is plain
 * JSON, always valid once it has passed `repair.ts`, and can be written into the URL (`url.ts`) and read back exactly.
 * How it is run (the backend) and how it is shown (theme, open panels) are not part of it.
 */

import type { ActivationName } from './activations';
import type { ClassicConfig } from './classic';
import type { DataSetName } from './data-sets';

/** Version of this schema and of its defaults. A link carries it; older links are migrated, never reinterpreted. */
export const CONFIG_VERSION = 1;

/** Group norm: see `normGroups`. Layer norm is group norm with a single group, over channels and positions. */
export type NormKind = 'batch' | 'group' | 'layer' | 'none';
/**
 * Of every filter. `normal` has the deviation `initDeviation` whatever the fans; `orthogonal` filters have orthonormal
 * rows or columns; `zeros` cannot break the symmetry between channels.
 */
export type InitialisationName = 'he' | 'xavier' | 'lecun' | 'orthogonal' | 'normal' | 'zeros';
export type InitDistribution = 'normal' | 'uniform';
/** Which fan He's and LeCun's variance is divided by: `in` keeps the size of activations, `out` that of gradients. */
export type InitFan = 'in' | 'out';
/**
 * He 2015: A subsamples and pads new channels with zeros, B projects with a 1×1 convolution where the shape changes, C
 * projects in every block (the "1×1 convolution" of He 2016, table 1).
 */
export type ShortcutKind = 'A' | 'B' | 'C';
/**
 * He 2016, table 1: with g = sigmoid(1×1 convolution of the input), an exclusive gate scales the branch by g and the
 * shortcut by 1 − g, a shortcut-only gate the shortcut alone.
 */
export type ShortcutGate = 'none' | 'exclusive' | 'shortcut-only';
/** A bottleneck narrows to the stage's width for its middle convolution, and its output is `expansion` times as wide. */
export type BlockKind = 'basic' | 'bottleneck';
/** He 2016, figure 4, from (a) to (e). */
export type LayerOrder =
  'original' | 'norm-after-addition' | 'activation-before-addition' | 'activation-first' | 'pre-activation';
/** What stands between the last block and the classes: the mean over all positions, or all positions as they are. */
export type HeadKind = 'average' | 'flatten';
/**
 * How branches begin: as initialised; with what they end with at 0 (the last norm's scale, else the last filter); times
 * a learned number that starts at 0 (SkipInit, De & Smith 2020; ReZero, Bachlechner 2020); or scaled as Fixup does
 * (Zhang 2019): all filters of a branch times blocks^(−1/(2m−2)) but its last, which is 0, as are the classifier's weights.
 * See `fixupScalars` for the rest of that method.
 */
export type BranchStart = 'plain' | 'zero-last' | 'skip-init' | 'fixup';

/** What decides a block beyond its place; each value that a block or stage leaves out is its stage's or network's. */
export interface BlockSettings {
  readonly width: number;
  readonly stride: number;
  /** Distance of the taps of the convolutions wider than 1×1. */
  readonly dilation: number;
  /**
   * Groups of a basic block's first convolution, of a bottleneck's middle one (ResNeXt). The greatest common divisor with
   * their channels counts.
   */
  readonly groups: number;
  readonly kernel: number;
}

/**
 * A run of residual blocks of one width; the first of them has the stride. What is absent is as in the papers: see
 * `STAGE_DEFAULTS`. A valid config leaves such values out.
 */
export interface StageConfig extends Partial<BlockSettings> {
  readonly blocks: number;
  /** Output channels of every basic block of the stage, inner channels of every bottleneck. */
  readonly width: number;
  readonly stride: number;
  /** Squeeze-and-excitation (Hu 2018) at the end of each branch, with this reduction; 0 has none. */
  readonly reduction?: number;
}

/** What an absent setting of a stage means. */
export const STAGE_DEFAULTS = { dilation: 1, groups: 1, kernel: 3, reduction: 0 } as const;

/** One block that differs from its stage. */
export interface BlockOverride extends Partial<BlockSettings> {
  /** Index over all stages. */
  readonly block: number;
  readonly kind?: BlockKind;
}

/** A residual network: the one of all lanes that have none of their own, or that of a lane. */
export interface NetworkConfig {
  /** Output channels of the first convolution. */
  readonly stemWidth: number;
  readonly stemKernel: number;
  readonly stemStride: number;
  /** Whether 3×3 max pooling with stride 2 follows the stem. */
  readonly stemPool: boolean;
  readonly head: HeadKind;
  readonly block: BlockKind;
  /** Output channels of a bottleneck per channel of its width. */
  readonly expansion: number;
  /** Inner channels of a bottleneck per channel of its width: torchvision's `width_per_group` times groups, over 64. */
  readonly innerWidth: number;
  readonly order: LayerOrder;
  readonly stages: readonly StageConfig[];
  /** Blocks that differ from their stage, by ascending index, each at most once. */
  readonly overrides: readonly BlockOverride[];
  readonly norm: NormKind;
  /** Groups of a group norm. The greatest common divisor with the channels counts. */
  readonly normGroups: number;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly initDistribution: InitDistribution;
  readonly initFan: InitFan;
  /** Deviation of the initialisation `normal`. */
  readonly initDeviation: number;
  readonly branchStart: BranchStart;
  /**
   * Fixup whole (Zhang 2019, figure 1), in networks without norm: a learned number is added before every convolution, dense
   * layer and activation, in place of the convolutions' biases, and every branch is multiplied with one. Means nothing where
   * branches start otherwise, or where norms shift and scale.
   */
  readonly fixupScalars: boolean;
  readonly shortcut: ShortcutKind;
  readonly gate: ShortcutGate;
  /** What a gate's bias starts at: the more negative, the more of the shortcut goes through. */
  readonly gateBias: number;
  /** Constant factor of every branch. */
  readonly branchScale: number;
  /** Share of values dropped in front of the last convolution of every branch (Zagoruyko & Komodakis 2016). */
  readonly dropout: number;
  /** Share of values dropped from every shortcut (He 2016, table 1). */
  readonly shortcutDropout: number;
  /**
   * Stochastic depth (Huang 2016): the chance of the last block's branch to be left out of a step; of the blocks before it,
   * in proportion to their place. As in torchvision, a branch that is not left out is divided by its chance to stay. A
   * branch whose shortcut is off always stays, whole.
   */
  readonly stochasticDepth: number;
}

/** One network in training. Lanes share seeds, the initial values of parameters of equal name and shape, and batches. */
export interface LaneConfig {
  /** Stable name, used in the URL, in test ids and in messages: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** Skip gain of each block at step 0, in the order of the blocks: the number its shortcut is multiplied with. */
  readonly gains: readonly number[];
  /** Its own architecture; absent where it has the one of the experiment, or a classic one. */
  readonly network?: NetworkConfig;
  /** A network that is no residual one, instead; it has no blocks, and so no gains. */
  readonly classic?: ClassicConfig;
  /** What it is called on the page; absent where its id, or the page's word for that, will do. */
  readonly label?: string;
  /** Which of the page's lane colours, marks and dashes it has; absent where its place decides. No two lanes say the same. */
  readonly colour?: number;
}

/** Blocks that are switched together: one by its index, all of the lane, or a run of neighbours, both ends included. */
export type Blocks = number | 'all' | readonly [first: number, last: number];

/** A skip switch thrown while training. It takes effect in the gradient computed at `step`, before that update. */
export interface SwitchEvent {
  readonly step: number;
  readonly lane: string;
  readonly block: Blocks;
  readonly gain: number;
}

/**
 * The learning rate changed while training: from `step` on it stands in place of the optimiser's, and the schedule goes on
 * from it.
 */
export interface RateEvent {
  readonly step: number;
  readonly rate: number;
}

export type OptimiserKind = 'sgd' | 'adam' | 'adamw' | 'rmsprop';

/** An optimiser as PyTorch defines it. All but AdamW add weightDecay · w to the gradient. */
export interface OptimiserConfig {
  readonly kind: OptimiserKind;
  readonly learningRate: number;
  /** Of SGD and RMSProp: velocity = momentum · velocity + gradient. */
  readonly momentum: number;
  /** Whether SGD looks ahead. */
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Adam's decay of the mean gradient. */
  readonly beta1: number;
  /** Adam's decay of the mean squared gradient. */
  readonly beta2: number;
  /** RMSProp's decay of the mean squared gradient. */
  readonly smoothing: number;
  /** Gradients whose L2 norm over all parameters is larger are scaled down to it; 0 never clips. */
  readonly clip: number;
}

export type ScheduleKind = 'constant' | 'steps' | 'cosine' | 'one-cycle';

/** How the learning rate changes with the step: see `schedule.ts`. */
export interface ScheduleConfig {
  readonly kind: ScheduleKind;
  /** Steps between two drops, half a period of the cosine, or the length of the one cycle. */
  readonly period: number;
  /** What each drop multiplies the rate with. */
  readonly factor: number;
  /** Steps of a linear rise before all that. */
  readonly warmUp: number;
  /** Whether the one cycle is one of momentum too. */
  readonly momentumCycle: boolean;
}

export type LossKind = 'cross-entropy' | 'squared-error' | 'focal';

export interface LossConfig {
  readonly kind: LossKind;
  /** Share of each target that is spread over all classes (label smoothing); of cross-entropy. */
  readonly smoothing: number;
  /** Exponent of the focal loss (Lin 2017): 0 is cross-entropy. */
  readonly focus: number;
}

/** Random changes of every training batch, drawn from the order seed and the step; the same in all lanes. */
export interface AugmentationConfig {
  /** Images move by up to so many pixels in each direction; black comes in. */
  readonly shift: number;
  /** Whether half of the images are mirrored left to right. */
  readonly flip: boolean;
  /** Side of a square set to the mean colour, centred anywhere (DeVries 2017); 0 cuts nothing. */
  readonly cutout: number;
}

export interface SeedsConfig {
  /** Of the procedural data set, and of which images of a bundled one are used. */
  readonly data: number;
  readonly init: number;
  readonly order: number;
}

export interface ExperimentConfig {
  readonly data: { readonly set: DataSetName; readonly inputSize: number };
  readonly network: NetworkConfig;
  readonly lanes: readonly LaneConfig[];
  readonly optimiser: OptimiserConfig;
  readonly schedule: ScheduleConfig;
  readonly loss: LossConfig;
  readonly augmentation: AugmentationConfig;
  readonly batchSize: number;
  /** Steps between two measurements of test accuracy; 0 never measures. */
  readonly testInterval: number;
  readonly seeds: SeedsConfig;
  /** Switches thrown live, in order of their steps, so that a link replays them too. */
  readonly timeline: readonly SwitchEvent[];
  /** Learning rates set live, in order of their steps, each step at most once. */
  readonly rates: readonly RateEvent[];
}

/** The architecture of a lane: its own, else the experiment's. */
export function architectureOf(
  { network }: Pick<ExperimentConfig, 'network'>,
  lane: LaneConfig,
): NetworkConfig | ClassicConfig {
  return lane.classic ?? lane.network ?? network;
}

/** The residual network of a lane that is not classic: its own, else the experiment's. */
export function networkOf({ network }: Pick<ExperimentConfig, 'network'>, lane: LaneConfig): NetworkConfig {
  return lane.network ?? network;
}

/** Whether a network has the scalars of Fixup. */
export function hasFixupScalars({ branchStart, fixupScalars, norm }: NetworkConfig): boolean {
  return branchStart === 'fixup' && fixupScalars && norm === 'none';
}

/** Whether an architecture is none of residual blocks. */
export function isClassic(architecture: NetworkConfig | ClassicConfig): architecture is ClassicConfig {
  return 'kind' in architecture;
}

/** Number of residual blocks of all stages; of a classic network 0. */
export function blockCount(network: NetworkConfig | ClassicConfig): number {
  if (isClassic(network)) return 0;
  return network.stages.reduce((sum, stage) => sum + stage.blocks, 0);
}

/** Depth as the papers count it: the weight layers on the longest path (stem, two or three per block, dense). */
export function depthOf(network: NetworkConfig): number {
  const layers = (kind: BlockKind): number => (kind === 'bottleneck' ? 3 : 2);
  const base = 2 + layers(network.block) * blockCount(network);
  return network.overrides.reduce(
    (depth, { kind }) => depth + (kind === undefined ? 0 : layers(kind) - layers(network.block)),
    base,
  );
}
