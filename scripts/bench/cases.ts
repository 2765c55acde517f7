/** What is timed: networks, their data, and what a contender is. Shared by the command line and the page. */
import { blockCount, type ExperimentConfig } from '../../src/config/schema';
import type { ClassicName } from '../../src/config/classic';
import { decode } from '../../src/config/codec/url';
import { DEFAULTS } from '../../src/config/defaults';
import { randomStream } from '../../src/data/random';
import type { DataSet, ImageSet } from '../../src/data/dataset';

export interface BenchCase {
  readonly id: string;
  readonly title: string;
  /** Of each of three stages. */
  readonly blocks: number;
  readonly width: number;
  readonly side: number;
  readonly channels: number;
  /** What else it is, as a link says it. */
  readonly link?: string;
}

export const CASES: readonly BenchCase[] = [
  { id: 'resnet8', title: 'ResNet-8, width 8, 16×16×3', blocks: 1, width: 8, side: 16, channels: 3 },
  { id: 'resnet20', title: 'ResNet-20, width 8, 14×14×1', blocks: 3, width: 8, side: 14, channels: 1 },
  { id: 'resnet20-wide', title: 'ResNet-20, width 16, 32×32×3', blocks: 3, width: 16, side: 32, channels: 3 },
  { id: 'resnet56', title: 'ResNet-56, width 8, 14×14×1', blocks: 9, width: 8, side: 14, channels: 1 },
];

/** One width and size at several depths: does a step cost as much more as there are more layers? */
export const DEPTH_CASES: readonly (BenchCase & { readonly depth: number })[] = [8, 20, 56, 110].map(
  (depth) => ({
    id: `depth${depth}`,
    title: `ResNet-${depth}, width 8, 14×14×1`,
    depth,
    blocks: (depth - 2) / 6,
    width: 8,
    side: 14,
    channels: 1,
  }),
);

/** Other kinds of blocks in a ResNet-20, and classic networks in both lanes, which only ours compute. */
export const KIND_CASES: readonly BenchCase[] = [
  blocksOf('bottleneck', 'bottlenecks', 'block=bottleneck'),
  blocksOf('preactivation', 'pre-activation', 'order=pre-activation'),
  blocksOf('groupnorm', 'group norm', 'norm=group'),
  blocksOf('se', 'squeeze-and-excitation', 'se=4,4,4'),
  blocksOf('resnext', 'bottlenecks in 8 groups', 'block=bottleneck&inner=2&groups=8,8,8'),
  classic('densenet', 'DenseNet-22', { depth: '22' }),
  classic('vgg', 'VGG-11', { norm: 'batch' }),
  classic('lenet', 'LeNet-5'),
];

function blocksOf(id: string, what: string, link: string): BenchCase {
  const title = `ResNet-20, ${what}, width 8, 14×14×1`;
  return { id, title, blocks: 3, width: 8, side: 14, channels: 1, link };
}

function classic(
  kind: ClassicName,
  what: string,
  settings: Readonly<Record<string, string>> = {},
): BenchCase {
  const fields = ['residual', 'plain'].flatMap((lane) => [
    `net.${lane}=${kind}`,
    ...Object.entries(settings).map(([key, value]) => `net.${lane}.${key}=${value}`),
  ]);
  const title = `${what}, width 8, 28×28×1`;
  return { id: kind, title, blocks: 3, width: 8, side: 28, channels: 1, link: fields.join('&') };
}

export const BATCH = 32;
const CLASSES = 10;

/** A contender's network pair, ready to be stepped. */
export interface Runner {
  /** Takes one step of every lane and gives their losses on the batch, before the update. */
  step(): Promise<readonly number[]>;
}

/** Prepares a case; the time of this and of the first step is measured too. */
export type Contender = (experiment: ExperimentConfig, data: DataSet) => Promise<Runner>;

/** A residual and a plain lane. @throws Error where the case's link is not as it says. */
export function experimentOf({ blocks, width, link }: BenchCase): ExperimentConfig {
  if (link !== undefined) {
    const depth = [blocks, blocks, blocks].join(',');
    const { config, repairs } = decode(`v=1&blocks=${depth}&batch=${BATCH}&test=0&${link}`);
    if (repairs.length > 0) throw new Error(`${link} had to be repaired at ${repairs[0]?.field}`);
    return config;
  }
  const stages = [1, 2, 4].map((factor) => ({ blocks, width: factor * width, stride: factor === 1 ? 1 : 2 }));
  const network = { ...DEFAULTS.network, stemWidth: width, stages };
  const gains = (gain: number): number[] => Array.from({ length: blockCount(network) }, () => gain);
  return {
    ...DEFAULTS,
    network,
    lanes: [
      { id: 'residual', gains: gains(1) },
      { id: 'plain', gains: gains(0) },
    ],
    batchSize: BATCH,
    testInterval: 0,
  };
}

/** Random images of the case's size; time does not depend on what they show. */
export function dataOf({ side, channels }: BenchCase): DataSet {
  const images = (label: string, count: number): ImageSet => {
    const random = randomStream(0, 'bench', label);
    return {
      images: Float32Array.from({ length: count * side * side * channels }, () => random.normal()),
      labels: Uint8Array.from({ length: count }, () => random.integer(CLASSES)),
      count,
    };
  };
  return {
    name: 'shapes',
    height: side,
    width: side,
    channels,
    classes: Array.from({ length: CLASSES }, (_, i) => `class ${i}`),
    mean: Array.from({ length: channels }, () => 0),
    deviation: Array.from({ length: channels }, () => 1),
    train: images('train', 16 * BATCH),
    test: images('test', BATCH),
  };
}
