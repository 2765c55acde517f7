/** Experiments of the page that show what a rule speaks of, or what helps: presets, with what is another in them. */
import { equal } from '../config/equal';
import { PRESETS, type PresetId } from '../config/presets';
import type { ExperimentConfig, NetworkConfig, OptimiserConfig } from '../config/schema';

interface Recipe {
  readonly preset: PresetId;
  readonly network?: Partial<NetworkConfig>;
  readonly optimiser?: Partial<OptimiserConfig>;
}

const RECIPES = {
  /** 56 layers of sigmoids: the gradient shrinks at each. */
  vanishing: { preset: 'vanishing-56' },
  /** 20 of them with batch norm. */
  'sigmoid-norm': { preset: 'vanishing-20', network: { norm: 'batch' } },
  /** 20 layers of ReLU as He initialises them, without norm. */
  'relu-he': { preset: 'activation-explosion-20' },
  /** 56 layers of tanh: the signal shrinks. */
  'signal-loss': { preset: 'signal-loss-56' },
  /** 56 layers, plain and residual, with batch norm. */
  skips: { preset: 'exploding-56' },
  /** 56 layers without norm: activations grow with depth. */
  growth: { preset: 'activation-explosion-56' },
  /** The same with clipped gradients. */
  clip: { preset: 'activation-explosion-56', optimiser: { clip: 1 } },
  /** ResNet-110 with warm-up. */
  'warm-up': { preset: 'resnet-110' },
  /** A small network that trains, and the same at rates that are too high and too low. */
  healthy: { preset: 'resnet-8' },
  'high-rate': { preset: 'resnet-8', optimiser: { learningRate: 2 } },
  'low-rate': { preset: 'resnet-8', optimiser: { learningRate: 0.00002 } },
  adam: { preset: 'resnet-8', optimiser: { kind: 'adam', learningRate: 0.001 } },
  /** Much weight decay: weights shrink. */
  decay: { preset: 'resnet-8', optimiser: { weightDecay: 0.1 } },
  /** A negative half that passes a little. */
  leaky: { preset: 'activation-explosion-20', network: { activation: 'leaky-relu' } },
  /** Projections of shortcuts that are off get no gradient. */
  idle: { preset: 'exploding-20', network: { shortcut: 'B' } },
} as const satisfies Record<string, Recipe>;

export type TryId = keyof typeof RECIPES;
export const TRIES = Object.keys(RECIPES) as readonly TryId[];

/** The experiment of a try. */
export function experimentOf(id: TryId): ExperimentConfig {
  const recipe: Recipe = RECIPES[id];
  const { config } = PRESETS.find(({ id }) => id === recipe.preset) ?? PRESETS[0] ?? raise(recipe.preset);
  const tried = {
    ...config,
    network: { ...config.network, ...recipe.network },
    optimiser: { ...config.optimiser, ...recipe.optimiser },
  };
  return equal(tried, config) ? config : tried;
}

function raise(id: PresetId): never {
  throw new RangeError(`No preset ${id}`);
}
