/** Parameters, shapes and costs of classic networks against their papers, PyTorch's models and closed forms. */
import { describe, expect, it } from 'vitest';
import { CLASSIC_DEPTHS, CLASSICS, type ClassicConfig, type ClassicName } from '../config/classic';
import { INPUT_SIZES } from '../config/data-sets';
import { SETTINGS } from '../config/settings';
import { CLASSIC_NAMES } from '../config/classic';
import { planClassic } from './classic';

const square = (side: number, channels: number) => ({ height: side, width: side, channels });
const networkOf = (kind: ClassicName, part: Partial<ClassicConfig> = {}): ClassicConfig => ({
  ...CLASSICS[kind],
  ...part,
});

describe('parameters', () => {
  it('of LeNet-5 are those of its common form', () => {
    const plan = planClassic(networkOf('lenet'), square(28, 1), 10);
    // 6·(25 + 1), 16·(150 + 1), 120·401, 84·121, 10·85
    expect(plan.layers.map(({ parameterCount }) => parameterCount)).toEqual([156, 2416, 48_120, 10_164, 850]);
    expect(plan.parameterCount).toBe(61_706);
  });

  it.each([
    [11, 132_863_336],
    [13, 133_047_848],
    [16, 138_357_544],
    [19, 143_667_240],
  ])('of VGG-%d on ImageNet are those of torchvision', (depth, count) => {
    const config = networkOf('vgg', { depth, width: 64, hidden: 4096, norm: 'none' });
    expect(planClassic(config, square(224, 3), 1000).parameterCount).toBe(count);
  });

  it('of VGG-11 with batch norm on CIFAR: 64 to 512 channels, without the biases that a norm makes idle', () => {
    const config = networkOf('vgg', { width: 64 });
    const plan = planClassic(config, square(32, 3), 10);
    // torchvision's features have 9,220,480; 2,752 channels swap a bias for a scale and a shift.
    expect(plan.parameterCount).toBe(9_220_480 + 2752 + 512 * 10 + 10);
  });

  it('of AlexNet are those of torchvision but for the first filters, where 6×6 positions are left', () => {
    const config = networkOf('alexnet', { width: 64, hidden: 4096 });
    const plan = planClassic(config, square(48, 3), 1000);
    expect(plan.parameterCount).toBe(61_100_840 - 3 * 64 * (11 * 11 - 5 * 5));
  });

  it.each([
    // Huang 2017, table 2: 1.0M, 0.8M and, with k = 24, 15.3M.
    [{ depth: 40, width: 12 }, 1_019_722],
    [{ depth: 100, width: 12, bottleneck: true }, 769_162],
    [{ depth: 250, width: 24, bottleneck: true }, 15_324_406],
  ])('of DenseNet %j on CIFAR-10 are the paper’s', (part, count) => {
    expect(planClassic(networkOf('densenet', part), square(32, 3), 10).parameterCount).toBe(count);
  });
});

it('names parameters as PyTorch’s models do', () => {
  const names = (config: ClassicConfig): string[] =>
    planClassic(config, square(32, 3), 10).layers.map(({ name }) => name);
  const places = (prefix: string, ...at: number[]): string[] => at.map((index) => `${prefix}.${index}`);
  expect(names(networkOf('alexnet'))).toEqual([
    ...places('features', 0, 3, 6, 8, 10),
    ...places('classifier', 1, 4, 6),
  ]);
  expect(names(networkOf('vgg', { norm: 'none', hidden: 8 }))).toEqual([
    ...places('features', 0, 3, 6, 8, 11, 13, 16, 18),
    ...places('classifier', 0, 3, 6),
  ]);
  expect(names(networkOf('vgg', { depth: 16 })).slice(0, 13)).toEqual(
    places('features', 0, 3, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40),
  );
  expect(names(networkOf('densenet', { depth: 10, bottleneck: true }))).toEqual([
    'features.conv0',
    'features.denseblock1.denselayer1.conv1',
    'features.denseblock1.denselayer1.conv2',
    'features.transition1.conv',
    'features.denseblock2.denselayer1.conv1',
    'features.denseblock2.denselayer1.conv2',
    'features.transition2.conv',
    'features.denseblock3.denselayer1.conv1',
    'features.denseblock3.denselayer1.conv2',
    'classifier',
  ]);
});

it('counts VGG-16’s multiply-adds on ImageNet as published', () => {
  const config = networkOf('vgg', { depth: 16, width: 64, hidden: 4096, norm: 'none' });
  expect(planClassic(config, square(224, 3), 1000).multiplyAdds).toBe(15_470_264_320);
});

it('grows channels by concatenation and halves images in transitions', () => {
  const plan = planClassic(
    networkOf('densenet', { depth: 16, width: 5, bottleneck: true }),
    square(28, 1),
    10,
  );
  const shapes = plan.nodes.flatMap((node) => (node.kind === 'concatenation' ? [node.output] : []));
  expect(shapes.map(({ height, channels }) => [height, channels])).toEqual([
    [28, 15],
    [28, 20],
    [14, 15],
    [14, 20],
    [7, 15],
    [7, 20],
  ]);
});

describe.each(INPUT_SIZES)('on images of %d pixels', (side) => {
  it.each(CLASSIC_NAMES)('%s has something left at its end', (kind) => {
    for (const depth of CLASSIC_DEPTHS[kind]) {
      for (const norm of SETTINGS.norm.choices) {
        const plan = planClassic(networkOf(kind, { depth, norm, hidden: 16 }), square(side, 1), 10);
        expect(plan.layers.every(({ output }) => Math.min(output.height, output.width) >= 1)).toBe(true);
        expect(plan.layers.at(-1)?.output.channels).toBe(10);
        expect(new Set(plan.parameters.map(({ name }) => name)).size).toBe(plan.parameters.length);
        expect(plan.layers.every(({ padding, kernel }) => padding < kernel)).toBe(true);
      }
    }
  });
});
