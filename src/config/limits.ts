import { ACTIVATIONS } from './activations';
import { DATA_SET_NAMES, INPUT_SIZES } from './data-sets';

/** Inclusive bounds of every number in a config, and the choices of every name. The controls are made from these. */
export const LIMITS = {
  blocks: { min: 0, max: 30 },
  /** An experiment has at least three stages, of which any may be empty. */
  stages: { min: 3, max: 5 },
  lanes: { min: 1, max: 4 },
  /** Characters of a lane's label. */
  label: { min: 1, max: 24 },
  classicDepth: { min: 5, max: 40 },
  hidden: { min: 0, max: 1024 },
  laneColour: { min: 0, max: 3 },
  stemWidth: { min: 4, max: 64 },
  stageWidth: { min: 4, max: 512 },
  stride: { min: 1, max: 2 },
  stemStride: { min: 1, max: 2 },
  expansion: { min: 1, max: 4 },
  innerWidth: { min: 0.25, max: 16 },
  dilation: { min: 1, max: 4 },
  groups: { min: 1, max: 64 },
  normGroups: { min: 1, max: 64 },
  /** Reduction of squeeze-and-excitation; 0 has none. */
  reduction: { min: 0, max: 32 },
  initDeviation: { min: 0, max: 10 },
  gateBias: { min: -10, max: 10 },
  branchScale: { min: 0, max: 2 },
  dropout: { min: 0, max: 0.9 },
  overrides: 150,
  gain: { min: 0, max: 1 },
  learningRate: { min: 0.00001, max: 10 },
  momentum: { min: 0, max: 0.999 },
  weightDecay: { min: 0, max: 0.1 },
  beta1: { min: 0, max: 0.999 },
  beta2: { min: 0, max: 0.99999 },
  smoothing: { min: 0, max: 0.99999 },
  clip: { min: 0, max: 1000 },
  period: { min: 1, max: 100_000 },
  factor: { min: 0, max: 1 },
  warmUp: { min: 0, max: 100_000 },
  labelSmoothing: { min: 0, max: 0.9 },
  focus: { min: 0, max: 10 },
  shift: { min: 0, max: 8 },
  cutout: { min: 0, max: 32 },
  batchSize: { min: 1, max: 256 },
  testInterval: { min: 0, max: 10_000 },
  seed: { min: 0, max: 999_999 },
  /** Recorded switches, and as many changes of the learning rate. */
  timelineEvents: 500,
  timelineStep: { min: 1, max: 10_000_000 },
} as const;

export const CHOICES = {
  set: DATA_SET_NAMES,
  /** Of any data set; `data-sets.ts` says which sizes one has. */
  inputSize: INPUT_SIZES,
  stemKernel: [3, 5, 7],
  head: ['average', 'flatten'],
  block: ['basic', 'bottleneck'],
  order: [
    'original',
    'norm-after-addition',
    'activation-before-addition',
    'activation-first',
    'pre-activation',
  ],
  kernel: [3, 5],
  norm: ['batch', 'group', 'layer', 'none'],
  activation: ACTIVATIONS,
  initialisation: ['he', 'xavier', 'lecun', 'orthogonal', 'normal', 'zeros'],
  initDistribution: ['normal', 'uniform'],
  initFan: ['in', 'out'],
  branchStart: ['plain', 'zero-last', 'skip-init', 'fixup'],
  shortcut: ['A', 'B', 'C'],
  /** What a lane's own architecture is. */
  architecture: ['own', 'lenet', 'alexnet', 'vgg', 'densenet'],
  pool: ['max', 'average'],
  gate: ['none', 'exclusive', 'shortcut-only'],
  optimiser: ['sgd', 'adam', 'adamw', 'rmsprop'],
  schedule: ['constant', 'steps', 'cosine', 'one-cycle'],
  loss: ['cross-entropy', 'squared-error', 'focal'],
} as const satisfies Record<string, readonly (string | number)[]>;
