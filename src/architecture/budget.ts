/**
 * What a training step costs, and what a browser can bear. Only experiments that would exhaust the memory of a page or
 * take minutes for one step are cut down; slow ones are the user's choice.
 */
import { setBlocks } from '../config/edit';
import { editLane } from '../config/edit-lane';
import { laneField } from '../config/fields';
import type { Repair } from '../config/repairs';
import { architectureOf, isClassic, type ExperimentConfig, type NetworkConfig } from '../config/schema';
import { isClassicPlan, planLanes, type LanePlan } from './plan-experiment';

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
export const MEMORY_BUDGET = 2 * 2 ** 30;

/**
 * Of a step of all lanes. WebAssembly on one thread does 3 to 5·10⁹ multiply-adds a second, so this is a step of one to
 * two minutes there, and seconds on a GPU.
 */
export const WORK_BUDGET = 3e11;

/** Numbers of an image that a layer's output, or what stands beside it, holds while a network is trained. */
function activationsOf(plan: LanePlan): number {
  const outputs = plan.layers.reduce(
    (sum, { output }) => sum + output.height * output.width * output.channels,
    plan.input.height * plan.input.width * plan.input.channels,
  );
  if (isClassicPlan(plan)) return outputs + plan.beside;
  // Gates, excitations, scaled branches and Fixup have tensors of a block's output size beside those of its layers.
  const beside = plan.blocks.reduce((sum, block) => {
    const { output, gate, excitation, branchScale, branchGain, scalars, order } = block;
    const extras = [
      gate !== null,
      excitation !== null,
      branchScale !== 1 || branchGain !== null,
      scalars !== null,
      order !== 'original',
    ];
    return sum + extras.filter(Boolean).length * output.height * output.width * output.channels;
  }, 0);
  return outputs + beside;
}

/**
 * Estimated bytes that a training step of these lanes needs on the wasm reference path. Lanes are trained one after another,
 * so the activations of one exist at a time, while the parameters of all do.
 */
export function memoryOf(plans: readonly LanePlan[], batchSize: number): number {
  const activations = Math.max(0, ...plans.map(activationsOf));
  const parameters = plans.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  return FLOAT_BYTES * (TENSORS_PER_LAYER * batchSize * activations + COPIES_PER_PARAMETER * parameters);
}

/**
 * Multiply-adds of a training step of these lanes: the forward pass, and twice as many backward, for the gradients of
 * inputs and of filters.
 */
export function multiplyAddsPerStep(plans: readonly LanePlan[], batchSize: number): number {
  return 3 * batchSize * plans.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
}

/** Whether a browser can be expected to train these: see the two budgets. */
function fits(plans: readonly LanePlan[], batchSize: number): boolean {
  return memoryOf(plans, batchSize) <= MEMORY_BUDGET && multiplyAddsPerStep(plans, batchSize) <= WORK_BUDGET;
}

/** The batch size halved as often as needed, null where even single images are too much. */
function fittingBatch(config: ExperimentConfig): number | null {
  const plans = planLanes(config);
  for (let batch = config.batchSize; ; batch = Math.floor(batch / 2)) {
    if (batch < 1) return null;
    if (fits(plans, batch)) return batch;
  }
}

/** A stage of the network of a lane. */
interface StagePlace {
  readonly lane: string;
  readonly stage: number;
  readonly blocks: number;
}

/** The longest stage of all networks in training, the last of equals; null where none has blocks. */
function longestStage(config: ExperimentConfig): StagePlace | null {
  let longest: StagePlace | null = null;
  for (const lane of config.lanes) {
    const architecture = architectureOf(config, lane);
    if (isClassic(architecture)) continue;
    architecture.stages.forEach(({ blocks }, stage) => {
      if (blocks > 0 && blocks >= (longest?.blocks ?? 0)) longest = { lane: lane.id, stage, blocks };
    });
  }
  return longest;
}

/** Blocks per stage of every network in the experiment, as links have them, by the name of their field. */
function blocksOf({ network, lanes }: ExperimentConfig): Map<string, string> {
  const text = ({ stages }: NetworkConfig): string => stages.map(({ blocks }) => blocks).join(',');
  const own = lanes.flatMap((lane): [string, string][] =>
    lane.network === undefined ? [] : [[laneField(lane.id, 'blocks'), text(lane.network)]],
  );
  return new Map([['blocks', text(network)], ...own]);
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
  for (
    let longest = longestStage(fitted);
    batchSize === null && longest !== null;
    longest = longestStage(fitted)
  ) {
    const { lane, stage, blocks } = longest;
    fitted = editLane(fitted, lane, (view) => setBlocks(view, stage, blocks - 1));
    batchSize = fittingBatch(fitted);
  }
  const repairs: Repair[] = [];
  const note = (field: string, given: string, used: string): void => {
    if (given !== used) repairs.push({ field, given, used, reason: 'too-large' });
  };
  // Stem and dense layer alone always fit: with all limits at their highest they need 5 MB an image.
  fitted = { ...fitted, batchSize: batchSize ?? 1 };
  const used = blocksOf(fitted);
  for (const [field, given] of blocksOf(config)) note(field, given, used.get(field) ?? given);
  note('batch', String(config.batchSize), String(fitted.batchSize));
  return repairs.length === 0 ? { config, repairs } : { config: fitted, repairs };
}
