/**
 * The longest link that a valid experiment can have is read whole: every value as long as its setting allows, and no two alike in a
 * row.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { DEFAULTS } from '../defaults';
import { LIMITS } from '../limits';
import type { BlockOverride, ExperimentConfig, NetworkConfig } from '../schema';
import type { Scalar, Value } from '../setting-kinds';
import { partOf } from '../parts';
import { SETTINGS, type Part, type PartName } from '../settings';
import { formatScalar } from './format';
import { decode, encode, LONGEST_HASH } from './url';

/** Two numbers between 0 and 1 of 24 characters, the most that a positive number has, and one of 23 that may be a learning rate. */
const [LONG, OTHER, RATE] = [1.2345678901234567e-6, 1.3579135791357912e-6, 1.3579135791357913e-5];
/** For what is not that small, in the order of their lengths. */
const LARGER = [10.12345678901234, 10.98765432101234, 1.123456789012345, 1.234567890123456];

/** What a setting may be, the longest first. */
function longest(setting: Scalar): readonly Value[] {
  const all = ((): readonly Value[] => {
    if (setting.kind === 'flag') return [true, false];
    if (setting.kind === 'choice') return setting.choices;
    const { min, max } = setting;
    const numbers = setting.integer
      ? [max, max - 1]
      : [LONG, OTHER, RATE, ...LARGER].flatMap((number) => [-number, number]);
    return numbers.filter((number) => min <= number && number <= max);
  })();
  return all.toSorted((a, b) => formatScalar(b).length - formatScalar(a).length);
}

/** A part of an experiment in which every setting is the longest that is not taken. */
function longestPart<Name extends PartName>(part: Name, taken: Part<Name>): Part<Name> {
  const values = taken as Readonly<Record<string, Value>>;
  return partOf(part, (_, setting) => {
    const value = longest(setting).find((one) => one !== values[setting.name]);
    if (value === undefined) throw new Error(`${setting.path} has a single value`);
    return value;
  });
}

const alternating = <T>(length: number, one: T, other: T): T[] =>
  Array.from({ length }, (_, i) => (i % 2 === 0 ? one : other));

const BLOCKS = LIMITS.stages.max * SETTINGS.blocks.max;

const overrides = (odd: 0 | 1): readonly BlockOverride[] =>
  Array.from({ length: BLOCKS }, (_, block) => ({
    block,
    kind: 'bottleneck',
    width: 500 + ((block + odd) % 2),
    stride: 2,
    dilation: 2,
    groups: 64,
    kernel: 5,
  }));

/** That of every lane. */
const own: NetworkConfig = {
  ...longestPart('network', DEFAULTS.network),
  stages: Array.from({ length: LIMITS.stages.max }, (_, stage) => ({
    blocks: SETTINGS.blocks.max,
    width: 200 + stage,
    stride: 2,
    dilation: 4,
    groups: 32,
    kernel: 5,
    reduction: 16,
  })),
  overrides: overrides(1),
};

/** That of the experiment, which no lane has: another in all that lanes then have to say. */
const shared: NetworkConfig = {
  ...longestPart('network', own),
  stages: own.stages.map(({ blocks, width }) => ({
    blocks: blocks - 10,
    width: width + 100,
    stride: 1,
    dilation: 3,
    groups: 31,
    reduction: 15,
  })),
  overrides: overrides(0).slice(0, 100),
};

/** Four lanes of the longest names and labels, each with the longest network of its own, and a full record of changes. */
function longestExperiment(): ExperimentConfig {
  const ids = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(24));
  const steps = Array.from(
    { length: LIMITS.timelineEvents },
    (_, i) => LIMITS.timelineStep.max - i,
  ).reverse();
  return {
    data: { set: 'shapes', inputSize: 28 },
    network: shared,
    lanes: ids.map((id, lane) => ({
      id,
      gains: alternating(BLOCKS, LONG, OTHER),
      network: own,
      label: '\u{10fffd}'.repeat(LIMITS.label.max),
      colour: (lane + 1) % ids.length,
    })),
    optimiser: longestPart('optimiser', DEFAULTS.optimiser),
    schedule: longestPart('schedule', DEFAULTS.schedule),
    loss: longestPart('loss', DEFAULTS.loss),
    augmentation: longestPart('augmentation', DEFAULTS.augmentation),
    ...longestPart('', DEFAULTS),
    seeds: longestPart('seeds', DEFAULTS.seeds),
    // All at the longest step: runs of three digits, of which none is twice and none goes on another.
    timeline: steps.map((_, i) => {
      const [turn, run] = [Math.floor(i / 160), Math.floor(i / ids.length) % 40];
      const block = [100 + run, BLOCKS - 1 - turn] as const;
      return { step: LIMITS.timelineStep.max, lane: ids[i % ids.length] ?? '', block, gain: LONG };
    }),
    rates: steps.map((step) => ({ step, rate: RATE })),
  };
}

it('the longest experiment is valid, and its link is read to the end', () => {
  expect([LONG, OTHER, RATE].map((number) => String(number).length)).toEqual([24, 24, 23]);
  const config = longestExperiment();
  const hash = encode(config);
  expect(decode(hash)).toStrictEqual({ config, repairs: [] });
  // The `#` is not counted. Room for some fields more is left, but not so much that the bound says nothing.
  expect(hash.length - 1).toBeLessThanOrEqual(LONGEST_HASH);
  expect(hash.length).toBeGreaterThan(0.8 * LONGEST_HASH);
});

it('no other experiment has a longer one', () => {
  const { length } = encode(longestExperiment());
  fc.assert(
    fc.property(experiments, (config) => {
      expect(encode(config).length).toBeLessThan(length);
    }),
  );
});
