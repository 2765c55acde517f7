/**
 * The settings of an experiment, one entry each: its key in links, where its value stands in a config, what it may be, what it is
 * where nothing is said of it, and when it means anything. The types of a config come from this table, and so do links, repairs,
 * comparisons, the random experiments of tests and what the controls allow; links have their fields in its order.
 *
 * Keys and defaults belong to version 1 of the schema and never change: every link ever shared leans on them. A setting may be
 * added, with a default that leaves old links what they were. Other defaults need another version, with a migration that writes
 * the old ones out (`codec/url.ts`). What a bare address opens is another question, answered in `presets.ts`.
 */
import { ACTIVATIONS } from './activations';
import { DATA_SET_NAMES, INPUT_SIZES, isDrawn, type DataConfig } from './data-sets';
import { hasSetting, LOSS_KINDS } from './losses';
import { choice, flag, integer, list, oneOf, perStage, real, type ValueOf } from './setting-kinds';

/** Whether the schedule says what momentum is, in place of the optimiser. */
export function cyclesMomentum({ kind, momentumCycle }: Settings['schedule']): boolean {
  return kind === 'one-cycle' && momentumCycle;
}

function isAdam({ optimiser: { kind } }: Settings): boolean {
  return kind === 'adam' || kind === 'adamw';
}

function hasBottlenecks({ network: { block, overrides } }: Settings): boolean {
  return block === 'bottleneck' || overrides.some(({ kind }) => kind === 'bottleneck');
}

export const SETTINGS = {
  set: choice('data.set', { choices: DATA_SET_NAMES, default: 'fashion' }),
  /** Of any data set; `data-sets.ts` says which sizes one has, and which is its default. */
  input: oneOf('data.inputSize', { choices: INPUT_SIZES, default: 14 }),
  /** What is known of a reader's own set: `HASH:channels:classes:training images:name`. */
  own: list('own-data', 'data.own'),
  blocks: perStage('blocks', { min: 0, max: 30 }),
  /** Output channels of the first convolution. */
  width: integer('network.stemWidth', { min: 4, max: 64, default: 8 }),
  'stem.kernel': oneOf('network.stemKernel', { choices: [3, 5, 7], default: 3 }),
  'stem.stride': integer('network.stemStride', { min: 1, max: 2, default: 1 }),
  /** Whether 3×3 max pooling with stride 2 follows the stem. */
  'stem.pool': flag('network.stemPool', { default: false }),
  /** What stands between the last block and the classes: the mean over all positions, or all positions as they are. */
  head: choice('network.head', { choices: ['average', 'flatten'], default: 'average' }),
  /** A bottleneck narrows to the stage's width for its middle convolution, and its output is `expansion` times as wide. */
  block: choice('network.block', { choices: ['basic', 'bottleneck'], default: 'basic' }),
  /** Output channels of a bottleneck per channel of its width. */
  expansion: integer('network.expansion', { min: 1, max: 4, default: 4, when: hasBottlenecks }),
  /** Inner channels of a bottleneck per channel of its width: torchvision's `width_per_group` times groups, over 64. */
  inner: real('network.innerWidth', { min: 0.25, max: 16, default: 1, when: hasBottlenecks }),
  /** He 2016, figure 4, from (a) to (e). */
  order: choice('network.order', {
    choices: [
      'original',
      'norm-after-addition',
      'activation-before-addition',
      'activation-first',
      'pre-activation',
    ],
    default: 'original',
  }),
  widths: perStage('width', { min: 4, max: 512 }),
  strides: perStage('stride', { min: 1, max: 2 }),
  dilations: perStage('dilation', { min: 1, max: 4, default: 1 }),
  groups: perStage('groups', { min: 1, max: 64, default: 1 }),
  kernels: perStage('kernel', { min: 3, max: 5, among: [3, 5], default: 3 }),
  /** 0 has none. */
  se: perStage('reduction', { min: 0, max: 32, default: 0 }),
  override: list('overrides', 'network.overrides'),
  /** Layer norm is group norm with a single group, over channels and positions. */
  norm: choice('network.norm', { choices: ['batch', 'group', 'layer', 'none'], default: 'batch' }),
  /** Groups of a group norm. The greatest common divisor with the channels counts. */
  'norm.groups': integer('network.normGroups', {
    min: 1,
    max: 64,
    default: 4,
    when: ({ network }: Settings): boolean => network.norm === 'group',
  }),
  act: choice('network.activation', { choices: ACTIVATIONS, default: 'relu' }),
  /**
   * Of every filter. `normal` has the deviation `initDeviation` whatever the fans; `orthogonal` filters have orthonormal
   * rows or columns; `zeros` cannot break the symmetry between channels.
   */
  init: choice('network.initialisation', {
    choices: ['he', 'xavier', 'lecun', 'orthogonal', 'normal', 'zeros'],
    default: 'he',
  }),
  'init.form': choice('network.initDistribution', {
    choices: ['normal', 'uniform'],
    default: 'normal',
    when: ({ network: { initialisation } }: Settings): boolean =>
      initialisation !== 'orthogonal' && initialisation !== 'zeros',
  }),
  /** Which fan He's and LeCun's variance is divided by: `in` keeps the size of activations, `out` that of gradients. */
  'init.fan': choice('network.initFan', {
    choices: ['in', 'out'],
    default: 'in',
    when: ({ network: { initialisation } }: Settings): boolean =>
      initialisation === 'he' || initialisation === 'lecun',
  }),
  /** Deviation of the initialisation `normal`. */
  'init.std': real('network.initDeviation', {
    min: 0,
    max: 10,
    default: 0.01,
    when: ({ network }: Settings): boolean => network.initialisation === 'normal',
  }),
  /**
   * How branches begin: as initialised; with what they end with at 0 (the last norm's scale, else the last filter); times
   * a learned number that starts at 0 (SkipInit, De & Smith 2020; ReZero, Bachlechner 2020); or scaled as Fixup does
   * (Zhang 2019): all filters of a branch times blocks^(−1/(2m−2)) but its last, which is 0, as are the classifier's weights.
   * See `fixupScalars` for the rest of that method.
   */
  start: choice('network.branchStart', {
    choices: ['plain', 'zero-last', 'skip-init', 'fixup'],
    default: 'plain',
  }),
  /**
   * Fixup whole (Zhang 2019, figure 1), in networks without norm: a learned number is added before every convolution, dense
   * layer and activation, in place of the convolutions' biases, and every branch is multiplied with one. Means nothing where
   * branches start otherwise, or where norms shift and scale.
   */
  'start.scalars': flag('network.fixupScalars', {
    default: false,
    when: ({ network }: Settings): boolean => network.branchStart === 'fixup' && network.norm === 'none',
  }),
  /**
   * He 2015: A subsamples and pads new channels with zeros, B projects with a 1×1 convolution where the shape changes, C
   * projects in every block (the "1×1 convolution" of He 2016, table 1).
   */
  shortcut: choice('network.shortcut', { choices: ['A', 'B', 'C'], default: 'B' }),
  /**
   * He 2016, table 1: with g = sigmoid(1×1 convolution of the input), an exclusive gate scales the branch by g and the
   * shortcut by 1 − g, a shortcut-only gate the shortcut alone.
   */
  gate: choice('network.gate', { choices: ['none', 'exclusive', 'shortcut-only'], default: 'none' }),
  /** What a gate's bias starts at: the more negative, the more of the shortcut goes through. */
  'gate.bias': real('network.gateBias', {
    min: -10,
    max: 10,
    default: -6,
    when: ({ network }: Settings): boolean => network.gate !== 'none',
  }),
  /** Constant factor of every branch. */
  scale: real('network.branchScale', { min: 0, max: 2, default: 1 }),
  /** Share of values dropped in front of the last convolution of every branch (Zagoruyko & Komodakis 2016). */
  dropout: real('network.dropout', { min: 0, max: 0.9, default: 0 }),
  /** Share of values dropped from every shortcut (He 2016, table 1). */
  'shortcut.dropout': real('network.shortcutDropout', { min: 0, max: 0.9, default: 0 }),
  /**
   * Stochastic depth (Huang 2016): the chance of the last block's branch to be left out of a step; of the blocks before it,
   * in proportion to their place. As in torchvision, a branch that is not left out is divided by its chance to stay. A
   * branch whose shortcut is off always stays, whole.
   */
  'depth.dropout': real('network.stochasticDepth', { min: 0, max: 0.9, default: 0 }),
  /** Optimisers as PyTorch defines them. All but AdamW add weightDecay · w to the gradient. */
  opt: choice('optimiser.kind', { choices: ['sgd', 'adam', 'adamw', 'rmsprop'], default: 'sgd' }),
  lr: real('optimiser.learningRate', { min: 0.00001, max: 10, default: 0.02 }),
  /** Of SGD and RMSProp: velocity = momentum · velocity + gradient. */
  momentum: real('optimiser.momentum', {
    min: 0,
    max: 0.999,
    default: 0.9,
    when: (chosen: Settings): boolean => !isAdam(chosen) && !cyclesMomentum(chosen.schedule),
  }),
  /** Whether SGD looks ahead. */
  nesterov: flag('optimiser.nesterov', {
    default: false,
    when: ({ optimiser: { kind, momentum }, schedule }: Settings): boolean =>
      kind === 'sgd' && (cyclesMomentum(schedule) || momentum > 0),
  }),
  decay: real('optimiser.weightDecay', { min: 0, max: 0.1, default: 0 }),
  /**
   * Whether all that is no filter and no matrix decays too: scales and shifts of norms, biases, and the scalars of SkipInit and Fixup.
   * PyTorch's optimisers decay all by default; many recipes do not (Goyal 2017, arXiv:1706.02677; He 2018, arXiv:1812.01187).
   */
  'decay.all': flag('optimiser.decaysAll', {
    default: true,
    when: ({ optimiser }: Settings): boolean => optimiser.weightDecay > 0,
  }),
  /** Adam's decay of the mean gradient. */
  beta1: real('optimiser.beta1', {
    min: 0,
    max: 0.999,
    default: 0.9,
    when: (chosen: Settings): boolean => isAdam(chosen) && !cyclesMomentum(chosen.schedule),
  }),
  /** Adam's decay of the mean squared gradient. */
  beta2: real('optimiser.beta2', { min: 0, max: 0.99999, default: 0.999, when: isAdam }),
  /** RMSProp's decay of the mean squared gradient. */
  alpha: real('optimiser.smoothing', {
    min: 0,
    max: 0.99999,
    default: 0.99,
    when: ({ optimiser }: Settings): boolean => optimiser.kind === 'rmsprop',
  }),
  /** Gradients whose L2 norm over all parameters is larger are scaled down to it; 0 never clips. */
  clip: real('optimiser.clip', { min: 0, max: 1000, default: 0 }),
  /** How the learning rate changes with the step: see `schedule.ts`. */
  schedule: choice('schedule.kind', {
    choices: ['constant', 'steps', 'cosine', 'one-cycle'],
    default: 'constant',
  }),
  /** Steps between two drops, half a period of the cosine, or the length of the one cycle. */
  period: integer('schedule.period', {
    min: 1,
    max: 100_000,
    default: 1000,
    when: ({ schedule }: Settings): boolean => schedule.kind !== 'constant',
  }),
  /** What each drop multiplies the rate with. */
  factor: real('schedule.factor', {
    min: 0,
    max: 1,
    default: 0.1,
    when: ({ schedule }: Settings): boolean => schedule.kind === 'steps',
  }),
  /** Steps of a linear rise before all that. */
  warmup: integer('schedule.warmUp', { min: 0, max: 100_000, default: 0 }),
  /** Whether the one cycle is one of momentum too. */
  'momentum.cycle': flag('schedule.momentumCycle', {
    default: false,
    when: ({ schedule }: Settings): boolean => schedule.kind === 'one-cycle',
  }),
  loss: choice('loss.kind', { choices: LOSS_KINDS, default: 'cross-entropy' }),
  /** Share of each target that is spread over all classes (label smoothing); of cross-entropy. */
  smooth: real('loss.smoothing', {
    min: 0,
    max: 0.9,
    default: 0,
    when: ({ loss }: Settings): boolean => hasSetting(loss.kind, 'smoothing'),
  }),
  /** Exponent of the focal loss (Lin 2017): 0 is cross-entropy. */
  focus: real('loss.focus', {
    min: 0,
    max: 10,
    default: 2,
    when: ({ loss }: Settings): boolean => hasSetting(loss.kind, 'focus'),
  }),
  /** Images move by up to so many pixels in each direction; black comes in. */
  shift: integer('augmentation.shift', { min: 0, max: 8, default: 0 }),
  /** Whether half of the images are mirrored left to right. */
  flip: flag('augmentation.flip', { default: false }),
  /** Side of a square set to the mean colour, centred anywhere (DeVries 2017); 0 cuts nothing. */
  cutout: integer('augmentation.cutout', { min: 0, max: 32, default: 0 }),
  batch: integer('batchSize', { min: 1, max: 256, default: 32 }),
  /** Steps between two measurements of test accuracy; 0 never measures. */
  test: integer('testInterval', { min: 0, max: 10_000, default: 100 }),
  /** Of the procedural data set, and of which images of a bundled one are used. */
  'seed.data': integer('seeds.data', {
    min: 0,
    max: 999_999,
    default: 0,
    when: ({ data }: Settings): boolean => isDrawn(data.set),
  }),
  'seed.init': integer('seeds.init', { min: 0, max: 999_999, default: 0 }),
  'seed.order': integer('seeds.order', { min: 0, max: 999_999, default: 0 }),
  lanes: list('names', 'lanes'),
  switch: list('switches', 'timeline'),
  rate: list('rates', 'rates'),
};

export type Table = typeof SETTINGS;

/** Key of a setting in links. */
export type SettingKey = keyof Table;

/** Key of a setting of a single value. */
export type ScalarKey = {
  [Key in SettingKey]: Table[Key] extends { readonly default: string | number | boolean }
    ? Table[Key]['kind'] extends 'numbers'
      ? never
      : Key
    : never;
}[SettingKey];

/** Where single values stand in a config; those of `''` at its root. */
export type PartName = '' | 'data' | 'network' | 'optimiser' | 'schedule' | 'loss' | 'augmentation' | 'seeds';

/** The single values of a part of a config. */
export type Part<Name extends PartName> = {
  readonly [Key in ScalarKey as NameIn<Name, Table[Key]['path']>]: ValueOf<Table[Key]>;
};

type NameIn<Part extends PartName, Path extends string> = Path extends `${infer First}.${infer Name}`
  ? First extends Part
    ? Name
    : never
  : Part extends ''
    ? Path
    : never;

/** All single values of a config, and of what it has besides what conditions ask for. */
export interface Settings extends Part<''> {
  readonly data: DataConfig;
  readonly network: Part<'network'> & {
    readonly overrides: readonly { readonly kind?: ValueOf<Table['block']> }[];
  };
  readonly optimiser: Part<'optimiser'>;
  readonly schedule: Part<'schedule'>;
  readonly loss: Part<'loss'>;
  readonly augmentation: Part<'augmentation'>;
  readonly seeds: Part<'seeds'>;
}

/** Settings with their keys, in the order of links. */
export const ENTRIES = Object.entries(SETTINGS) as { [Key in SettingKey]: [Key, Table[Key]] }[SettingKey][];

/** Those of a network, which a lane may have of its own. */
export const NETWORK_ENTRIES = ENTRIES.filter(([, { path }]) => path.startsWith('network.'));

export function isScalar(setting: Table[SettingKey]): setting is Table[ScalarKey] {
  return setting.kind === 'number' || setting.kind === 'choice' || setting.kind === 'flag';
}
