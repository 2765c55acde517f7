/**
 * The experiment as chosen by its user: everything that decides the numbers, and nothing else. A config is plain
 * JSON, always valid once it has passed `repair.ts`, and can be written into the URL (`url.ts`) and read back exactly.
 * How it is run (the backend) and how it is shown (theme, open panels) are not part of it.
 */

/** Version of this schema and of its defaults. A link carries it; older links are migrated, never reinterpreted. */
export const CONFIG_VERSION = 1;

export type DataSetName = 'fashion' | 'shapes';
export type NormKind = 'batch' | 'none';
export type ActivationName = 'relu' | 'tanh' | 'sigmoid';
export type InitialisationName = 'he' | 'xavier';
/** He 2015: A subsamples and pads new channels with zeros, B projects with a 1×1 convolution where the shape changes. */
export type ShortcutKind = 'A' | 'B';

/** A run of residual blocks of one width; the first of them has the stride. */
export interface StageConfig {
  readonly blocks: number;
  /** Output channels of every block of the stage. */
  readonly width: number;
  readonly stride: number;
}

/** The architecture that all lanes share. */
export interface NetworkConfig {
  /** Output channels of the first 3×3 convolution. */
  readonly stemWidth: number;
  readonly stages: readonly StageConfig[];
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly shortcut: ShortcutKind;
}

/** One network in training. Lanes share seeds, the initial values of parameters of equal name and shape, and batches. */
export interface LaneConfig {
  /** Stable name, used in the URL, in test ids and in messages: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** Skip gain of each block at step 0, in the order of the blocks: the number its shortcut is multiplied with. */
  readonly gains: readonly number[];
}

/** A skip switch thrown while training. It takes effect in the gradient computed at `step`, before that update. */
export interface SwitchEvent {
  readonly step: number;
  readonly lane: string;
  readonly block: number | 'all';
  readonly gain: number;
}

/** Stochastic gradient descent as PyTorch defines it: velocity = momentum · velocity + gradient + weightDecay · w. */
export interface OptimiserConfig {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
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
  readonly batchSize: number;
  /** Steps between two measurements of test accuracy; 0 never measures. */
  readonly testInterval: number;
  readonly seeds: SeedsConfig;
  /** Switches thrown live, in order of their steps, so that a link replays them too. */
  readonly timeline: readonly SwitchEvent[];
}

/** Inclusive bounds of every number in a config, and the choices of every name. The controls are made from these. */
export const LIMITS = {
  blocks: { min: 0, max: 30 },
  stages: 3,
  lanes: { min: 1, max: 4 },
  stemWidth: { min: 4, max: 64 },
  stageWidth: { min: 4, max: 256 },
  stride: { min: 1, max: 2 },
  gain: { min: 0, max: 1 },
  learningRate: { min: 0.00001, max: 10 },
  momentum: { min: 0, max: 0.999 },
  weightDecay: { min: 0, max: 0.1 },
  batchSize: { min: 1, max: 256 },
  testInterval: { min: 0, max: 10_000 },
  seed: { min: 0, max: 999_999 },
  timelineEvents: 500,
  timelineStep: { min: 1, max: 10_000_000 },
} as const;

export const CHOICES = {
  set: ['fashion', 'shapes'],
  inputSize: [14, 28],
  norm: ['batch', 'none'],
  activation: ['relu', 'tanh', 'sigmoid'],
  initialisation: ['he', 'xavier'],
  shortcut: ['A', 'B'],
} as const satisfies Record<string, readonly (string | number)[]>;

/** Number of residual blocks of all stages. */
export function blockCount(network: NetworkConfig): number {
  return network.stages.reduce((sum, stage) => sum + stage.blocks, 0);
}

/** Depth as the papers count it: the weight layers on the longest path (stem, two per basic block, dense). */
export function depthOf(network: NetworkConfig): number {
  return 2 + 2 * blockCount(network);
}
