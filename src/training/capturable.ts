/** What a training step captured on the GPU can do. Everything else trains there too, step by step from the processor. */
import type { ExperimentConfig } from '../config/schema';
import { augments } from '../data/augment';

/**
 * Whether loss and optimiser are those that have kernels, and the images are those of the data set. The network may be any:
 * an op without a kernel of ours is captured as tfjs's own dispatches.
 */
export function isCapturable({ network, optimiser, loss, augmentation }: ExperimentConfig): boolean {
  const { dropout, shortcutDropout, stochasticDepth } = network;
  return (
    // What is drawn anew in every step cannot be captured once.
    dropout === 0 &&
    shortcutDropout === 0 &&
    stochasticDepth === 0 &&
    optimiser.kind === 'sgd' &&
    optimiser.clip === 0 &&
    loss.kind === 'cross-entropy' &&
    loss.smoothing === 0 &&
    !augments(augmentation)
  );
}
