/** Networks for the comparison of `model.py` with PyTorch: every choice there is, classics, and random ones. */
import * as fc from 'fast-check';
import { planClassic } from '../../src/architecture/classic';
import type { LanePlan } from '../../src/architecture/nodes';
import { planNetwork } from '../../src/architecture/plan';
import { planLanesFor } from '../../src/architecture/plan-experiment';
import { CLASSIC_DEPTHS, CLASSIC_NAMES, CLASSICS, type ClassicConfig } from '../../src/config/classic';
import { DEFAULTS } from '../../src/config/defaults';
import type { NetworkConfig } from '../../src/config/schema';
import { SETTINGS } from '../../src/config/settings';
import type { ModelLane } from '../../src/pytorch/model';
import { experiments } from '../../src/testing/arbitrary';

const CLASSES = 5;
const RANDOM = 50;
/** Largest network of random ones, in parameters and in multiply-adds, so that all take seconds. */
const LARGEST = { parameters: 400_000, multiplyAdds: 30_000_000 };

/** Networks in one file, of which each lane is a case. */
export interface Sample {
  readonly name: string;
  readonly lanes: readonly ModelLane[];
}

const base: NetworkConfig = {
  ...DEFAULTS.network,
  stemWidth: 4,
  stages: [
    { blocks: 3, width: 4, stride: 1 },
    { blocks: 2, width: 6, stride: 2 },
  ],
};

const FIXUP = { norm: 'none', branchStart: 'fixup', fixupScalars: true } as const;

/** What differs from the base. */
const PARTS: readonly (readonly [string, Partial<NetworkConfig>])[] = [
  ...SETTINGS.order.choices.flatMap((order) =>
    SETTINGS.block.choices.flatMap((block) =>
      SETTINGS.norm.choices.map(
        (norm) =>
          [`${order}, ${block}, norm ${norm}`, { order, block, norm, expansion: 2, normGroups: 2 }] as const,
      ),
    ),
  ),
  ...SETTINGS.order.choices.flatMap((order) =>
    SETTINGS.shortcut.choices.flatMap((shortcut) =>
      SETTINGS.gate.choices.map(
        (gate) => [`${order}, ${shortcut}, gate ${gate}`, { order, shortcut, gate }] as const,
      ),
    ),
  ),
  ...SETTINGS.order.choices.flatMap((order) =>
    SETTINGS.block.choices.map(
      (block) =>
        [`Fixup, ${order}, ${block}`, { ...FIXUP, order, block, expansion: 2, shortcut: 'A' }] as const,
    ),
  ),
  ...SETTINGS.act.choices.map((activation) => [activation, { activation }] as const),
  ...SETTINGS.init.choices.flatMap((initialisation) =>
    SETTINGS['init.form'].choices.map(
      (initDistribution) =>
        [`${initialisation}, ${initDistribution}`, { initialisation, initDistribution }] as const,
    ),
  ),
  ...SETTINGS.start.choices.map((branchStart) => [`starts ${branchStart}`, { branchStart }] as const),
  ['dropout', { dropout: 0.4, shortcutDropout: 0.3 }],
  [
    'dropout of pre-activation, stochastic depth',
    { dropout: 0.4, order: 'pre-activation', stochasticDepth: 0.7 },
  ],
  [
    'everything random, gated',
    { dropout: 0.2, shortcutDropout: 0.3, stochasticDepth: 0.5, gate: 'exclusive' },
  ],
  ['scaled branches, SkipInit', { branchScale: 0.7, branchStart: 'skip-init', stochasticDepth: 0.5 }],
  ['stem of ImageNet, flattened', { stemKernel: 7, stemStride: 2, stemPool: true, head: 'flatten' }],
  ['layer norm, flattened, Fixup', { ...FIXUP, head: 'flatten', stemPool: true, dropout: 0.3 }],
  [
    'stages that differ in everything, one of them empty',
    {
      shortcut: 'A',
      norm: 'group',
      stages: [
        { blocks: 2, width: 8, stride: 1, reduction: 2, groups: 2, kernel: 5 },
        { blocks: 0, width: 6, stride: 2 },
        { blocks: 2, width: 12, stride: 2, reduction: 4, dilation: 2, groups: 3 },
        { blocks: 1, width: 4, stride: 1 },
      ],
    },
  ],
  [
    'single blocks that differ',
    {
      shortcut: 'A',
      order: 'pre-activation',
      overrides: [
        { block: 0, kind: 'bottleneck', groups: 2 },
        { block: 2, width: 3, stride: 2, dilation: 2, kernel: 5 },
        { block: 4, width: 9 },
      ],
    },
  ],
  ['linear pre-activation without norms', { activation: 'linear', norm: 'none', order: 'pre-activation' }],
  ['no block at all', { stages: [{ blocks: 0, width: 4, stride: 1 }] }],
];

/** Gains of 1, of 0, and of all between. */
function gainsOf({ blocks }: LanePlan, of: 'on' | 'off' | 'between'): number[] {
  return blocks.map((_, i) => ({ on: 1, off: 0, between: [0.3, 0, 1, 0.75][i % 4] ?? 1 })[of]);
}

function residualSample([name, part]: readonly [string, Partial<NetworkConfig>]): Sample {
  const plan = planNetwork({ ...base, ...part }, { height: 11, width: 9, channels: 2 }, CLASSES);
  const lanes = (['on', 'off', 'between'] as const).map((id) => ({ id, plan, gains: gainsOf(plan, id) }));
  return { name, lanes };
}

const CLASSIC_PARTS: readonly Partial<ClassicConfig>[] = [
  {},
  { norm: 'batch', pool: 'average', dropout: 0.3, hidden: 12, bottleneck: true },
  { norm: 'group', activation: 'linear', hidden: 8 },
  { norm: 'none', activation: 'mish', dropout: 0.5 },
  { norm: 'layer', activation: 'tanh' },
];

function classicSamples(): Sample[] {
  return CLASSIC_NAMES.flatMap((kind) =>
    CLASSIC_PARTS.map((part, i) => {
      const depths = CLASSIC_DEPTHS[kind];
      const config = { ...CLASSICS[kind], ...part, width: 4, depth: depths[i % depths.length] ?? 5 };
      const side = [8, 16, 12][i % 3] ?? 8;
      const plan = planClassic(config, { height: side, width: side, channels: 3 }, CLASSES);
      return { name: `${kind} ${JSON.stringify(part)}`, lanes: [{ id: kind, plan, gains: [] }] };
    }),
  );
}

/** Random experiments that are small enough, for small images. */
function randomSamples(): Sample[] {
  const found: Sample[] = [];
  const input = { height: 8, width: 8, channels: 3 };
  for (let seed = 0; found.length < RANDOM; seed++) {
    const [config] = fc.sample(experiments, { numRuns: 1, seed });
    if (config === undefined) continue;
    const plans = planLanesFor(config, input, CLASSES);
    const lanes = config.lanes.flatMap(({ id, gains }, i): ModelLane[] => {
      const plan = plans[i];
      const isSmall =
        plan !== undefined &&
        plan.parameterCount <= LARGEST.parameters &&
        plan.multiplyAdds <= LARGEST.multiplyAdds;
      return isSmall ? [{ id, plan, gains }] : [];
    });
    if (lanes.length > 0) found.push({ name: `random ${seed}`, lanes });
  }
  return found;
}

/** All of them. */
export function modelSamples(): readonly Sample[] {
  return [...PARTS.map(residualSample), ...classicSamples(), ...randomSamples()];
}
