/** Networks by name have the parameters that torchvision, timm and papers publish of them. */
import { describe, expect, it } from 'vitest';
import { planClassic } from '../architecture/classic';
import { shareOf } from '../architecture/budget';
import { planNetwork } from '../architecture/plan';
import { decode, encode } from '../config/codec/url';
import { DEFAULTS } from '../config/defaults';
import { blockCount, isClassic } from '../config/schema';
import { networkByName } from './by-name';

function planOf(name: string, classes: number) {
  const described = networkByName(name);
  if (described === null) return null;
  const { architecture } = described;
  const input = { height: 32, width: 32, channels: 3 };
  return isClassic(architecture)
    ? planClassic(architecture, input, classes)
    : planNetwork(architecture, input, classes);
}

describe('networks of ImageNet, whole', () => {
  it.each([
    // https://pytorch.org/vision/stable/models.html
    ['resnet18', 11_689_512],
    ['resnet34', 21_797_672],
    ['resnet50', 25_557_032],
    ['resnet101', 44_549_160],
    ['resnet152', 60_192_808],
    ['resnext50_32x4d', 25_028_904],
    ['resnext101_32x8d', 88_791_336],
    ['wide_resnet50_2', 68_883_240],
    // timm's.
    ['seresnet50', 28_088_024],
    ['timm/resnet18.a1_in1k', 11_689_512],
    ['torchvision.models.resnet50', 25_557_032],
  ])('%s has its parameters, and trains within the budget', (name, count) => {
    expect(networkByName(name)?.gaps).toEqual([]);
    const plan = planOf(name, 1000);
    expect(plan?.parameterCount).toBe(count);
    expect(shareOf(plan === null ? [] : [plan], 32)).toBeLessThan(1);
  });
});

describe('networks of CIFAR', () => {
  it.each([
    // He 2015, table 6, in millions; of option A, whose shortcuts have none.
    ['resnet20', 0.27],
    ['resnet32', 0.46],
    ['resnet44', 0.66],
    ['cifar10_resnet56', 0.85],
    ['resnet110', 1.7],
    // Zagoruyko & Komodakis 2016, table 4; Huang 2017, table 2.
    ['WRN-16-8', 11],
    ['wide_resnet40_4', 8.9],
    ['densenet_40_12', 1],
  ])('%s has %d million parameters', (name, millions) => {
    const count = (planOf(name, 10)?.parameterCount ?? 0) / 1e6;
    expect(Number(count.toPrecision(2))).toBeCloseTo(millions, 1);
  });

  it('the pre-activation networks of He 2016 have their order of layers', () => {
    expect(networkByName('preact_resnet110')?.architecture).toMatchObject({
      order: 'pre-activation',
      shortcut: 'A',
    });
    expect(networkByName('preresnet164')?.architecture).toMatchObject({
      order: 'pre-activation',
      block: 'bottleneck',
    });
    expect(networkByName('PreActResNet18')?.architecture).toMatchObject({
      order: 'pre-activation',
      stemKernel: 3,
    });
  });
});

describe('what cannot be is named', () => {
  it.each([
    ['wrn-28-10', [{ kind: 'width', given: '640', used: '512', line: null }]],
    [
      'resnet1202',
      [
        { kind: 'blocks', given: '140', used: '30', line: null },
        { kind: 'blocks', given: '200', used: '30', line: null },
      ],
    ],
    ['vgg16_bn', [{ kind: 'hidden', given: '4096', used: '1024', line: null }]],
    [
      'densenet121',
      [
        { kind: 'depth', given: '121', used: '40', line: null },
        { kind: 'layout', given: '6·12·24·16', used: '6·6·6', line: null },
        { kind: 'stem-kernel', given: '7', used: '3', line: null },
      ],
    ],
  ])('of %s', (name, gaps) => {
    expect(networkByName(name)?.gaps).toEqual(gaps);
  });

  it.each(['', 'efficientnet_b0', 'resnet', 'resnet19', 'vit_b_16', 'resnet18 or so', 'r'.repeat(10_000)])(
    '%s is no network that is known',
    (name) => {
      expect(networkByName(name)).toBeNull();
    },
  );
});

it('every one of them is a config that a link gives back', () => {
  for (const name of [
    'resnet18',
    'resnet152',
    'seresnext50_32x4d',
    'resnet20',
    'wrn-28-10',
    'resnext29_8x64d',
    'resnet1202',
  ]) {
    const architecture = networkByName(name)?.architecture;
    if (architecture === undefined || isClassic(architecture)) throw new Error(name);
    const gains = Array.from({ length: blockCount(architecture) }, () => 1);
    const config = { ...DEFAULTS, network: architecture, lanes: [{ id: 'residual', gains }] };
    expect(decode(encode(config))).toEqual({ config, repairs: [] });
  }
});
