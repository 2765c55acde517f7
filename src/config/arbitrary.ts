/** Random valid experiments for property tests, from the bounds of the schema alone. */
import * as fc from 'fast-check';
import { stageOf } from './config-from-fields';
import { DATA_SETS } from './data-sets';
import { CHOICES, LIMITS, type BlockOverride, type ExperimentConfig, type SwitchEvent } from './schema';

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

function timelineOf(ids: readonly string[], blocks: number): fc.Arbitrary<SwitchEvent[]> {
  const block =
    blocks === 0
      ? fc.constant('all' as const)
      : fc.oneof(fc.constant('all' as const), fc.integer({ min: 0, max: blocks - 1 }));
  const event = record({
    step: fc.oneof(fc.integer({ min: 1, max: 20 }), integer(LIMITS.timelineStep)),
    lane: fc.constantFrom(...ids),
    block,
    gain,
  });
  return fc
    .uniqueArray(event, { maxLength: 12, selector: (e) => `${e.step} ${e.lane} ${e.block}` })
    .map((events) => events.toSorted((a, b) => a.step - b.step));
}

/** Any valid experiment. */
export const experiments: fc.Arbitrary<ExperimentConfig> = fc
  .tuple(laneIds, stages)
  .chain(([ids, planned]) => {
    const blocks = planned.reduce((sum, stage) => sum + stage.blocks, 0);
    const exactly = { minLength: blocks, maxLength: blocks };
    const gains = fc.oneof(
      gain.map((one) => Array.from({ length: blocks }, () => one)),
      fc.array(fc.constantFrom(0, 1), exactly),
      fc.array(gain, exactly),
    );
    return record({
      data: fc
        .constantFrom(...CHOICES.set)
        .chain((set) =>
          record({ set: fc.constant(set), inputSize: fc.constantFrom<number>(...DATA_SETS[set].sizes) }),
        ),
      network: record({
        stemWidth: integer(LIMITS.stemWidth),
        stemKernel: fc.constantFrom<number>(...CHOICES.stemKernel),
        stemStride: integer(LIMITS.stemStride),
        stemPool: fc.boolean(),
        head: fc.constantFrom(...CHOICES.head),
        block: fc.constantFrom(...CHOICES.block),
        expansion: integer(LIMITS.expansion),
        order: fc.constantFrom(...CHOICES.order),
        stages: fc.constant(planned),
        overrides: overridesOf(blocks),
        norm: fc.constantFrom(...CHOICES.norm),
        normGroups: integer(LIMITS.normGroups),
        activation: fc.constantFrom(...CHOICES.activation),
        initialisation: fc.constantFrom(...CHOICES.initialisation),
        initDistribution: fc.constantFrom(...CHOICES.initDistribution),
        initFan: fc.constantFrom(...CHOICES.initFan),
        initDeviation: real(LIMITS.initDeviation),
        branchStart: fc.constantFrom(...CHOICES.branchStart),
        shortcut: fc.constantFrom(...CHOICES.shortcut),
        gate: fc.constantFrom(...CHOICES.gate),
        gateBias: real(LIMITS.gateBias),
        branchScale: real(LIMITS.branchScale),
        dropout: real(LIMITS.dropout),
        shortcutDropout: real(LIMITS.dropout),
        stochasticDepth: real(LIMITS.dropout),
      }),
      lanes: fc.tuple(...ids.map((id) => record({ id: fc.constant(id), gains }))),
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
      timeline: timelineOf(ids, blocks),
    });
  });
