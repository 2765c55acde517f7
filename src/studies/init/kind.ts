/** Gradients and activations at step 0: of the network at hand, and of the same network at other depths. */
import { isClassicPlan, planLanes } from '../../architecture/plan-experiment';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { depthsField, seedsField, studyOf } from '../../contract/studies';
import { GRADIENT_COST, gradientWork, imagesPerTurn, timesWork } from '../../contract/study-work';

/** Networks at hand and depths: index order is that of the names. */
export interface InitResult {
  readonly kind: 'init';
  readonly lanes: readonly string[];
  readonly seeds: readonly number[];
  /** Images of the batch that the gradients are of. */
  readonly images: number;
  /** [lane]: layers of its main line. */
  readonly layers: readonly (readonly string[])[];
  /** [lane][layer][seed]: L2 norm of dL/dW. */
  readonly gradients: readonly (readonly (readonly number[])[])[];
  /** [lane] */
  readonly blocks: readonly (readonly string[])[];
  /** [lane][block][seed]: standard deviation of the block's output. */
  readonly activations: readonly (readonly (readonly number[])[])[];
  readonly depths: readonly number[];
  /** [depth][lane][seed]: norms of dL/dW of the first and of the last convolution wider than 1×1. */
  readonly first: readonly (readonly (readonly number[])[])[];
  readonly last: readonly (readonly (readonly number[])[])[];
}

export const INIT = studyOf<InitResult>()({
  fields: { seeds: seedsField(5), depths: depthsField(8, 20, 32, 56) },
  // At its own depth a classic network is measured all the same.
  needsBlocks: false,
  work: (experiment, { seeds, depths }) => {
    const deeper = depthsOf(experiment, depths).flatMap((depth) => planLanes(withDepth(experiment, depth)));
    const plans = [...planLanes(experiment), ...deeper.filter((plan) => !isClassicPlan(plan))];
    const images = plans.map((plan) => imagesPerTurn(plan, experiment.batchSize, GRADIENT_COST));
    return timesWork(seeds, gradientWork(plans, Math.min(...images)));
  },
  pace: 1.2,
  makes: (experiment, { depths }) =>
    depthsOf(experiment, depths).map((depth) => withDepth(experiment, depth)),
});
