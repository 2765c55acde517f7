/**
 * How much work a study is, counted as training steps are (`StepWork`), so that how long it takes can be told before it
 * begins; and how it is cut into pieces between which messages are handled.
 */
import { stepWorkOf, type StepWork } from '../architecture/step-time';
import { planLanes, type LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';

/**
 * Multiply-adds between two turns for messages: WebAssembly on one thread does 4 to 8·10⁹ a second, so a piece of work
 * takes 150 to 300 ms there. Less would mean batches too small for the statistics of batch norm.
 */
const WORK_PER_TURN = 1.2e9;

/** Most workers that a study is spread over: more would wait for memory, not for cores. */
export const MOST_WORKERS = 16;

/** Fewest images that batch norm can take statistics of. */
const FEWEST_IMAGES = 8;

/** Passes, forward and backward, cost three times a forward pass. */
export const GRADIENT_COST = 3;

/** Images that one pass may have, at most `most`, so that messages do not wait. */
export function imagesPerTurn(plan: LanePlan, most: number, cost = 1): number {
  const bearable = Math.floor(WORK_PER_TURN / (cost * plan.multiplyAdds));
  return Math.min(most, Math.max(FEWEST_IMAGES, bearable));
}

/** The experiment with its residual lanes alone: what a study of blocks or of depth can be about. */
export function withBlocksOnly(experiment: ExperimentConfig): ExperimentConfig {
  return { ...experiment, lanes: experiment.lanes.filter(({ classic }) => classic === undefined) };
}

export function sumOfWork(parts: readonly StepWork[]): StepWork {
  return {
    multiplyAdds: parts.reduce((sum, part) => sum + part.multiplyAdds, 0),
    layers: parts.reduce((sum, part) => sum + part.layers, 0),
  };
}

/** The same work so many times; the count need not be whole. */
export function timesWork(count: number, { multiplyAdds, layers }: StepWork): StepWork {
  return { multiplyAdds: count * multiplyAdds, layers: count * layers };
}

/** All lanes of an experiment trained for so many steps. */
export function trainingWork(experiment: ExperimentConfig, steps: number): StepWork {
  return timesWork(steps, stepWorkOf(planLanes(experiment), experiment.batchSize));
}

/**
 * A pass forward and backward through these networks. Studies make their tensors for each, so that a layer costs about twice
 * what it does in a step, apart from its multiply-adds: so it was on wasm, with 20 and with 56 layers.
 */
export function gradientWork(plans: readonly LanePlan[], images: number): StepWork {
  const { multiplyAdds, layers } = stepWorkOf(plans, images);
  return { multiplyAdds, layers: 2 * layers };
}

/** A pass forward through these networks; likewise. */
export function forwardWork(plans: readonly LanePlan[], images: number): StepWork {
  const { multiplyAdds, layers } = stepWorkOf(plans, images);
  return { multiplyAdds: multiplyAdds / GRADIENT_COST, layers };
}
