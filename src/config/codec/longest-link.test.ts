/** The longest link that a valid experiment can have is read whole: every number as long as numbers get, and no two alike in a row. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { experiments } from '../../testing/arbitrary';
import { LIMITS } from '../limits';
import { SETTINGS } from '../settings';
import type { BlockOverride, ExperimentConfig, NetworkConfig } from '../schema';
import { decode, encode, LONGEST_HASH } from './url';

/** Two numbers between 0 and 1 of 24 characters, the most that a positive number has, and one of 23 that may be a learning rate. */
const [LONG, OTHER, RATE] = [1.2345678901234567e-6, 1.3579135791357912e-6, 1.3579135791357913e-5];
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
  stemWidth: 63,
  stemKernel: 7,
  stemStride: 2,
  stemPool: true,
  head: 'flatten',
  block: 'bottleneck',
  expansion: 2,
  innerWidth: 10.12345678901234,
  order: 'activation-before-addition',
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
  norm: 'group',
  normGroups: 64,
  activation: 'leaky-relu',
  initialisation: 'orthogonal',
  initDistribution: 'uniform',
  initFan: 'out',
  initDeviation: LONG,
  branchStart: 'zero-last',
  fixupScalars: true,
  shortcut: 'C',
  gate: 'shortcut-only',
  gateBias: -LONG,
  branchScale: LONG,
  dropout: LONG,
  shortcutDropout: LONG,
  stochasticDepth: LONG,
};

/** That of the experiment, which no lane has: another in all that lanes then have to say. */
const shared: NetworkConfig = {
  ...own,
  stemWidth: 62,
  stemKernel: 5,
  stemStride: 1,
  stemPool: false,
  head: 'average',
  block: 'basic',
  expansion: 3,
  innerWidth: 10.98765432101234,
  order: 'norm-after-addition',
  stages: own.stages.map(({ blocks, width }) => ({
    blocks: blocks - 10,
    width: width + 100,
    stride: 1,
    dilation: 3,
    groups: 31,
    reduction: 15,
  })),
  overrides: overrides(0).slice(0, 100),
  norm: 'layer',
  normGroups: 63,
  activation: 'sigmoid',
  initialisation: 'xavier',
  initDistribution: 'normal',
  initFan: 'in',
  initDeviation: OTHER,
  branchStart: 'skip-init',
  fixupScalars: false,
  shortcut: 'A',
  gate: 'exclusive',
  gateBias: -OTHER,
  branchScale: OTHER,
  dropout: OTHER,
  shortcutDropout: OTHER,
  stochasticDepth: OTHER,
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
    optimiser: {
      kind: 'rmsprop',
      learningRate: RATE,
      momentum: LONG,
      nesterov: true,
      weightDecay: LONG,
      beta1: LONG,
      beta2: LONG,
      smoothing: LONG,
      clip: LONG,
    },
    schedule: { kind: 'one-cycle', momentumCycle: true, period: 100_000, factor: LONG, warmUp: 100_000 },
    loss: { kind: 'squared-error', smoothing: LONG, focus: LONG },
    augmentation: { shift: 8, flip: true, cutout: 32 },
    batchSize: 256,
    testInterval: 10_000,
    seeds: { data: 999_999, init: 999_999, order: 999_999 },
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
