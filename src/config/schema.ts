/**
 * The experiment as chosen by its user: everything that decides the numbers, and nothing else. A config is plain
 * JSON, always valid once it has passed `repair.ts`, and can be written into the URL (`url.ts`) and read back exactly.
 * How it is run (the backend) and how it is shown (theme, open panels) are not part of it.
 */

import type { ClassicConfig } from './classic';
import type { StageSetting, ValueOf } from './setting-kinds';
import { SETTINGS, type Part, type Settings } from './settings';

export type { LossConfig } from './losses';

/** Version of this schema and of its defaults. A link carries it; older links are migrated, never reinterpreted. */
export const CONFIG_VERSION = 1;

type Of<Key extends keyof typeof SETTINGS> = ValueOf<(typeof SETTINGS)[Key]>;

export type NormKind = Of<'norm'>;
export type InitialisationName = Of<'init'>;
export type ShortcutKind = Of<'shortcut'>;
export type ShortcutGate = Of<'gate'>;
export type BlockKind = Of<'block'>;
export type LayerOrder = Of<'order'>;
export type HeadKind = Of<'head'>;
export type BranchStart = Of<'start'>;
export type OptimiserKind = Of<'opt'>;

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
export const STAGE_DEFAULTS = {
  dilation: SETTINGS.dilations.default,
  groups: SETTINGS.groups.default,
  kernel: SETTINGS.kernels.default,
  reduction: SETTINGS.se.default,
} as const;

/** What a stage has of a setting, whether it says so or not. */
export function stageValue(stage: StageConfig, setting: StageSetting): number {
  return stage[setting.name as keyof StageConfig] ?? setting.default ?? 0;
}

/** One block that differs from its stage. */
export interface BlockOverride extends Partial<BlockSettings> {
  /** Index over all stages. */
  readonly block: number;
  readonly kind?: BlockKind;
}

/** A residual network: the one of all lanes that have none of their own, or that of a lane. */
export interface NetworkConfig extends Part<'network'> {
  readonly stages: readonly StageConfig[];
  /** Blocks that differ from their stage, by ascending index, each at most once. */
  readonly overrides: readonly BlockOverride[];
}

/** Weights that a reader brought (`weights/kept.ts`): they are in no link, only what tells which they are. */
export interface WeightsConfig {
  /** Of their tensors. */
  readonly hash: string;
  /** What the reader calls them: it decides nothing. */
  readonly name: string;
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
  /** Weights that it starts from, where they fit, in place of initial values; absent where it starts from the seed. */
  readonly weights?: WeightsConfig;
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

export type OptimiserConfig = Part<'optimiser'>;
/** How the learning rate changes with the step: see `schedule.ts`. */
export type ScheduleConfig = Part<'schedule'>;
/** Random changes of every training batch, drawn from the order seed and the step; the same in all lanes. */
export type AugmentationConfig = Part<'augmentation'>;
export type SeedsConfig = Part<'seeds'>;

export interface ExperimentConfig extends Settings {
  readonly network: NetworkConfig;
  readonly lanes: readonly LaneConfig[];
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
