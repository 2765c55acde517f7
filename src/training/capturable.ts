/** What a training step captured on the GPU can do. Everything else trains there too, step by step from the processor. */
import type { NetworkPlan } from '../architecture/plan';
import type { ExperimentConfig } from '../config/schema';
import { augments } from '../data/augment';
import { isFused } from '../ops/pointwise';

/** Whether every op of the experiment is one of the GPU's own kernels, and its optimiser that of the packed update. */
export function isCapturable(
  { optimiser, loss, augmentation }: ExperimentConfig,
  plan: NetworkPlan,
): boolean {
  return (
    optimiser.kind === 'sgd' &&
    optimiser.clip === 0 &&
    loss.kind === 'cross-entropy' &&
    loss.smoothing === 0 &&
    !augments(augmentation) &&
    (plan.norm === 'batch' || plan.norm === 'none') &&
    isFused(plan.activation) &&
    plan.head === 'average' &&
    !plan.stemEnd.pooled &&
    plan.blocks.every(
      ({ order, branch, gate, excitation, branchScale, branchGain }) =>
        order === 'original' &&
        gate === null &&
        excitation === null &&
        branchScale === 1 &&
        branchGain === null &&
        branch.every(({ dilation, groups }) => dilation === 1 && groups === 1),
    )
  );
}
