/** Random valid experiments for property tests, from the bounds of the schema alone. */
import * as fc from 'fast-check';
import {
  CLASSIC_DEPTHS,
  CLASSIC_NAMES,
  CLASSIC_SETTINGS,
  CLASSICS,
  classicSettingsOf,
  type ClassicConfig,
} from '../config/classic';
import { formatBlocks } from '../config/codec/format';
import { stageOf } from '../config/codec/networks';
import { DATA_SETS, OWN_LIMITS, type DataConfig, type KnownSetName } from '../config/data-sets';
import { LIMITS } from '../config/limits';
import {
  blockCount,
  type BlockOverride,
  type Blocks,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
  type RateEvent,
  type StageConfig,
  type SwitchEvent,
} from '../config/schema';
import type { Bounds, Scalar, StageSetting, Value } from '../config/setting-kinds';
import { scalarsIn } from '../config/parts';
import { NETWORK_ENTRIES, SETTINGS, type Part, type PartName } from '../config/settings';
import { joined } from '../config/switches';

/** Records with the ordinary prototype, as JSON has them. */
const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const integer = ({ min, max }: Bounds) => fc.integer({ min, max });
/** Without -0, which a text cannot tell from 0. */
const real = ({ min, max }: Bounds) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);

/** Any value that a setting may have. */
function valueOf(setting: Scalar): fc.Arbitrary<Value> {
  switch (setting.kind) {
    case 'number':
      return setting.integer ? integer(setting) : real(setting);
    case 'choice':
      return fc.constantFrom(...setting.choices);
    case 'flag':
      return fc.boolean();
  }
  return setting satisfies never;
}

/** Any number that stages or blocks may have. */
const stageNumber = (setting: StageSetting): fc.Arbitrary<number> =>
  setting.among === undefined ? integer(setting) : fc.constantFrom(...setting.among);

/** Any values of the settings of a part of an experiment. */
function part<Name extends PartName>(name: Name): fc.Arbitrary<Part<Name>> {
  const values = scalarsIn(name).map(([, setting]) => [setting.name, valueOf(setting)]);
  return record(Object.fromEntries(values)) as fc.Arbitrary<Part<Name>>;
}

/** Gains as people set them, and any others. */
const gain = fc.oneof(fc.constantFrom(0, 1, 0.5), real(LIMITS.gain));

const laneIds = fc.oneof(
  fc.constant(['residual', 'plain']),
  fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,23}$/), {
    minLength: LIMITS.lanes.min,
    maxLength: LIMITS.lanes.max,
  }),
);

const STAGE = new Map(
  NETWORK_ENTRIES.flatMap(([, setting]): [string, StageSetting][] =>
    setting.kind === 'numbers' ? [[setting.name, setting]] : [],
  ),
);

/** Stages as people have them, and any others. */
const stages = fc.array(
  record<Required<StageConfig>>(
    Object.fromEntries(
      Array.from(STAGE, ([name, setting]) => {
        const own = stageNumber(setting);
        const { default: usual } = setting;
        return [name, usual === undefined ? own : fc.oneof(fc.constant(usual), own)];
      }),
    ) as { [Name in keyof StageConfig]-?: fc.Arbitrary<number> },
  ).map(stageOf),
  { minLength: LIMITS.stages.min, maxLength: LIMITS.stages.max },
);

function overridesOf(blocks: number): fc.Arbitrary<BlockOverride[]> {
  if (blocks === 0) return fc.constant([]);
  const override = fc
    .record(
      {
        block: fc.integer({ min: 0, max: blocks - 1 }),
        kind: fc.constantFrom(...SETTINGS.block.choices),
        width: stageNumber(SETTINGS.widths),
        stride: stageNumber(SETTINGS.strides),
        dilation: stageNumber(SETTINGS.dilations),
        groups: stageNumber(SETTINGS.groups),
        kernel: stageNumber(SETTINGS.kernels),
      },
      { requiredKeys: ['block'], noNullPrototype: true },
    )
    .filter((each) => Object.keys(each).length > 1) as fc.Arbitrary<BlockOverride>;
  return fc
    .uniqueArray(override, { maxLength: 6, selector: (each) => each.block })
    .map((overrides) => overrides.toSorted((a, b) => a.block - b.block));
}

function timelineOf(ids: readonly string[], blocks: readonly number[]): fc.Arbitrary<SwitchEvent[]> {
  const event = fc.constantFrom(...ids.keys()).chain((lane) => {
    const last = (blocks[lane] ?? 0) - 1;
    const all = fc.constant('all' as const);
    return record({
      step: fc.oneof(fc.integer({ min: 1, max: 20 }), integer(LIMITS.timelineStep)),
      lane: fc.constant(ids[lane] ?? ''),
      block: last < 0 ? all : fc.oneof(all, fc.integer({ min: 0, max: last }), runOf(last)),
      gain,
    });
  });
  return fc
    .uniqueArray(event, { maxLength: 12, selector: (e) => `${e.step} ${e.lane} ${formatBlocks(e.block)}` })
    .map((events) => [...joined(events.toSorted((a, b) => a.step - b.step))]);
}

/** A run of blocks up to at most the last one; a single one where there are no more. */
function runOf(last: number): fc.Arbitrary<Blocks> {
  return fc
    .tuple(fc.integer({ min: 0, max: last }), fc.integer({ min: 0, max: last }))
    .map(([a, b]) => (a === b ? a : [Math.min(a, b), Math.max(a, b)]));
}

const rates: fc.Arbitrary<RateEvent[]> = fc
  .uniqueArray(
    record({
      step: fc.oneof(fc.integer({ min: 1, max: 20 }), integer(LIMITS.timelineStep)),
      rate: real(SETTINGS.lr),
    }),
    { maxLength: 6, selector: ({ step }) => step },
  )
  .map((events) => events.toSorted((a, b) => a.step - b.step));

const networks: fc.Arbitrary<NetworkConfig> = fc.tuple(part('network'), stages).chain(([values, planned]) => {
  const network = { ...values, stages: planned, overrides: [] };
  return overridesOf(blockCount(network)).map((overrides) => ({ ...network, overrides }));
});

/** Classic networks, with the settings that their kinds have. */
const classics: fc.Arbitrary<ClassicConfig> = fc.constantFrom(...CLASSIC_NAMES).chain((kind) => {
  const own = new Set<string>(classicSettingsOf(kind).map(([key]) => key));
  const values = Object.entries(CLASSIC_SETTINGS).map(([key, setting]) => [
    setting.path,
    !own.has(key)
      ? fc.constant(CLASSICS[kind][setting.path])
      : key === 'depth'
        ? fc.constantFrom(...CLASSIC_DEPTHS[kind])
        : valueOf(setting),
  ]);
  return record({ kind: fc.constant(kind), ...Object.fromEntries(values) }) as fc.Arbitrary<ClassicConfig>;
});

/** Labels as people write them. */
const labels = fc
  .oneof(
    fc.constantFrom('ResNet-20', 'a & b = 50 %', '深い', 'x_y*z', "it's (1)"),
    fc.string({ unit: 'grapheme' }),
  )
  .map((text) => Array.from(text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim()))
  .map((characters) => characters.slice(0, LIMITS.label.max).join('').trim())
  .filter((text) => text !== '');

/** Weights of a reader by hash and name. */
const weights = fc.record(
  { hash: fc.stringMatching(/^[0-9a-f]{16}$/), name: fc.constantFrom('resnet18', 'my net (2)', '深い') },
  { noNullPrototype: true },
);

/** What lanes have of their own beside gains: an architecture seldom, looks often. */
function lanesOf(ids: readonly string[], shared: NetworkConfig): fc.Arbitrary<LaneConfig[]> {
  const colours = fc.shuffledSubarray([0, 1, 2, 3], { minLength: ids.length, maxLength: ids.length });
  const own = ids.map((id) =>
    fc
      .tuple(
        fc.option(fc.oneof(networks, fc.constant(shared)), { nil: null, freq: 2 }),
        fc.option(classics, { nil: null, freq: 2 }),
        fc.option(labels, { nil: null }),
        fc.boolean(),
        fc.option(weights, { nil: null, freq: 2 }),
      )
      .chain(([network, classic, label, coloured, own]) => {
        const blocks = classic === null ? blockCount(network ?? shared) : 0;
        const exactly = { minLength: blocks, maxLength: blocks };
        const gains = fc.oneof(
          gain.map((one) => Array.from({ length: blocks }, () => one)),
          fc.array(fc.constantFrom(0, 1), exactly),
          fc.array(gain, exactly),
        );
        return gains.map((each) => ({ id, gains: each, network, classic, label, coloured, weights: own }));
      }),
  );
  return fc.tuple(colours, ...own).map(([palette, ...lanes]) =>
    lanes.map(({ id, gains, network, classic, label, coloured, weights }, lane): LaneConfig => ({
      id,
      gains,
      ...(network !== null && classic === null && { network }),
      ...(classic !== null && { classic }),
      ...(label !== null && { label }),
      ...(coloured && { colour: palette[lane] ?? 0 }),
      ...(weights !== null && { weights }),
    })),
  );
}

function knownData(set: KnownSetName): fc.Arbitrary<DataConfig> {
  return record({ set: fc.constant(set), inputSize: fc.constantFrom<number>(...DATA_SETS[set].sizes) });
}

/** Larger than any batch. */
const ownData: fc.Arbitrary<DataConfig> = record({
  set: fc.constant('own' as const),
  inputSize: fc.integer(OWN_LIMITS.side),
  own: record({
    hash: fc.stringMatching(/^[0-9a-f]{16}$/),
    channels: fc.constantFrom(1, 3),
    classes: fc.integer(OWN_LIMITS.classes),
    train: fc.integer({ min: 256, max: OWN_LIMITS.images.max }),
    // Without what stands between texts in a sentence, which tests of sentences look for.
    name: fc.stringMatching(/^[a-z猫]{1,40}$/),
  }),
});

/** Any valid experiment. */
export const experiments: fc.Arbitrary<ExperimentConfig> = fc
  .tuple(laneIds, networks)
  .chain(([ids, network]) => fc.tuple(fc.constant(network), lanesOf(ids, network)))
  .chain(([network, lanes]) =>
    fc.tuple(
      part(''),
      record({
        data: fc
          .constantFrom(...SETTINGS.set.choices)
          .chain((set) => (set === 'own' ? ownData : knownData(set))),
        network: fc.constant(network),
        lanes: fc.constant(lanes),
        optimiser: part('optimiser'),
        schedule: part('schedule'),
        loss: part('loss'),
        augmentation: part('augmentation'),
        seeds: part('seeds'),
        timeline: timelineOf(
          lanes.map(({ id }) => id),
          lanes.map(({ gains }) => gains.length),
        ),
        rates,
      }),
    ),
  )
  .map(([values, rest]) => ({ ...values, ...rest }));
