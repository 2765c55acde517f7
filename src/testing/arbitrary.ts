/** Random valid experiments for property tests, from the bounds of the schema alone. */
import * as fc from 'fast-check';
import {
  CLASSIC_DEPTHS,
  CLASSIC_SETTINGS,
  CLASSICS,
  type ClassicConfig,
  type ClassicName,
} from '../config/classic';
import { DATA_SETS } from '../config/data-sets';
import { formatBlocks } from '../config/codec/format';
import { stageOf } from '../config/codec/network-from-fields';
import { CHOICES, LIMITS } from '../config/limits';
import type {
  BlockOverride,
  Blocks,
  ExperimentConfig,
  LaneConfig,
  NetworkConfig,
  RateEvent,
  StageConfig,
  SwitchEvent,
} from '../config/schema';
import { joined } from '../config/switches';

/** Records with the ordinary prototype, as JSON has them. */
const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const integer = (bounds: { min: number; max: number }) => fc.integer({ min: bounds.min, max: bounds.max });
/** Without -0, which a text cannot tell from 0. */
const real = (bounds: { min: number; max: number }) =>
  fc.double({ min: bounds.min, max: bounds.max, noNaN: true }).map((value) => value + 0);

/** Gains as people set them, and any others. */
const gain = fc.oneof(fc.constantFrom(0, 1, 0.5), real(LIMITS.gain));

const laneIds = fc.oneof(
  fc.constant(['residual', 'plain']),
  fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,23}$/), {
    minLength: LIMITS.lanes.min,
    maxLength: LIMITS.lanes.max,
  }),
);

const stages = fc.array(
  record({
    blocks: integer(LIMITS.blocks),
    width: integer(LIMITS.stageWidth),
    stride: integer(LIMITS.stride),
    dilation: fc.oneof(fc.constant(1), integer(LIMITS.dilation)),
    groups: fc.oneof(fc.constant(1), integer(LIMITS.groups)),
    kernel: fc.constantFrom<number>(...CHOICES.kernel),
    reduction: fc.oneof(fc.constant(0), integer(LIMITS.reduction)),
  }).map(stageOf),
  { minLength: LIMITS.stages.min, maxLength: LIMITS.stages.max },
);

function overridesOf(blocks: number): fc.Arbitrary<BlockOverride[]> {
  if (blocks === 0) return fc.constant([]);
  const override = fc
    .record(
      {
        block: fc.integer({ min: 0, max: blocks - 1 }),
        kind: fc.constantFrom(...CHOICES.block),
        width: integer(LIMITS.stageWidth),
        stride: integer(LIMITS.stride),
        dilation: integer(LIMITS.dilation),
        groups: integer(LIMITS.groups),
        kernel: fc.constantFrom<number>(...CHOICES.kernel),
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
      rate: real(LIMITS.learningRate),
    }),
    { maxLength: 6, selector: ({ step }) => step },
  )
  .map((events) => events.toSorted((a, b) => a.step - b.step));

const count = (planned: readonly StageConfig[]): number =>
  planned.reduce((sum, stage) => sum + stage.blocks, 0);

const networks: fc.Arbitrary<NetworkConfig> = stages.chain((planned) =>
  record({
    stemWidth: integer(LIMITS.stemWidth),
    stemKernel: fc.constantFrom<number>(...CHOICES.stemKernel),
    stemStride: integer(LIMITS.stemStride),
    stemPool: fc.boolean(),
    head: fc.constantFrom(...CHOICES.head),
    block: fc.constantFrom(...CHOICES.block),
    expansion: integer(LIMITS.expansion),
    innerWidth: real(LIMITS.innerWidth),
    order: fc.constantFrom(...CHOICES.order),
    stages: fc.constant(planned),
    overrides: overridesOf(count(planned)),
    norm: fc.constantFrom(...CHOICES.norm),
    normGroups: integer(LIMITS.normGroups),
    activation: fc.constantFrom(...CHOICES.activation),
    initialisation: fc.constantFrom(...CHOICES.initialisation),
    initDistribution: fc.constantFrom(...CHOICES.initDistribution),
    initFan: fc.constantFrom(...CHOICES.initFan),
    initDeviation: real(LIMITS.initDeviation),
    branchStart: fc.constantFrom(...CHOICES.branchStart),
    fixupScalars: fc.boolean(),
    shortcut: fc.constantFrom(...CHOICES.shortcut),
    gate: fc.constantFrom(...CHOICES.gate),
    gateBias: real(LIMITS.gateBias),
    branchScale: real(LIMITS.branchScale),
    dropout: real(LIMITS.dropout),
    shortcutDropout: real(LIMITS.dropout),
    stochasticDepth: real(LIMITS.dropout),
  }),
);

/** Classic networks, with the settings that their kinds have. */
const classics: fc.Arbitrary<ClassicConfig> = fc
  .constantFrom<ClassicName>('lenet', 'alexnet', 'vgg', 'densenet')
  .chain((kind) => {
    const usual = CLASSICS[kind];
    const has = (setting: keyof ClassicConfig): boolean => CLASSIC_SETTINGS[kind].includes(setting);
    return record({
      kind: fc.constant(kind),
      width: integer(LIMITS.stemWidth),
      depth: fc.constantFrom(...CLASSIC_DEPTHS[kind]),
      hidden: has('hidden') ? integer(LIMITS.hidden) : fc.constant(usual.hidden),
      norm: fc.constantFrom(...CHOICES.norm),
      activation: fc.constantFrom(...CHOICES.activation),
      pool: has('pool') ? fc.constantFrom(...CHOICES.pool) : fc.constant(usual.pool),
      bottleneck: has('bottleneck') ? fc.boolean() : fc.constant(usual.bottleneck),
      dropout: has('dropout') ? real(LIMITS.dropout) : fc.constant(usual.dropout),
      initialisation: fc.constantFrom(...CHOICES.initialisation),
    });
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
      )
      .chain(([network, classic, label, coloured]) => {
        const blocks = classic === null ? count((network ?? shared).stages) : 0;
        const exactly = { minLength: blocks, maxLength: blocks };
        const gains = fc.oneof(
          gain.map((one) => Array.from({ length: blocks }, () => one)),
          fc.array(fc.constantFrom(0, 1), exactly),
          fc.array(gain, exactly),
        );
        return gains.map((each) => ({ id, gains: each, network, classic, label, coloured }));
      }),
  );
  return fc.tuple(colours, ...own).map(([palette, ...lanes]) =>
    lanes.map(({ id, gains, network, classic, label, coloured }, lane): LaneConfig => ({
      id,
      gains,
      ...(network !== null && classic === null && { network }),
      ...(classic !== null && { classic }),
      ...(label !== null && { label }),
      ...(coloured && { colour: palette[lane] ?? 0 }),
    })),
  );
}

/** Any valid experiment. */
export const experiments: fc.Arbitrary<ExperimentConfig> = fc
  .tuple(laneIds, networks)
  .chain(([ids, network]) => fc.tuple(fc.constant(network), lanesOf(ids, network)))
  .chain(([network, lanes]) =>
    record({
      data: fc
        .constantFrom(...CHOICES.set)
        .chain((set) =>
          record({ set: fc.constant(set), inputSize: fc.constantFrom<number>(...DATA_SETS[set].sizes) }),
        ),
      network: fc.constant(network),
      lanes: fc.constant(lanes),
      optimiser: record({
        kind: fc.constantFrom(...CHOICES.optimiser),
        learningRate: real(LIMITS.learningRate),
        momentum: real(LIMITS.momentum),
        nesterov: fc.boolean(),
        weightDecay: real(LIMITS.weightDecay),
        beta1: real(LIMITS.beta1),
        beta2: real(LIMITS.beta2),
        smoothing: real(LIMITS.smoothing),
        clip: real(LIMITS.clip),
      }),
      schedule: record({
        kind: fc.constantFrom(...CHOICES.schedule),
        period: integer(LIMITS.period),
        factor: real(LIMITS.factor),
        warmUp: integer(LIMITS.warmUp),
        momentumCycle: fc.boolean(),
      }),
      loss: record({
        kind: fc.constantFrom(...CHOICES.loss),
        smoothing: real(LIMITS.labelSmoothing),
        focus: real(LIMITS.focus),
      }),
      augmentation: record({
        shift: integer(LIMITS.shift),
        flip: fc.boolean(),
        cutout: integer(LIMITS.cutout),
      }),
      batchSize: integer(LIMITS.batchSize),
      testInterval: integer(LIMITS.testInterval),
      seeds: record({
        data: integer(LIMITS.seed),
        init: integer(LIMITS.seed),
        order: integer(LIMITS.seed),
      }),
      timeline: timelineOf(
        lanes.map(({ id }) => id),
        lanes.map(({ gains }) => gains.length),
      ),
      rates,
    }),
  );
