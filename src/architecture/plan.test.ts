import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experiments } from '../testing/arbitrary';
import { DEFAULTS } from '../config/defaults';
import type { NetworkConfig, ShortcutKind } from '../config/schema';
import { planNetwork } from './plan';
import { planExperiment } from './plan-experiment';

/** The CIFAR networks of He 2015: n blocks a stage, widths w, 2w, 4w. */
function resnet(n: number, width = 16, shortcut: ShortcutKind = 'A'): NetworkConfig {
  return {
    ...DEFAULTS.network,
    stemWidth: width,
    stages: [
      { blocks: n, width, stride: 1 },
      { blocks: n, width: 2 * width, stride: 2 },
      { blocks: n, width: 4 * width, stride: 2 },
    ],
    shortcut,
  };
}

const CIFAR = { height: 32, width: 32, channels: 3 };

describe('cost', () => {
  // Parameters: 0.27 M, 0.85 M, 1.7 M in He 2015, table 6; exactly, 464 for the stem with its norm, 650 for the dense
  // layer, the rest 3×3 convolutions with norms. Multiply-adds: 442,368 for the stem, 640 for the dense layer,
  // 2,359,296 for every 3×3 convolution but the first ones of stages 2 and 3, which have half.
  it.each([
    [20, 269_722, 40_551_040],
    [56, 853_018, 125_485_696],
    [110, 1_727_962, 252_887_680],
  ])('of ResNet-%i with zero-padding shortcuts is as in the paper', (depth, parameters, multiplyAdds) => {
    const plan = planNetwork(resnet((depth - 2) / 6), CIFAR, 10);
    expect(plan.parameterCount).toBe(parameters);
    expect(plan.multiplyAdds).toBe(multiplyAdds);
    expect(plan.layers).toHaveLength(depth);
  });

  it('grows with projections by 1×1 filters and their norms, where the shape changes', () => {
    const plan = planNetwork(resnet(3, 16, 'B'), CIFAR, 10);
    expect(plan.parameterCount).toBe(269_722 + (16 * 32 + 2 * 32) + (32 * 64 + 2 * 64));
    expect(plan.multiplyAdds).toBe(40_551_040 + 16 * 16 * 16 * 32 + 8 * 8 * 32 * 64);
    expect(plan.blocks.map(({ shortcut }) => shortcut)).toStrictEqual(
      [3, 6].reduce((forms, first) => forms.with(first, 'projection'), Array<string>(9).fill('identity')),
    );
  });

  it('without norms has one bias for each channel instead of scale and shift', () => {
    const channels = 16 * 7 + 32 * 6 + 64 * 6;
    const plan = planNetwork({ ...resnet(3), norm: 'none' }, CIFAR, 10);
    expect(plan.parameterCount).toBe(269_722 - channels);
  });

  it('is the sum over the shapes of the parameters, for any experiment', () => {
    fc.assert(
      fc.property(experiments, (config) => {
        const plan = planExperiment(config);
        const sizes = plan.parameters.map(({ shape }) => shape.reduce((product, side) => product * side, 1));
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(plan.parameterCount);
        expect(new Set(plan.parameters.map(({ name }) => name)).size).toBe(plan.parameters.length);
        for (const { output } of plan.layers)
          expect(Math.min(output.height, output.width)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('parameters', () => {
  it('have the names and shapes of PyTorch, in its order, filters laid out as TensorFlow has them', () => {
    const plan = planNetwork(resnet(1, 8, 'B'), { height: 16, width: 16, channels: 3 }, 10);
    expect(plan.parameters.map(({ name, shape }) => [name, ...shape].join(' '))).toStrictEqual([
      'conv1.weight 3 3 3 8',
      'bn1.weight 8',
      'bn1.bias 8',
      'layer1.0.conv1.weight 3 3 8 8',
      'layer1.0.bn1.weight 8',
      'layer1.0.bn1.bias 8',
      'layer1.0.conv2.weight 3 3 8 8',
      'layer1.0.bn2.weight 8',
      'layer1.0.bn2.bias 8',
      'layer2.0.conv1.weight 3 3 8 16',
      'layer2.0.bn1.weight 16',
      'layer2.0.bn1.bias 16',
      'layer2.0.conv2.weight 3 3 16 16',
      'layer2.0.bn2.weight 16',
      'layer2.0.bn2.bias 16',
      'layer2.0.downsample.0.weight 1 1 8 16',
      'layer2.0.downsample.1.weight 16',
      'layer2.0.downsample.1.bias 16',
      'layer3.0.conv1.weight 3 3 16 32',
      'layer3.0.bn1.weight 32',
      'layer3.0.bn1.bias 32',
      'layer3.0.conv2.weight 3 3 32 32',
      'layer3.0.bn2.weight 32',
      'layer3.0.bn2.bias 32',
      'layer3.0.downsample.0.weight 1 1 16 32',
      'layer3.0.downsample.1.weight 32',
      'layer3.0.downsample.1.bias 32',
      'fc.weight 32 10',
      'fc.bias 10',
    ]);
  });

  it('of convolutions without norm have biases', () => {
    const network: NetworkConfig = { ...resnet(1, 8, 'A'), norm: 'none' };
    const plan = planNetwork(network, { height: 16, width: 16, channels: 3 }, 10);
    expect(plan.parameters.map(({ name }) => name)).toStrictEqual([
      'conv1.weight',
      'conv1.bias',
      'layer1.0.conv1.weight',
      'layer1.0.conv1.bias',
      'layer1.0.conv2.weight',
      'layer1.0.conv2.bias',
      'layer2.0.conv1.weight',
      'layer2.0.conv1.bias',
      'layer2.0.conv2.weight',
      'layer2.0.conv2.bias',
      'layer3.0.conv1.weight',
      'layer3.0.conv1.bias',
      'layer3.0.conv2.weight',
      'layer3.0.conv2.bias',
      'fc.weight',
      'fc.bias',
    ]);
  });

  it('have fans of kernel area times channels', () => {
    const { parameters } = planNetwork(resnet(1, 8, 'B'), CIFAR, 10);
    const fans = (name: string): unknown => {
      const found = parameters.find((parameter) => parameter.name === name);
      return [found?.fanIn, found?.fanOut];
    };
    expect(fans('conv1.weight')).toStrictEqual([27, 72]);
    expect(fans('layer2.0.downsample.0.weight')).toStrictEqual([8, 16]);
    expect(fans('fc.weight')).toStrictEqual([32, 10]);
  });
});

describe('receptive field', () => {
  // 3 for the stem; 2 a convolution in stage 1; a stage's first convolution grows it by the old distance between
  // positions, the other 2n-1 by the new: 2 + 4(2n-1) in stage 2, 4 + 8(2n-1) in stage 3. Together 28n - 3.
  it.each([1, 3, 9, 18])(
    'of the last convolution is 28n - 3 for n = %i, and the mean adds its positions',
    (n) => {
      const plan = planNetwork(resnet(n), CIFAR, 10);
      expect(plan.blocks.at(-1)?.branch.at(-1)?.receptiveField).toBe(28 * n - 3);
      // The head averages 8 positions, 4 pixels apart.
      expect(plan.dense.receptiveField).toBe(28 * n - 3 + 7 * 4);
    },
  );

  it('of a projection is that of its input, as it sees single positions', () => {
    const [, block] = planNetwork(resnet(1, 8, 'B'), CIFAR, 10).blocks;
    expect(block?.projection?.receptiveField).toBe(3 + 2 + 2);
  });
});

describe('shapes', () => {
  it('halve upwards: 14, 7, 4', () => {
    const plan = planNetwork(resnet(1, 8), { height: 14, width: 14, channels: 1 }, 10);
    expect(plan.blocks.map(({ output }) => [output.height, output.width, output.channels])).toStrictEqual([
      [14, 14, 8],
      [7, 7, 16],
      [4, 4, 32],
    ]);
  });

  it('of a network without blocks go from the stem to the dense layer', () => {
    const plan = planNetwork(resnet(0, 8), CIFAR, 10);
    expect(plan.layers.map(({ name }) => name)).toStrictEqual(['conv1', 'fc']);
    expect(plan.dense.input.channels).toBe(8);
  });
});
