/** Random valid experiments for property tests, from the bounds of the schema alone. */
import * as fc from 'fast-check';
import { CHOICES, LIMITS, type ExperimentConfig, type SwitchEvent } from './schema';

/** Records with the ordinary prototype, as JSON has them. */
const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const integer = (bounds: { min: number; max: number }) => fc.integer({ min: bounds.min, max: bounds.max });
const real = (bounds: { min: number; max: number }) =>
  fc.double({ min: bounds.min, max: bounds.max, noNaN: true });

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
  }),
  { minLength: LIMITS.stages, maxLength: LIMITS.stages },
);

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
      data: record({
        set: fc.constantFrom(...CHOICES.set),
        inputSize: fc.constantFrom<number>(...CHOICES.inputSize),
      }),
      network: record({
        stemWidth: integer(LIMITS.stemWidth),
        stages: fc.constant(planned),
        norm: fc.constantFrom(...CHOICES.norm),
        activation: fc.constantFrom(...CHOICES.activation),
        initialisation: fc.constantFrom(...CHOICES.initialisation),
        shortcut: fc.constantFrom(...CHOICES.shortcut),
      }),
      lanes: fc.tuple(...ids.map((id) => record({ id: fc.constant(id), gains }))),
      optimiser: record({
        learningRate: real(LIMITS.learningRate),
        momentum: real(LIMITS.momentum),
        weightDecay: real(LIMITS.weightDecay),
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
