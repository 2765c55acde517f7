/** Networks that ONNX files are checked by: every choice that a network has, the classics, and weights that leave nothing at 0. */
import { CLASSIC_NAMES, CLASSICS, classicSettingsOf, type ClassicConfig } from '../../src/config/classic';
import { DEFAULTS } from '../../src/config/defaults';
import type { NetworkConfig, StageConfig } from '../../src/config/schema';
import { NETWORK_ENTRIES } from '../../src/config/settings';
import { planClassic } from '../../src/architecture/classic';
import type { ImageShape } from '../../src/architecture/layer';
import type { LanePlan } from '../../src/architecture/nodes';
import { planNetwork } from '../../src/architecture/plan';
import { randomStream } from '../../src/data/random';
import { initialParameters, layoutOf } from '../../src/network/parameters';
import type { NormStatistics } from '../../src/pytorch/tensors';

export interface Case {
  readonly name: string;
  readonly plan: LanePlan;
  readonly gains: readonly number[];
}

const CLASSES = 5;
const GREY: ImageShape = { height: 14, width: 14, channels: 1 };
const COLOUR: ImageShape = { height: 16, width: 16, channels: 3 };

/** A block of one shape, one that changes it, and one whose shortcut is off; where a gain is no 1, it is multiplied with. */
const STAGES: readonly StageConfig[] = [
  { blocks: 1, width: 8, stride: 1 },
  { blocks: 2, width: 12, stride: 2 },
];
const GAINS = [1, 0.5, 0];

/** Where the same choice meets another order and another kind of block. */
const BASES: Readonly<Record<string, Partial<NetworkConfig>>> = {
  basic: {},
  bottleneck: { block: 'bottleneck', order: 'pre-activation', shortcut: 'A', expansion: 2 },
};

function residual(name: string, changes: Partial<NetworkConfig>, gains = GAINS, input = GREY): Case {
  const network = { ...DEFAULTS.network, stemWidth: 8, stages: STAGES, ...changes };
  return { name, plan: planNetwork(network, input, CLASSES), gains };
}

/** Every value of every choice, one by one. */
function choices(): Case[] {
  return Object.entries(BASES).flatMap(([base, network]) =>
    NETWORK_ENTRIES.flatMap(([key, setting]) => {
      const values =
        setting.kind === 'choice' ? setting.choices : setting.kind === 'flag' ? [true, false] : [];
      return values.map((value) =>
        residual(`${base} ${key} ${String(value)}`, { ...network, [setting.name]: value }),
      );
    }),
  );
}

const orders = NETWORK_ENTRIES.flatMap(([key, setting]) =>
  key === 'order' && setting.kind === 'choice' ? [...setting.choices] : [],
) as NetworkConfig['order'][];

/** What stands together in places of its own in every order. */
function orderly(): Case[] {
  return orders.flatMap((order) => [
    residual(`${order} without norms`, { order, norm: 'none' }),
    residual(`${order} group norm, 3 groups`, { order, norm: 'group', normGroups: 3 }),
    ...(['A', 'B', 'C'] as const).map((shortcut) =>
      residual(
        `${order} Fixup, shortcut ${shortcut}`,
        { order, shortcut, norm: 'none', branchStart: 'fixup', fixupScalars: true },
        [0.5, 1, 0],
      ),
    ),
    residual(`${order} exclusive gate`, { order, gate: 'exclusive', shortcut: 'C' }, [0.5, 1, 0]),
  ]);
}

/** Numbers that are no choices, and what is of training alone. */
function numbers(): Case[] {
  const stages = (changes: Partial<StageConfig>): readonly StageConfig[] =>
    STAGES.map((stage) => ({ ...stage, ...changes }));
  return [
    residual('dilation 2, groups 4, kernel 5', { stages: stages({ dilation: 2, groups: 4, kernel: 5 }) }),
    residual('squeeze-and-excitation', { stages: stages({ reduction: 4 }), order: 'pre-activation' }),
    residual('branches times 0.3', { branchScale: 0.3, branchStart: 'skip-init' }, [-1, 2, 1]),
    residual('all that drops', { dropout: 0.3, shortcutDropout: 0.2, stochasticDepth: 0.5 }),
    residual(
      'stem 7×7, stride 2, pooled, of colour',
      { stemKernel: 7, stemStride: 2, stemPool: true },
      GAINS,
      COLOUR,
    ),
    residual('flattened, of colour', { head: 'flatten' }, GAINS, COLOUR),
    residual('no blocks', { stages: stages({ blocks: 0 }) }, []),
    residual('overridden blocks', {
      overrides: [
        { block: 0, kind: 'bottleneck', width: 4, groups: 2 },
        { block: 2, kernel: 5, stride: 2 },
      ],
    }),
    residual('fewer channels, option A', { shortcut: 'A', stages: stages({}).toReversed() }),
  ];
}

/** Every value of every choice of every classic network, and the numbers that they have beside. */
function classics(): Case[] {
  return CLASSIC_NAMES.flatMap((kind) => {
    const own: ClassicConfig = { ...CLASSICS[kind], width: 4 };
    const varied = classicSettingsOf(kind).flatMap(([key, setting]) => {
      const values: readonly unknown[] =
        setting.kind === 'choice' ? setting.choices : setting.kind === 'flag' ? [true, false] : [];
      return values.map((value) => ({
        label: `${key} ${String(value)}`,
        changes: { [setting.path]: value },
      }));
    });
    const beside = { label: 'hidden layers, dropout', changes: { hidden: 16, dropout: 0.5 } };
    return [...varied, beside].flatMap(({ label, changes }) =>
      [GREY, COLOUR].map((input): Case => {
        const plan = planClassic({ ...own, ...changes }, input, CLASSES);
        return { name: `${kind} ${label}, ${input.channels} channels`, plan, gains: [] };
      }),
    );
  });
}

export const CASES: readonly Case[] = [...choices(), ...orderly(), ...numbers(), ...classics()];

/** What a network may have learnt: nothing is left at what it starts with, so that what is left out is seen. */
export function learnt(plan: LanePlan): {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly statistics: ReadonlyMap<string, NormStatistics>;
} {
  const parameters = initialParameters(plan, 1);
  for (const { name, role, offset, size } of layoutOf(plan.parameters).entries) {
    const random = randomStream(2, name);
    const deviation = role === 'filter' || role === 'dense' ? 0.1 : 0.4;
    for (let i = offset; i < offset + size; i++)
      parameters[i] = (parameters[i] ?? 0) + deviation * random.normal();
  }
  const statistics = plan.norms.flatMap(({ name, groups, shape: { channels } }) => {
    if (groups !== null) return [];
    const random = randomStream(3, name);
    const drawn = (draw: () => number) => Float32Array.from({ length: channels }, draw);
    const pair = { mean: drawn(() => 0.3 * random.normal()), variance: drawn(() => 0.5 + random.uniform()) };
    return [[name, pair] as const];
  });
  return { parameters, statistics: new Map(statistics) };
}
