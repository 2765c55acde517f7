/** Small experiments on made-up data for the tests in the browser. */
import { planLanesFor } from '../../src/architecture/plan-experiment';
import { DEFAULTS } from '../../src/config/defaults';
import type { ExperimentConfig, StageConfig } from '../../src/config/schema';
import type { DataSet, ImageSet } from '../../src/data/dataset';
import { random } from './testing';

export interface Choice {
  readonly blocks?: number;
  readonly width?: number;
  readonly norm?: ExperimentConfig['network']['norm'];
  readonly activation?: ExperimentConfig['network']['activation'];
  readonly shortcut?: ExperimentConfig['network']['shortcut'];
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly nesterov?: boolean;
  readonly optimiser?: Partial<ExperimentConfig['optimiser']>;
  readonly loss?: ExperimentConfig['loss'];
  readonly augmentation?: ExperimentConfig['augmentation'];
  /** What else is unlike the defaults, of the network and of every stage. */
  readonly network?: Partial<ExperimentConfig['network']>;
  readonly stage?: Partial<StageConfig>;
}

/** A residual lane and a plain one, three stages of `blocks` blocks. */
export function experimentOf({
  blocks = 1,
  width = 6,
  norm = 'batch',
  activation = 'relu',
  shortcut = 'B',
  batchSize = 5,
  learningRate = 0.05,
  nesterov = false,
  optimiser = {},
  loss = DEFAULTS.loss,
  augmentation = DEFAULTS.augmentation,
  network = {},
  stage: stageSettings = {},
}: Choice): ExperimentConfig {
  const stage = (factor: number, stride: number) => ({
    blocks,
    width: factor * width,
    stride,
    ...stageSettings,
  });
  const gains = (gain: number): number[] => Array.from({ length: 3 * blocks }, () => gain);
  return {
    ...DEFAULTS,
    network: {
      ...DEFAULTS.network,
      stemWidth: width,
      stages: [stage(1, 1), stage(2, 2), stage(4, 2)],
      norm,
      activation,
      initialisation: activation === 'relu' ? 'he' : 'xavier',
      shortcut,
      ...network,
    },
    lanes: [
      { id: 'residual', gains: gains(1) },
      { id: 'plain', gains: gains(0) },
    ],
    optimiser: {
      ...DEFAULTS.optimiser,
      learningRate,
      nesterov,
      momentum: 0.9,
      weightDecay: 0.001,
      ...optimiser,
    },
    loss,
    augmentation,
    batchSize,
    timeline: [],
  };
}

/** All that a step can be told beside its batch: a clipped Adam, changed images, and every way to drop parts of a network. */
export const everything: Choice = {
  learningRate: 0.01,
  optimiser: { kind: 'adam', clip: 0.5 },
  loss: { kind: 'cross-entropy', smoothing: 0.1, focus: 0 },
  augmentation: { shift: 1, flip: true, cutout: 2 },
  network: { dropout: 0.3, shortcutDropout: 0.2, stochasticDepth: 0.5, branchScale: 0.5 },
};

/** Images of a pattern per class with noise: learnable, and of any shape. */
export function dataOf(side: number, channels: number, classes = 10): DataSet {
  const size = side * side * channels;
  const patterns = random('patterns', [classes, size]).values;
  const set = (label: string, count: number): ImageSet => {
    const noise = random(label, [count, size]).values;
    const labels = Uint8Array.from({ length: count }, (_, i) => (i * 7) % classes);
    const images = noise.map(
      (value, i) => 0.5 * value + (patterns[(labels[Math.floor(i / size)] ?? 0) * size + (i % size)] ?? 0),
    );
    return { images, labels, count };
  };
  return {
    name: 'shapes',
    height: side,
    width: side,
    channels,
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
    mean: [0],
    deviation: [1],
    train: set('train', 64),
    test: set('test', 130),
  };
}

export function plansOf(experiment: ExperimentConfig, data: DataSet) {
  return planLanesFor(experiment, data, data.classes.length);
}

/** Indices of the batch of a step. */
export function batchOf(step: number, size: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: size }, (_, i) => (step * size + i * 3) % 64);
}
