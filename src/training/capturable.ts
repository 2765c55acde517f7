/** What a training step captured on the GPU can do. Everything else trains there too, step by step from the processor. */
import type { ClassicConfig } from '../config/classic';
import { architectureOf, isClassic, type ExperimentConfig, type NetworkConfig } from '../config/schema';
import { augments } from '../data/augment';

/**
 * Whether loss and optimiser are those that have kernels, and the images are those of the data set. The networks may be any:
 * an op without a kernel of ours is captured as tfjs's own dispatches.
 */
export function isCapturable(experiment: ExperimentConfig): boolean {
  const { lanes, optimiser, loss, augmentation } = experiment;
  return (
    lanes.every((lane) => isFixed(architectureOf(experiment, lane))) &&
    optimiser.kind === 'sgd' &&
    optimiser.clip === 0 &&
    loss.kind === 'cross-entropy' &&
    loss.smoothing === 0 &&
    !augments(augmentation)
  );
}

/** What is drawn anew in every step cannot be captured once. */
function isFixed(architecture: NetworkConfig | ClassicConfig): boolean {
  if (isClassic(architecture)) return architecture.dropout === 0;
  const { dropout, shortcutDropout, stochasticDepth } = architecture;
  return dropout === 0 && shortcutDropout === 0 && stochasticDepth === 0;
}
