/** The network of a file of weights: those that torchvision and timm publish, and every one that can be built here. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLanes } from '../architecture/plan-experiment';
import { CLASSICS } from '../config/classic';
import { DEFAULTS } from '../config/defaults';
import { isClassic, type NetworkConfig } from '../config/schema';
import { PRESETS } from '../config/presets';
import { fileOf, resnetTensors, type ResnetForm } from '../testing/torchvision';
import { networkByName } from './by-name';
import { networkByShapes } from './by-shapes';
import { matchWeights, wantedOf } from './match';

const forms: readonly (readonly [string, ResnetForm])[] = [
  ['resnet18', { block: 'basic', blocks: [2, 2, 2, 2], classes: 1000 }],
  ['resnet34', { block: 'basic', blocks: [3, 4, 6, 3], classes: 1000 }],
  ['resnet50', { block: 'bottleneck', blocks: [3, 4, 6, 3], classes: 1000 }],
  ['resnet101', { block: 'bottleneck', blocks: [3, 4, 23, 3], classes: 1000 }],
  ['wide_resnet50_2', { block: 'bottleneck', blocks: [3, 4, 6, 3], classes: 1000, widthPerGroup: 128 }],
  [
    'resnext50_32x4d',
    { block: 'bottleneck', blocks: [3, 4, 6, 3], classes: 1000, widthPerGroup: 4, groups: 32 },
  ],
  ['seresnet50', { block: 'bottleneck', blocks: [3, 4, 6, 3], classes: 1000, excitation: 16 }],
];

describe('of weights that others publish', () => {
  it.each(forms)('%s is told by its shapes', (name, form) => {
    const found = networkByShapes(fileOf(resnetTensors(form)), name);
    expect(found?.architecture).toEqual(networkByName(name)?.architecture);
    expect(found?.gaps).toEqual([{ kind: 'assumed-stride', given: '2', used: '2', line: null }]);
  });

  it.each([
    ['nothing', new Map()],
    ['a transformer', new Map([['blocks.0.attn.qkv.weight', [2304, 768]]])],
    ['a stem alone', new Map([['conv1.weight', [64, 3, 7, 7]]])],
    [
      'blocks without convolutions',
      new Map([
        ['conv1.weight', [64, 3, 7, 7]],
        ['layer1.0.bn1.weight', [64]],
      ]),
    ],
  ])('%s is none', (_, shapes) => {
    expect(networkByShapes(fileOf(shapes), 'x')).toBeNull();
  });
});

describe('of weights exported here', () => {
  /** For each lane, how its file fits the network that is made of it. */
  const matchesOf = (config: typeof DEFAULTS) =>
    planLanes(config).map((plan) => {
      const file = fileOf(wantedOf(plan));
      const found = networkByShapes(file, 'x');
      const lanes = [{ id: 'a', gains: [] }];
      const [own] =
        found === null
          ? []
          : planLanes(
              isClassic(found.architecture)
                ? { ...config, lanes: [{ ...lanes[0]!, classic: found.architecture }] }
                : { ...config, network: found.architecture, lanes },
            );
      return own === undefined ? null : matchWeights(own, file);
    });
  const WHOLE = { missing: [], leftOver: [], mismatched: [] };

  it.each(PRESETS.map(({ id, config }) => [id, config] as const))(
    'all of %s fits what is made of it',
    (_, config) => {
      for (const match of matchesOf(config)) expect(match).toMatchObject(WHOLE);
    },
  );

  it.each(Object.values(CLASSICS).map((classic) => [classic.kind, classic] as const))(
    '%s, too',
    (_, classic) => {
      for (const match of matchesOf({ ...DEFAULTS, lanes: [{ id: 'a', gains: [], classic }] }))
        expect(match).toMatchObject(WHOLE);
    },
  );

  it('residual networks of any widths, kinds and groups, too', () => {
    const networks = fc.record({
      block: fc.constantFrom('basic', 'bottleneck'),
      order: fc.constantFrom('original', 'pre-activation'),
      shortcut: fc.constantFrom('A', 'B', 'C'),
      stemKernel: fc.constantFrom(3, 5, 7),
      stages: fc.array(
        fc.record({
          blocks: fc.integer({ min: 1, max: 3 }),
          width: fc.constantFrom(8, 16, 32),
          groups: fc.constantFrom(1, 2, 4),
          kernel: fc.constantFrom(3, 5),
        }),
        { minLength: 3, maxLength: 5 },
      ),
    });
    fc.assert(
      fc.property(networks, ({ stages, ...part }) => {
        const network: NetworkConfig = {
          ...DEFAULTS.network,
          ...(part as Partial<NetworkConfig>),
          stages: stages.map((stage, i) => ({ ...stage, stride: i === 0 ? 1 : 2 })),
        };
        for (const match of matchesOf({ ...DEFAULTS, network, lanes: [{ id: 'a', gains: [] }] }))
          expect(match).toMatchObject(WHOLE);
      }),
      { numRuns: 40 },
    );
  });
});
