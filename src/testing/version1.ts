/** What version 1 of links means, for tests: written out once more, so that a changed default cannot change an old link. */
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig } from '../config/schema';

/**
 * Version 1's defaults, written out once more: a link of version 1 means this for ever. Settings that were added later have the
 * defaults that the table gives them until they are written out here too.
 */
export const VERSION_1: ExperimentConfig = {
  ...DEFAULTS,
  data: { ...DEFAULTS.data, set: 'fashion', inputSize: 14 },
  network: {
    ...DEFAULTS.network,
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
      { blocks: 9, width: 8, stride: 1 },
      { blocks: 9, width: 16, stride: 2 },
      { blocks: 9, width: 32, stride: 2 },
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
    { id: 'residual', gains: Array<number>(27).fill(1) },
    { id: 'plain', gains: Array<number>(27).fill(0) },
  ],
  optimiser: {
    ...DEFAULTS.optimiser,
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
  schedule: {
    ...DEFAULTS.schedule,
    kind: 'constant',
    period: 1000,
    factor: 0.1,
    warmUp: 0,
    momentumCycle: false,
  },
  loss: { ...DEFAULTS.loss, kind: 'cross-entropy', smoothing: 0, focus: 2 },
  augmentation: { ...DEFAULTS.augmentation, shift: 0, flip: false, cutout: 0 },
  batchSize: 32,
  testInterval: 100,
  seeds: { ...DEFAULTS.seeds, data: 0, init: 0, order: 0 },
  timeline: [],
  rates: [],
};

/** The same with other numbers of blocks and the gains that go with them. */
export function withBlocks(blocks: readonly [number, number, number]): ExperimentConfig {
  const total = blocks[0] + blocks[1] + blocks[2];
  return {
    ...VERSION_1,
    network: {
      ...VERSION_1.network,
      stages: VERSION_1.network.stages.map((stage, index) => ({ ...stage, blocks: blocks[index] ?? 0 })),
    },
    lanes: [
      { id: 'residual', gains: Array<number>(total).fill(1) },
      { id: 'plain', gains: Array<number>(total).fill(0) },
    ],
  };
}
