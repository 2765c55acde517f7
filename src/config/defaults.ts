/**
 * What an omitted field means. These values belong to version 1 of the schema and never change: every link ever shared
 * leans on them. Other defaults need another version, with a migration that writes the old ones out (`migrate.ts`).
 * What a bare address opens is another question, answered in `presets.ts`.
 */
import { power } from './arithmetic';
import { LIMITS } from './limits';
import type { ExperimentConfig } from './schema';

/** Depth 56 as the papers count it: three stages of nine basic blocks. */
const BLOCKS = 9;

export const DEFAULTS: ExperimentConfig = {
  data: { set: 'fashion', inputSize: 14 },
  network: {
    stemWidth: 8,
    stemKernel: 3,
    stemStride: 1,
    stemPool: false,
    head: 'average',
    block: 'basic',
    expansion: 4,
    innerWidth: 1,
    order: 'original',
    stages: [
      { blocks: BLOCKS, width: 8, stride: 1 },
      { blocks: BLOCKS, width: 16, stride: 2 },
      { blocks: BLOCKS, width: 32, stride: 2 },
    ],
    overrides: [],
    norm: 'batch',
    normGroups: 4,
    activation: 'relu',
    initialisation: 'he',
    initDistribution: 'normal',
    initFan: 'in',
    initDeviation: 0.01,
    branchStart: 'plain',
    fixupScalars: false,
    shortcut: 'B',
    gate: 'none',
    gateBias: -6,
    branchScale: 1,
    dropout: 0,
    shortcutDropout: 0,
    stochasticDepth: 0,
  },
  lanes: [
    { id: 'residual', gains: Array.from({ length: 3 * BLOCKS }, () => 1) },
    { id: 'plain', gains: Array.from({ length: 3 * BLOCKS }, () => 0) },
  ],
  optimiser: {
    kind: 'sgd',
    learningRate: 0.02,
    momentum: 0.9,
    nesterov: false,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.999,
    smoothing: 0.99,
    clip: 0,
  },
  schedule: { kind: 'constant', period: 1000, factor: 0.1, warmUp: 0, momentumCycle: false },
  loss: { kind: 'cross-entropy', smoothing: 0, focus: 2 },
  augmentation: { shift: 0, flip: false, cutout: 0 },
  batchSize: 32,
  testInterval: 100,
  seeds: { data: 0, init: 0, order: 0 },
  timeline: [],
  rates: [],
};

/** Gain of every skip connection of a lane of which nothing else is said. */
export function defaultGain(lane: string): number {
  return lane === 'plain' ? 0 : 1;
}

/** Widths of stages of which nothing else is said: each twice the one before, as in the papers. */
export function usualWidths(stemWidth: number, stages: number = LIMITS.stages.min): number[] {
  return Array.from({ length: stages }, (_, index) =>
    Math.min(stemWidth * power(2, index), LIMITS.stageWidth.max),
  );
}

/** Strides of stages of which nothing else is said: all but the first halve the image. */
export function usualStrides(stages: number): number[] {
  return Array.from({ length: stages }, (_, index) => (index === 0 ? 1 : 2));
}
