/**
 * The experiments that the page offers by name: regimes in which depth does something different to the gradients, and
 * networks of papers (`presets-papers.ts`). What was measured, and where, is told by the texts. A preset is not part of a link: links spell
 * their fields out, so a preset may be improved without changing what anybody shared.
 */
import { DEFAULTS, defaultGain } from '../defaults';
import { clearTimeline } from '../edit/edit';
import { equal } from '../equal';
import { PAPER_NETWORKS, type PaperGroup, type PaperId } from './papers';
import type { ActivationName, ExperimentConfig, InitialisationName, NormKind } from '../schema';

type MeasuredRegime = 'exploding' | 'signal-loss' | 'vanishing' | 'activation-explosion' | 'small';

/** Heading under which a preset is offered. */
export type Regime = MeasuredRegime | PaperGroup;

export type PresetId =
  `${'exploding' | 'signal-loss' | 'vanishing' | 'activation-explosion'}-${20 | 56}` | 'resnet-8' | PaperId;

export interface Preset {
  readonly id: PresetId;
  readonly regime: Regime;
  /** Weight layers on the longest path. */
  readonly depth: number;
  readonly config: ExperimentConfig;
}

interface Recipe {
  readonly norm: NormKind;
  readonly activation: ActivationName;
  readonly initialisation: InitialisationName;
  readonly learningRate: number;
}

const RECIPES: Readonly<Record<MeasuredRegime, Recipe>> = {
  exploding: { norm: 'batch', activation: 'relu', initialisation: 'he', learningRate: 0.02 },
  'signal-loss': { norm: 'none', activation: 'tanh', initialisation: 'xavier', learningRate: 0.02 },
  vanishing: { norm: 'none', activation: 'sigmoid', initialisation: 'xavier', learningRate: 0.002 },
  'activation-explosion': { norm: 'none', activation: 'relu', initialisation: 'he', learningRate: 0.02 },
  small: { norm: 'batch', activation: 'relu', initialisation: 'he', learningRate: 0.02 },
};

/** A pair of lanes of depth 6n+2, width 8, on Fashion-MNIST at 14×14. */
function preset(id: PresetId, regime: MeasuredRegime, depth: number): Preset {
  const blocks = (depth - 2) / 6;
  const { learningRate, ...recipe } = RECIPES[regime];
  const lane = (name: string) => ({
    id: name,
    gains: Array.from({ length: 3 * blocks }, () => defaultGain(name)),
  });
  const config: ExperimentConfig = {
    data: { set: 'fashion', inputSize: 14 },
    network: {
      ...DEFAULTS.network,
      stemWidth: 8,
      stages: [
        { blocks, width: 8, stride: 1 },
        { blocks, width: 16, stride: 2 },
        { blocks, width: 32, stride: 2 },
      ],
      ...recipe,
      shortcut: 'B',
    },
    lanes: [lane('residual'), lane('plain')],
    optimiser: { ...DEFAULTS.optimiser, learningRate, momentum: 0.9, weightDecay: 0 },
    schedule: DEFAULTS.schedule,
    loss: DEFAULTS.loss,
    augmentation: DEFAULTS.augmentation,
    batchSize: 32,
    testInterval: DEFAULTS.testInterval,
    seeds: { data: 0, init: 0, order: 0 },
    timeline: [],
    rates: [],
  };
  return { id, regime, depth, config };
}

export const PRESETS: readonly Preset[] = [
  preset('exploding-20', 'exploding', 20),
  preset('exploding-56', 'exploding', 56),
  preset('signal-loss-20', 'signal-loss', 20),
  preset('signal-loss-56', 'signal-loss', 56),
  preset('vanishing-20', 'vanishing', 20),
  preset('vanishing-56', 'vanishing', 56),
  preset('activation-explosion-20', 'activation-explosion', 20),
  preset('activation-explosion-56', 'activation-explosion', 56),
  ...PAPER_NETWORKS,
  preset('resnet-8', 'small', 8),
];

/** What a bare address opens. It may change; links, which always carry a version, do not depend on it. */
const OPENING: PresetId = 'exploding-56';

/** The preset that a bare address opens. */
export const OPENING_PRESET: Preset =
  PRESETS.find(({ id }) => id === OPENING) ?? preset(OPENING, 'exploding', 56);

/** The preset that a config equals but for what was recorded in it while training, or null. */
export function presetOf(config: ExperimentConfig): Preset | null {
  const start = clearTimeline(config);
  return PRESETS.find((candidate) => equal(candidate.config, start)) ?? null;
}
