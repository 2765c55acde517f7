/** Parameters and cost of published networks against the figures of their papers and of PyTorch's models. */
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../config/defaults';
import type { NetworkConfig } from '../config/schema';
import { planNetwork } from './plan';

const IMAGENET = { height: 224, width: 224, channels: 3 };
const CIFAR = { height: 32, width: 32, channels: 3 };

function stagesOf(blocks: readonly number[], width: number, part: object = {}): NetworkConfig['stages'] {
  return blocks.map((count, i) => ({
    blocks: count,
    width: width * 2 ** i,
    stride: i === 0 ? 1 : 2,
    ...part,
  }));
}

const imagenet = (blocks: readonly number[], part: Partial<NetworkConfig> = {}): NetworkConfig => ({
  ...DEFAULTS.network,
  stemWidth: 64,
  stemKernel: 7,
  stemStride: 2,
  stemPool: true,
  stages: stagesOf(blocks, 64),
  ...part,
});

describe('ImageNet networks with 1,000 classes', () => {
  const bottleneck = { block: 'bottleneck' } as const;
  it.each<[string, NetworkConfig, number, number]>([
    ['ResNet-18', imagenet([2, 2, 2, 2]), 11_689_512, 1.814e9],
    ['ResNet-34', imagenet([3, 4, 6, 3]), 21_797_672, 3.664e9],
    ['ResNet-50', imagenet([3, 4, 6, 3], bottleneck), 25_557_032, 4.089e9],
    ['ResNet-101', imagenet([3, 4, 23, 3], bottleneck), 44_549_160, 7.801e9],
    // 32×4d: 32 groups, twice the inner width, and so an expansion of 2.
    [
      'ResNeXt-50',
      imagenet([3, 4, 6, 3], {
        ...bottleneck,
        expansion: 2,
        stages: stagesOf([3, 4, 6, 3], 128, { groups: 32 }),
      }),
      25_028_904,
      4.23e9,
    ],
    // Wide ResNet-50-2: the inner width doubled, the output as in ResNet-50.
    [
      'Wide ResNet-50-2',
      imagenet([3, 4, 6, 3], { ...bottleneck, expansion: 2, stages: stagesOf([3, 4, 6, 3], 128) }),
      68_883_240,
      11.398e9,
    ],
  ])('%s', (_, network, parameters, multiplyAdds) => {
    const plan = planNetwork(network, IMAGENET, 1000);
    expect(plan.parameterCount).toBe(parameters);
    // PyTorch gives four digits.
    expect(plan.multiplyAdds / multiplyAdds).toBeCloseTo(1, 2);
    expect(
      plan.blocks.map(({ output }) => output.height).filter((side, i, all) => side !== all[i - 1]),
    ).toEqual([56, 28, 14, 7]);
  });

  it('ResNet-50 with squeeze-and-excitation of reduction 16 has 2.53 million more (Hu 2018, table 1)', () => {
    const stages = stagesOf([3, 4, 6, 3], 64, { reduction: 16 });
    const plan = planNetwork(imagenet([], { ...bottleneck, stages }), IMAGENET, 1000);
    // Σ blocks · (2 · C² / 16 + C / 16 + C), as our layers have biases.
    const more = [3, 4, 6, 3].reduce((sum, blocks, i) => {
      const channels = 256 * 2 ** i;
      return sum + blocks * ((2 * channels ** 2) / 16 + channels / 16 + channels);
    }, 0);
    expect(plan.parameterCount).toBe(25_557_032 + more);
    expect(more / 1e6).toBeCloseTo(2.53, 1);
  });
});

describe('CIFAR networks', () => {
  const preActivation = { order: 'pre-activation', shortcut: 'B' } as const;

  it('a pre-activation ResNet-20 has the parameters of ResNet-20 B but for the norms', () => {
    const network = { ...DEFAULTS.network, stemWidth: 16, stages: stagesOf([3, 3, 3], 16) };
    const original = planNetwork({ ...network, shortcut: 'A' }, CIFAR, 10);
    const plan = planNetwork({ ...network, ...preActivation }, CIFAR, 10);
    expect(original.parameterCount).toBe(269_722);
    // Norms: one of 16 channels fewer at the stem, one of 64 more at the end; the first ones of stages 2 and 3 have half
    // the channels. Two bare projections.
    const norms = 2 * (-16 + 64 - 16 - 32);
    expect(plan.parameterCount).toBe(269_722 + norms + 16 * 32 + 32 * 64);
  });

  it('a wide ResNet-28-10 has 36.5 million parameters (Zagoruyko & Komodakis 2016, table 4)', () => {
    const network = {
      ...DEFAULTS.network,
      ...preActivation,
      stemWidth: 16,
      stages: stagesOf([4, 4, 4], 160),
    };
    const plan = planNetwork(network, CIFAR, 10);
    expect(plan.parameterCount / 1e6).toBeCloseTo(36.5, 1);
  });

  it('a Fixup ResNet-20 has five single numbers a block and two beside, and no norm (Zhang 2019)', () => {
    const network: NetworkConfig = {
      ...DEFAULTS.network,
      stemWidth: 16,
      stages: stagesOf([3, 3, 3], 16),
      shortcut: 'A',
      norm: 'none',
      branchStart: 'fixup',
      fixupScalars: true,
    };
    const norms = 2 * (16 * 7 + 32 * 6 + 64 * 6);
    expect(planNetwork(network, CIFAR, 10).parameterCount).toBe(269_722 - norms + 9 * 5 + 2);
  });

  // Xie 2017, table 7: 34.4 M parameters of 29 8×64d, 68.1 M of 29 16×64d. In full: a stem of 64, and per stage the 1×1, the
  // grouped 3×3, the 1×1 to four times the width and the projection, each with its norm.
  it.each([
    ['29, 8×64d', 8, 34.4],
    ['29, 16×64d', 16, 68.1],
  ])('ResNeXt-%s', (_, groups, millions) => {
    const network: NetworkConfig = {
      ...DEFAULTS.network,
      stemWidth: 64,
      block: 'bottleneck',
      innerWidth: groups,
      stages: stagesOf([3, 3, 3], 64, { groups }),
    };
    const plan = planNetwork(network, CIFAR, 10);
    let [parameters, multiplyAdds, channels] = [
      27 * 64 + 2 * 64 + 1024 * 10 + 10,
      27 * 64 * 1024 + 10_240,
      64,
    ];
    for (const [width, side] of [
      [64, 32],
      [128, 16],
      [256, 8],
    ] as const) {
      const [inner, output, positions] = [groups * width, 4 * width, side * side];
      for (let block = 0; block < 3; block++) {
        const [first, grouped, last] = [channels * inner, (9 * inner * inner) / groups, inner * output];
        const projection = block === 0 ? channels * output : 0;
        parameters +=
          first + grouped + last + projection + 2 * (2 * inner + output + (block === 0 ? output : 0));
        // The first 1×1 of a stage still sees the positions of the stage before.
        const before = block === 0 && width > 64 ? 4 * positions : positions;
        multiplyAdds += before * first + positions * (grouped + last + projection);
        channels = output;
      }
    }
    expect(plan.parameterCount).toBe(parameters);
    expect(plan.multiplyAdds).toBe(multiplyAdds);
    // The paper cuts off what lies behind its one decimal.
    expect(Math.floor(plan.parameterCount / 1e5) / 10).toBe(millions);
    expect(plan.blocks[0]?.branch.map(({ output }) => output.channels)).toEqual([
      64 * groups,
      64 * groups,
      256,
    ]);
  });

  it('inner widths change what is inside alone', () => {
    const network: NetworkConfig = { ...DEFAULTS.network, block: 'bottleneck', stages: stagesOf([1], 6) };
    const widths = (innerWidth: number) =>
      planNetwork({ ...network, innerWidth }, CIFAR, 10).blocks[0]?.branch.map(
        ({ output }) => output.channels,
      );
    expect([1, 0.25, 1.5].map(widths)).toEqual([
      [6, 6, 24],
      [2, 2, 24],
      [9, 9, 24],
    ]);
  });

  it('C projects in every block, and bottlenecks count three layers', () => {
    const network: NetworkConfig = {
      ...DEFAULTS.network,
      block: 'bottleneck',
      shortcut: 'C',
      stages: stagesOf([2, 2], 8),
    };
    const plan = planNetwork(network, CIFAR, 10);
    expect(plan.blocks.map(({ shortcut }) => shortcut)).toEqual(Array(4).fill('projection'));
    expect(plan.blocks.map(({ output }) => output.channels)).toEqual([32, 32, 64, 64]);
    expect(plan.layers.filter(({ kind }) => kind === 'conv')).toHaveLength(1 + 4 * 3);
  });
});

describe('settings that do not fit', () => {
  it('groups are cut to the common divisor with the channels', () => {
    const stages = [{ blocks: 1, width: 12, stride: 1, groups: 8 }];
    const [block] = planNetwork({ ...DEFAULTS.network, stages }, CIFAR, 10).blocks;
    expect(block?.branch.map(({ groups }) => groups)).toEqual([4, 1]);
  });

  it('zero-padding cannot take channels away, so it projects', () => {
    const stages = [{ blocks: 1, width: 4, stride: 1 }];
    const [block] = planNetwork({ ...DEFAULTS.network, stages, shortcut: 'A' }, CIFAR, 10).blocks;
    expect(block?.shortcut).toBe('projection');
  });
});

describe('receptive field', () => {
  it('of a dilated convolution is that of its spread taps', () => {
    const stages = [{ blocks: 1, width: 8, stride: 1, dilation: 3, kernel: 5 }];
    const plan = planNetwork({ ...DEFAULTS.network, stages }, CIFAR, 10);
    expect(plan.blocks[0]?.branch.map(({ receptiveField }) => receptiveField)).toEqual([3 + 12, 3 + 24]);
    expect(plan.blocks[0]?.output).toEqual({ height: 32, width: 32, channels: 8 });
  });

  it('behind the stem of ImageNet is 11', () => {
    const plan = planNetwork(imagenet([1]), IMAGENET, 1000);
    expect(plan.blocks[0]?.branch[0]?.receptiveField).toBe(11 + 2 * 4);
  });
});
