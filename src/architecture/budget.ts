/**
 * What a training step costs, and what a browser can bear. Only experiments that would exhaust the memory of a page or
 * take minutes for one step are cut down; slow ones are the user's choice.
 */
import { setBlocks } from '../config/edit';
import type { Repair } from '../config/repairs';
import { blockCount, type ExperimentConfig } from '../config/schema';
import type { NetworkPlan } from './plan';
import { planExperiment } from './plan-experiment';

const FLOAT_BYTES = 4;

/**
 * Tensors of a layer's output size that live until its backward pass: the convolution's output, the normalised values,
 * the activation (or the sum with the shortcut), and one gradient on its way.
 */
const TENSORS_PER_LAYER = 4;

/** Copies of each parameter: the value, its velocity, its gradient and the update being made. */
const COPIES_PER_PARAMETER = 4;

/**
 * Half of what 32-bit WebAssembly can address; the rest is for the data, for what the allocator cannot reuse, and for
 * browsers that grant less.
 */
export const MEMORY_BUDGET = 2 * 1024 ** 3;

/**
 * Of a step of all lanes. WebAssembly on one thread does 3 to 5·10⁹ multiply-adds a second, so this is a step of one to
 * two minutes there, and seconds on a GPU.
 */
export const WORK_BUDGET = 3e11;

/**
 * Estimated bytes that a training step needs on the wasm reference path. Lanes are trained one after another, so the
 * activations of one exist at a time, while the parameters of all do.
 */
export function memoryOf(plan: NetworkPlan, batchSize: number, lanes: number): number {
  // Gates, excitations and scaled branches have tensors of a block's output size beside those of its layers.
  const beside = plan.blocks.reduce((sum, { output, gate, excitation, branchScale, branchGain, order }) => {
    const extras = [
      gate !== null,
      excitation !== null,
      branchScale !== 1 || branchGain !== null,
      order !== 'original',
    ];
    return sum + extras.filter(Boolean).length * output.height * output.width * output.channels;
  }, 0);
  const activations = plan.layers.reduce(
    (sum, { output }) => sum + output.height * output.width * output.channels,
    plan.input.height * plan.input.width * plan.input.channels + beside,
  );
  return (
    FLOAT_BYTES *
    (TENSORS_PER_LAYER * batchSize * activations + COPIES_PER_PARAMETER * lanes * plan.parameterCount)
  );
}

/**
 * Multiply-adds of a training step of all lanes: the forward pass, and twice as many backward, for the gradients of
 * inputs and of filters.
 */
export function multiplyAddsPerStep(plan: NetworkPlan, batchSize: number, lanes: number): number {
  return 3 * plan.multiplyAdds * batchSize * lanes;
}

/** Whether a browser can be expected to train this: see the two budgets. */
function fits(plan: NetworkPlan, batchSize: number, lanes: number): boolean {
  return (
    memoryOf(plan, batchSize, lanes) <= MEMORY_BUDGET &&
    multiplyAddsPerStep(plan, batchSize, lanes) <= WORK_BUDGET
  );
}

/** The batch size halved as often as needed, null where even single images are too much. */
function fittingBatch(config: ExperimentConfig): number | null {
  const plan = planExperiment(config);
  for (let batch = config.batchSize; ; batch = Math.floor(batch / 2)) {
    if (batch < 1) return null;
    if (fits(plan, batch, config.lanes.length)) return batch;
  }
}

/** Blocks per stage, as a link has them. */
function blocksOf({ network }: ExperimentConfig): string {
  return network.stages.map(({ blocks }) => blocks).join(',');
}

/**
 * Cuts a valid config down to what a browser can bear: halves the batch, and where that is not enough takes blocks off
 * the last of the longest stages. A config that fits comes back as it is.
 */
export function fitToBudget(config: ExperimentConfig): {
  config: ExperimentConfig;
  repairs: readonly Repair[];
} {
  let fitted = config;
  let batchSize = fittingBatch(fitted);
  while (batchSize === null && blockCount(fitted.network) > 0) {
    const counts = fitted.network.stages.map(({ blocks }) => blocks);
    const longest = Math.max(...counts);
    fitted = setBlocks(fitted, counts.lastIndexOf(longest), longest - 1);
    batchSize = fittingBatch(fitted);
  }
  const repairs: Repair[] = [];
  const note = (field: string, given: string, used: string): void => {
    if (given !== used) repairs.push({ field, given, used, reason: 'too-large' });
  };
  // Stem and dense layer alone always fit: with all limits at their highest they need 5 MB an image.
  fitted = { ...fitted, batchSize: batchSize ?? 1 };
  note('blocks', blocksOf(config), blocksOf(fitted));
  note('batch', String(config.batchSize), String(fitted.batchSize));
  return repairs.length === 0 ? { config, repairs } : { config: fitted, repairs };
}
