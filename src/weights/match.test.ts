/** Names and shapes of checkpoints as torchvision and timm publish them, beside our plans. */
import { describe, expect, it } from 'vitest';
import { planNetwork } from '../architecture/plan';
import { DEFAULTS } from '../config/defaults';
import type { NetworkConfig } from '../config/schema';
import { readSafetensors, writeSafetensors, type Safetensors } from '../formats/safetensors';
import { fileOf, resnetTensors } from '../testing/torchvision';
import { beginningOf, matchWeights } from './match';

const input = { height: 32, width: 32, channels: 3 };

const imagenet = (part: Partial<NetworkConfig>): NetworkConfig => ({
  ...DEFAULTS.network,
  stemWidth: 64,
  stemKernel: 7,
  stemStride: 2,
  stemPool: true,
  stages: [2, 2, 2, 2].map((blocks, i) => ({ blocks, width: 64 * 2 ** i, stride: i === 0 ? 1 : 2 })),
  ...part,
});

const resnet18 = imagenet({});
const resnet34 = imagenet({
  stages: [3, 4, 6, 3].map((blocks, i) => ({ blocks, width: 64 * 2 ** i, stride: i === 0 ? 1 : 2 })),
});
const resnet50 = imagenet({ ...resnet34, block: 'bottleneck' });

const renamed = (file: Safetensors, rename: (name: string) => string): Safetensors => ({
  ...file,
  tensors: new Map([...file.tensors].map(([name, tensor]) => [rename(name), tensor])),
});

describe('torchvision names', () => {
  it.each([
    // Numbers of tensors that state_dict() lists: 62 modules' weights, biases and buffers of ResNet-18, and so on.
    ['resnet18', resnet18, 'basic', [2, 2, 2, 2], 122],
    ['resnet34', resnet34, 'basic', [3, 4, 6, 3], 218],
    ['resnet50', resnet50, 'bottleneck', [3, 4, 6, 3], 320],
  ] as const)('%s fits whole into a network of as many classes', (_, network, block, blocks, listed) => {
    const file = fileOf(resnetTensors({ block, blocks, classes: 1000 }));
    expect(file.tensors.size).toBe(listed);
    const counts = [...file.tensors.keys()].filter((name) => name.endsWith('num_batches_tracked')).length;
    const match = matchWeights(planNetwork(network, input, 1000), file);
    expect(match).toMatchObject({ missing: [], leftOver: [], mismatched: [] });
    expect(match.fits).toHaveLength(listed - counts);
  });

  it('the classifier of a thousand classes does not fit ten, and nothing else is left', () => {
    const file = fileOf(resnetTensors({ block: 'basic', blocks: [2, 2, 2, 2], classes: 1000 }));
    const match = matchWeights(planNetwork(resnet18, input, 10), file);
    expect(match.mismatched).toEqual([
      { name: 'fc.weight', from: 'fc.weight', dtype: 'F32', shape: [1000, 512], own: [10, 512] },
      { name: 'fc.bias', from: 'fc.bias', dtype: 'F32', shape: [1000], own: [10] },
    ]);
    expect([match.missing, match.leftOver]).toEqual([[], []]);
  });

  it('what is not in the file is missing, what has no place is left over', () => {
    const { tensors, metadata } = fileOf(
      resnetTensors({ block: 'basic', blocks: [2, 2, 2, 2], classes: 10 }),
    );
    const file = {
      metadata,
      tensors: new Map([...tensors].filter(([name]) => name !== 'layer2.0.downsample.1.running_var')),
    };
    const deeper = fileOf(resnetTensors({ block: 'basic', blocks: [3, 4, 6, 3], classes: 10 }));
    expect(matchWeights(planNetwork(resnet18, input, 10), file).missing).toEqual([
      'layer2.0.downsample.1.running_var',
    ]);
    const { fits, leftOver } = matchWeights(planNetwork(resnet18, input, 10), deeper);
    expect(fits).toHaveLength(102);
    expect(leftOver).toContain('layer3.5.conv2.weight');
    expect(leftOver.some((name) => name.endsWith('num_batches_tracked'))).toBe(false);
  });
});

describe('names of wrappers and of other code', () => {
  const plan = planNetwork(resnet18, input, 10);
  const file = fileOf(resnetTensors({ block: 'basic', blocks: [2, 2, 2, 2], classes: 10 }));
  it.each([
    ['DataParallel', (name: string) => `module.${name}`],
    ['torch.compile in Lightning', (name: string) => `model._orig_mod.${name}`],
    [
      'shortcut and linear',
      (name: string) => name.replace('downsample', 'shortcut').replace(/^fc/, 'linear'),
    ],
    [
      'transformers',
      (name: string) =>
        name
          .replace(/^conv1\./, 'resnet.embedder.embedder.convolution.')
          .replace(/^bn1\./, 'resnet.embedder.embedder.normalization.')
          .replace(/^fc\./, 'classifier.1.')
          .replace(
            /^layer(\d)\.(\d)\.downsample\.(\d)/,
            (_, stage: string, block: string, part: string) =>
              `resnet.encoder.stages.${Number(stage) - 1}.layers.${block}.shortcut.${part === '0' ? 'convolution' : 'normalization'}`,
          )
          .replace(
            /^layer(\d)\.(\d)\.(conv|bn)(\d)/,
            (_, stage: string, block: string, part: string, layer: string) =>
              `resnet.encoder.stages.${Number(stage) - 1}.layers.${block}.layer.${Number(layer) - 1}.${part === 'conv' ? 'convolution' : 'normalization'}`,
          ),
    ],
  ])('of %s', (_, rename) => {
    const match = matchWeights(plan, renamed(file, rename));
    expect(match).toMatchObject({ missing: [], leftOver: [], mismatched: [] });
    for (const { name, from } of match.fits) expect(rename(name)).toBe(from);
  });

  it('a name as it is comes before one with a wrapper, which is left over', () => {
    const tensors = new Map([...renamed(file, (name) => `model.${name}`).tensors, ...file.tensors]);
    const { fits, leftOver } = matchWeights(plan, { ...file, tensors });
    expect(fits.every(({ name, from }) => name === from)).toBe(true);
    expect(leftOver).toHaveLength(fits.length);
  });

  it("timm's squeeze-and-excitation, whose matrices are 1×1 convolutions", () => {
    const stages = resnet50.stages.map((stage) => ({ ...stage, reduction: 16 }));
    const seresnet50 = planNetwork({ ...resnet50, stages }, input, 10);
    const given = fileOf(
      resnetTensors({ block: 'bottleneck', blocks: [3, 4, 6, 3], classes: 10, excitation: 16 }),
    );
    expect(given.tensors.get('layer1.0.se.fc1.weight')?.shape).toEqual([16, 256, 1, 1]);
    expect(matchWeights(seresnet50, given)).toMatchObject({ missing: [], leftOver: [], mismatched: [] });
  });
});

describe('what a network begins with', () => {
  const network: NetworkConfig = {
    ...DEFAULTS.network,
    stemWidth: 4,
    stages: [
      { blocks: 1, width: 4, stride: 1 },
      { blocks: 0, width: 4, stride: 1 },
      { blocks: 0, width: 4, stride: 1 },
    ],
  };
  const plan = planNetwork(network, { height: 8, width: 8, channels: 1 }, 10);
  const initial = Float32Array.from({ length: plan.parameterCount }, (_, i) => -i);
  let offset = 0;
  const entries = plan.parameters.map(({ name, shape }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    offset += size;
    return { name, offset: offset - size, size };
  });

  it('is what fits, in our layout, and else as initialised', () => {
    // Filters [4, 1, 3, 3] of ascending numbers: that from input 0 to output 2 at row 1, column 0 is 2·9 + 3.
    const filter = Float32Array.from({ length: 36 }, (_, i) => i);
    const file = readSafetensors(
      writeSafetensors(
        new Map([
          ['module.conv1.weight', { shape: [4, 1, 3, 3], values: filter }],
          ['module.bn1.running_var', { shape: [4], values: Float32Array.of(1, 2, 3, 4) }],
          ['module.fc.bias', { shape: [1000], values: new Float32Array(1000) }],
        ]),
      ),
    );
    const { parameters, statistics } = beginningOf(plan, file, initial);
    const stem = entries.find(({ name }) => name === 'conv1.weight')!;
    // Ours is [3, 3, 1, 4].
    expect(parameters[stem.offset + (3 * 1 + 0) * 4 + 2]).toBe(21);
    const rest = entries.filter(({ name }) => name !== 'conv1.weight');
    for (const { offset, size } of rest)
      expect(parameters.subarray(offset, offset + size)).toEqual(initial.subarray(offset, offset + size));
    expect(statistics.get('bn1')).toEqual({
      mean: new Float32Array(4),
      variance: Float32Array.of(1, 2, 3, 4),
    });
    expect(statistics.get('layer1.0.bn1')?.variance).toEqual(new Float32Array(4).fill(1));
  });

  it.each([
    ['F16', [0x3c00, 0xc000, 0x3800, 0x0001], [1, -2, 0.5, 2 ** -24], Uint16Array],
    ['BF16', [0x3f80, 0xc000, 0x3f00, 0x7f80], [1, -2, 0.5, Infinity], Uint16Array],
  ] as const)('takes numbers of type %s', (dtype, bits, values, Type) => {
    const bytes = new Uint8Array(Type.from(bits).buffer);
    const file = { metadata: {}, tensors: new Map([['bn1.bias', { dtype, shape: [4], bytes }]]) };
    const { parameters } = beginningOf(plan, file, initial);
    const { offset: at } = entries.find(({ name }) => name === 'bn1.bias')!;
    expect([...parameters.subarray(at, at + 4)]).toEqual(values);
  });

  it('whole numbers are no weights', () => {
    const bytes = new Uint8Array(4);
    const file = { metadata: {}, tensors: new Map([['bn1.bias', { dtype: 'I8', shape: [4], bytes }]]) };
    expect(matchWeights(plan, file).mismatched).toEqual([
      { name: 'bn1.bias', from: 'bn1.bias', dtype: 'I8', shape: [4], own: [4] },
    ]);
    expect(beginningOf(plan, file, initial).parameters).toEqual(initial);
  });
});
