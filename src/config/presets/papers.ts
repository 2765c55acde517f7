/**
 * Networks of published papers as experiments: each with its structure, and with widths, input and training scaled to
 * what a browser trains. Where they differ from their paper is told by the texts of the page.
 */
import { power } from '../arithmetic';
import { DEFAULTS, defaultGain, usualStrides } from '../defaults';
import { CLASSICS, type ClassicName } from '../classic';
import type { ExperimentConfig, NetworkConfig, OptimiserConfig, StageConfig } from '../schema';

export type PaperGroup = 'cifar' | 'pre-activation' | 'wide' | 'grouped' | 'imagenet' | 'rivals';

export type PaperId =
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
  const strides = usualStrides(blocks.length);
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

export const PAPER_NETWORKS: readonly PaperNetwork[] = [
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
