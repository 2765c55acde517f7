/**
 * The experiments that the page offers by name. First regimes in which depth does something different to the gradients; what was
 * measured, and where, is told by the texts. Then networks of papers, each with its structure, and with widths, input and training
 * scaled to what a browser trains; where they differ from their paper is told by the texts too. A preset is not part of a link:
 * links spell their fields out, so a preset may be improved without changing what anybody shared.
 */
import { power } from './arithmetic';
import { CLASSICS, type ClassicName } from './classic';
import { DEFAULTS, defaultGain, defaultStrides } from './defaults';
import { clearTimeline } from './edit/edit';
import { withoutLaneStyle } from './edit/lanes';
import { equal } from './equal';
import type { ActivationName } from './activations';
import type {
  ExperimentConfig,
  InitialisationName,
  NetworkConfig,
  NormKind,
  OptimiserConfig,
  StageConfig,
} from './schema';

type PaperGroup = 'cifar' | 'pre-activation' | 'wide' | 'grouped' | 'imagenet' | 'rivals';

type PaperId =
  | `resnet-${20 | 32 | 44 | 56 | 110}`
  | `preact-${110 | 164}`
  | 'wrn-16-2'
  | 'resnext-29'
  | `resnet-${18 | 34 | 50}`
  | `rival-${ClassicName}`;

interface PaperNetwork {
  readonly id: PaperId;
  readonly regime: PaperGroup;
  /** Weight layers on the longest path. */
  readonly depth: number;
  readonly config: ExperimentConfig;
}

/** Stages of these numbers of blocks, each twice as wide as the one before, all but the first halving the image. */
function stages(blocks: readonly number[], width: number, part: Partial<StageConfig> = {}): StageConfig[] {
  const strides = defaultStrides(blocks.length);
  return blocks.map((count, index) => ({
    blocks: count,
    width: width * power(2, index),
    stride: strides[index] ?? 2,
    ...part,
  }));
}

const three = (blocks: number): readonly number[] => [blocks, blocks, blocks];

/**
 * The training of He 2015 on CIFAR-10, but for batches of 32 instead of 128, and a quarter of the learning rate; papers since
 * begin at the same rate, and differ in weight decay and momentum.
 */
function trained(
  network: Partial<NetworkConfig> & Pick<NetworkConfig, 'stages'>,
  { warmUp = 0, ...optimiser }: Partial<OptimiserConfig> & { readonly warmUp?: number } = {},
): ExperimentConfig {
  const count = network.stages.reduce((sum, { blocks }) => sum + blocks, 0);
  const lanes = DEFAULTS.lanes.map(({ id }) => ({
    id,
    gains: Array.from({ length: count }, () => defaultGain(id)),
  }));
  return {
    ...DEFAULTS,
    data: { set: 'fashion', inputSize: 28 },
    network: { ...DEFAULTS.network, stemWidth: 16, ...network },
    lanes,
    optimiser: { ...DEFAULTS.optimiser, learningRate: 0.025, weightDecay: 0.0001, ...optimiser },
    schedule: { ...DEFAULTS.schedule, warmUp },
    augmentation: { shift: 4, flip: true, cutout: 0 },
  };
}

function cifar(depth: 20 | 32 | 44 | 56 | 110): PaperNetwork {
  // He 2015 trains ResNet-110 at a tenth of the rate until the training error is below 80 %, for about 400 steps.
  const config = trained(
    { stages: stages(three((depth - 2) / 6), 16), shortcut: 'A' },
    { warmUp: depth === 110 ? 400 : 0 },
  );
  return { id: `resnet-${depth}`, regime: 'cifar', depth, config };
}

/** ImageNet's stem and stages, a quarter as wide. */
function imagenet(depth: 18 | 34 | 50, blocks: readonly number[]): PaperNetwork {
  const config = trained({
    stemKernel: 7,
    stemStride: 2,
    stemPool: true,
    block: depth === 50 ? 'bottleneck' : 'basic',
    stages: stages(blocks, 16),
  });
  return { id: `resnet-${depth}`, regime: 'imagenet', depth, config };
}

/**
 * A classic network beside a small ResNet-20 and its plain twin, all trained alike: with batch norm where a network has none of
 * its own, the same learning rate suits all.
 */
function rival(kind: ClassicName, label: string): PaperNetwork {
  const config = trained({ stages: stages(three(3), 8), stemWidth: 8, shortcut: 'A' });
  const classic = { ...CLASSICS[kind], norm: kind === 'lenet' ? 'none' : 'batch' } as const;
  return {
    id: `rival-${kind}`,
    regime: 'rivals',
    depth: 20,
    config: { ...config, lanes: [...config.lanes, { id: kind, gains: [], classic, label }] },
  };
}

const PAPER_NETWORKS: readonly PaperNetwork[] = [
  cifar(20),
  cifar(32),
  cifar(44),
  cifar(56),
  cifar(110),
  {
    id: 'preact-110',
    regime: 'pre-activation',
    depth: 110,
    config: trained(
      { stages: stages(three(18), 16), order: 'pre-activation', shortcut: 'A' },
      { warmUp: 400 },
    ),
  },
  {
    id: 'preact-164',
    regime: 'pre-activation',
    depth: 164,
    config: trained(
      { stages: stages(three(18), 16), block: 'bottleneck', order: 'pre-activation' },
      { warmUp: 400 },
    ),
  },
  {
    // The paper's 16 layers are 6n+4: its three projections count, which do not here, and its classifier does not.
    id: 'wrn-16-2',
    regime: 'wide',
    depth: 14,
    config: trained(
      { stages: stages(three(2), 32), order: 'pre-activation', dropout: 0.3 },
      { weightDecay: 0.0005, nesterov: true },
    ),
  },
  {
    id: 'resnext-29',
    regime: 'grouped',
    depth: 29,
    config: trained(
      { stages: stages(three(3), 32, { groups: 8 }), block: 'bottleneck', expansion: 2 },
      { weightDecay: 0.0005 },
    ),
  },
  imagenet(18, [2, 2, 2, 2]),
  imagenet(34, [3, 4, 6, 3]),
  imagenet(50, [3, 4, 6, 3]),
  rival('lenet', 'LeNet-5'),
  rival('alexnet', 'AlexNet'),
  rival('vgg', 'VGG-11'),
  rival('densenet', 'DenseNet-22'),
];

type MeasuredRegime = 'exploding' | 'signal-loss' | 'vanishing' | 'activation-explosion' | 'small';

/** Heading under which a preset is offered. */
export type Regime = MeasuredRegime | PaperGroup;

export type PresetId =
  `${'exploding' | 'signal-loss' | 'vanishing' | 'activation-explosion'}-${20 | 56}` | 'resnet-8' | PaperId;

export interface Preset {
  readonly id: PresetId;
  readonly regime: Regime;
  /** Weight layers on the longest path. */
  readonly depth: number;
  readonly config: ExperimentConfig;
}

interface Recipe {
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly learningRate: number;
}

const RECIPES: Readonly<Record<MeasuredRegime, Recipe>> = {
  exploding: { norm: 'batch', activation: 'relu', initialisation: 'he', learningRate: 0.02 },
  'signal-loss': { norm: 'none', activation: 'tanh', initialisation: 'xavier', learningRate: 0.02 },
  vanishing: { norm: 'none', activation: 'sigmoid', initialisation: 'xavier', learningRate: 0.002 },
  'activation-explosion': { norm: 'none', activation: 'relu', initialisation: 'he', learningRate: 0.02 },
  small: { norm: 'batch', activation: 'relu', initialisation: 'he', learningRate: 0.02 },
};

/** A pair of lanes of depth 6n+2, width 8, on Fashion-MNIST at 14×14. */
function preset(id: PresetId, regime: MeasuredRegime, depth: number): Preset {
  const blocks = (depth - 2) / 6;
  const { learningRate, ...recipe } = RECIPES[regime];
  const lane = (name: string) => ({
    id: name,
    gains: Array.from({ length: 3 * blocks }, () => defaultGain(name)),
  });
  const config: ExperimentConfig = {
    data: { set: 'fashion', inputSize: 14 },
    network: {
      ...DEFAULTS.network,
      stemWidth: 8,
      stages: [
        { blocks, width: 8, stride: 1 },
        { blocks, width: 16, stride: 2 },
        { blocks, width: 32, stride: 2 },
      ],
      ...recipe,
      shortcut: 'B',
    },
    lanes: [lane('residual'), lane('plain')],
    optimiser: { ...DEFAULTS.optimiser, learningRate, momentum: 0.9, weightDecay: 0 },
    schedule: DEFAULTS.schedule,
    loss: DEFAULTS.loss,
    augmentation: DEFAULTS.augmentation,
    batchSize: 32,
    testInterval: DEFAULTS.testInterval,
    seeds: { data: 0, init: 0, order: 0 },
    timeline: [],
    rates: [],
  };
  return { id, regime, depth, config };
}

export const PRESETS: readonly Preset[] = [
  preset('exploding-20', 'exploding', 20),
  preset('exploding-56', 'exploding', 56),
  preset('signal-loss-20', 'signal-loss', 20),
  preset('signal-loss-56', 'signal-loss', 56),
  preset('vanishing-20', 'vanishing', 20),
  preset('vanishing-56', 'vanishing', 56),
  preset('activation-explosion-20', 'activation-explosion', 20),
  preset('activation-explosion-56', 'activation-explosion', 56),
  ...PAPER_NETWORKS,
  preset('resnet-8', 'small', 8),
];

/** What a bare address opens. It may change; links, which always carry a version, do not depend on it. */
const OPENING: PresetId = 'exploding-56';

/** The preset that a bare address opens. */
export const OPENING_PRESET: Preset =
  PRESETS.find(({ id }) => id === OPENING) ?? preset(OPENING, 'exploding', 56);

/** The preset that a config equals but for what was recorded in it while training, or null. */
export function presetOf(config: ExperimentConfig): Preset | null {
  const start = clearTimeline(config);
  return PRESETS.find((candidate) => equal(candidate.config, start)) ?? null;
}

/** The preset whose question an experiment asks: switching skips leaves a preset, but not what it is about. */
export function presetButForSkips(config: ExperimentConfig): Preset | null {
  const withoutSkips = (one: ExperimentConfig): ExperimentConfig => ({
    ...withoutLaneStyle(one),
    lanes: withoutLaneStyle(one).lanes.map((lane) => ({ ...lane, gains: [] })),
    timeline: [],
    rates: [],
  });
  const built = withoutSkips(config);
  return PRESETS.find((preset) => equal(withoutSkips(preset.config), built)) ?? null;
}
