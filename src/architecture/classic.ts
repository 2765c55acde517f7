/**
 * Plans of the classic networks, with the names that PyTorch's models give their modules (LeNet: those of its tutorial, the
 * others: those of torchvision). As elsewhere, a convolution has a bias where no norm follows.
 */
import { power } from '../config/arithmetic';
import type { ClassicConfig, ClassicName } from '../config/classic';
import { Chain } from './chain';
import type { ImageShape } from './layer';
import type { ClassicPlan } from './nodes';

/** 2×2, not overlapping: LeNet's, VGG's and that of DenseNet's transitions. */
const HALVE = { kernel: 2, stride: 2, padding: 0 } as const;
/** AlexNet's windows overlap; padded, so that small images keep something to pool. */
const OVERLAP = { kernel: 3, stride: 2, padding: 1 } as const;

/** Plans a classic network for images of this shape. Any depth of a kind will do, in the links or not. */
export function planClassic(config: ClassicConfig, input: ImageShape, classes: number): ClassicPlan {
  const chain = new Chain(config, input);
  PLANNERS[config.kind](chain, config, classes);
  return chain.plan();
}

type Planner = (chain: Chain, config: ClassicConfig, classes: number) => void;

const PLANNERS: Readonly<Record<ClassicName, Planner>> = {
  lenet: planLeNet,
  alexnet: planAlexNet,
  vgg: planVgg,
  densenet: planDenseNet,
};

/**
 * LeCun 1998, figure 2: 5×5 convolutions of 6 and 16 maps with pooling between, then 120, 84 and the classes. The first is
 * padded, which makes the paper's 32×32 of 28×28.
 */
function planLeNet(chain: Chain, { width, pool }: ClassicConfig, classes: number): void {
  chain.conv('conv1', { channels: width, kernel: 5, padding: 2, norm: 'bn1' });
  chain.pool(pool, HALVE);
  const small = Math.min(chain.shape.height, chain.shape.width) < 5;
  chain.conv('conv2', {
    channels: Math.round((16 * width) / 6),
    kernel: 5,
    padding: small ? 2 : 0,
    norm: 'bn2',
  });
  chain.pool(pool, HALVE);
  chain.vector('flatten');
  chain.dense('fc1', 120, true);
  chain.dense('fc2', 84, true);
  chain.dense('fc3', classes, false);
}

/** Counts the modules of a `Sequential`, as their names do. */
function counter(prefix: string): (modules?: number) => string {
  let next = 0;
  return (modules = 1) => {
    const name = `${prefix}.${next}`;
    next += modules;
    return name;
  };
}

/** A convolution, its norm and its activation, which are so many modules in a row. */
function stage(
  chain: Chain,
  name: (modules?: number) => string,
  normed: boolean,
  channels: number,
  kernel: number,
): void {
  const conv = name();
  const norm = normed ? name() : '';
  name();
  chain.conv(conv, { channels, kernel, norm });
}

/**
 * Krizhevsky 2012, with the widths of "One weird trick" (2014) in proportion: five convolutions, of which the first two are
 * wider, overlapping pooling behind the first, second and last, two hidden dense layers with dropout. For small images the
 * first is 5×5 with stride 1 instead of 11×11 with stride 4; local response normalisation is left out, as it is today.
 */
function planAlexNet(chain: Chain, config: ClassicConfig, classes: number): void {
  const { width, pool, norm, hidden } = config;
  const module = counter('features');
  const shapes = [
    { times: 1, kernel: 5, pooled: true },
    { times: 3, kernel: 5, pooled: true },
    { times: 6, kernel: 3, pooled: false },
    { times: 4, kernel: 3, pooled: false },
    { times: 4, kernel: 3, pooled: true },
  ];
  for (const { times, kernel, pooled } of shapes) {
    stage(chain, module, norm !== 'none', times * width, kernel);
    if (!pooled) continue;
    module();
    chain.pool(pool, OVERLAP);
  }
  chain.vector('flatten');
  const classifier = counter('classifier');
  for (let layer = 0; hidden > 0 && layer < 2; layer++) {
    chain.dropout(classifier());
    chain.dense(classifier(2), hidden, true);
  }
  chain.dense(hidden > 0 ? classifier() : 'classifier', classes, false);
}

/** Convolutions of VGG's five stages (Simonyan & Zisserman 2014, table 1: A, B, D and E). */
const VGG_STAGES: Readonly<Record<number, readonly number[]>> = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
};

/**
 * Simonyan & Zisserman 2014: 3×3 convolutions in five stages, each ended by pooling and twice as wide as the one before, but
 * for the last. Behind them, where images are small, commonly the classes alone: hidden dense layers are a choice.
 */
function planVgg(chain: Chain, config: ClassicConfig, classes: number): void {
  const { width, depth, pool, norm, hidden } = config;
  const module = counter('features');
  const stages = VGG_STAGES[depth] ?? VGG_STAGES[11] ?? [];
  stages.forEach((convolutions, index) => {
    for (let i = 0; i < convolutions; i++)
      stage(chain, module, norm !== 'none', width * power(2, Math.min(index, 3)), 3);
    module();
    chain.pool(pool, HALVE);
  });
  chain.vector('flatten');
  const classifier = counter('classifier');
  for (let layer = 0; hidden > 0 && layer < 2; layer++) {
    chain.dense(classifier(2), hidden, true);
    chain.dropout(classifier());
  }
  chain.dense(hidden > 0 ? classifier() : 'classifier', classes, false);
}

/**
 * Huang 2017, for CIFAR: three dense blocks, in which every layer sees all channels before it and adds `width` of its own;
 * between them a 1×1 convolution and average pooling. A layer is norm, activation, 3×3 convolution; with bottlenecks (BC) a
 * 1×1 convolution to four times the width comes before, and transitions halve the channels.
 */
function planDenseNet(chain: Chain, config: ClassicConfig, classes: number): void {
  const { width: growth, depth, bottleneck } = config;
  const layers = Math.max(1, Math.floor((depth - 4) / (bottleneck ? 6 : 3)));
  chain.conv('features.conv0', { channels: bottleneck ? 2 * growth : 16, kernel: 3 });
  for (let block = 1; block <= 3; block++) {
    for (let index = 1; index <= layers; index++) {
      const name = `features.denseblock${block}.denselayer${index}`;
      chain.concat(name, () => {
        if (bottleneck)
          chain.conv(`${name}.conv1`, {
            channels: 4 * growth,
            kernel: 1,
            norm: `${name}.norm1`,
            first: 'norm',
          });
        const last = bottleneck ? 2 : 1;
        chain.conv(`${name}.conv${last}`, {
          channels: growth,
          kernel: 3,
          norm: `${name}.norm${last}`,
          first: 'norm',
        });
        chain.dropout(`${name}.dropout`);
      });
    }
    if (block === 3) break;
    const { channels } = chain.shape;
    chain.conv(`features.transition${block}.conv`, {
      channels: bottleneck ? Math.floor(channels / 2) : channels,
      kernel: 1,
      norm: `features.transition${block}.norm`,
      first: 'norm',
    });
    chain.pool('average', HALVE);
  }
  chain.tail('features.norm5');
  chain.vector('average');
  chain.dense('classifier', classes, false);
}
