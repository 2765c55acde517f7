/**
 * What a training step costs, and what a browser can bear. Only experiments that would exhaust the memory of a page or
 * take minutes for one step are cut down; slow ones are the user's choice.
 */
import { setBlocks } from '../config/edit/edit';
import { editLane, shares } from '../config/edit/lanes';
import { laneField } from '../config/codec/fields';
import type { Repair } from '../config/codec/read';
import { architectureOf, isClassic, type ExperimentConfig, type NetworkConfig } from '../config/schema';
import { heapOf } from './memory';
import { sizeOf } from './layer';
import { isClassicPlan, nodesOfBlock, type LanePlan } from './nodes';
import { planLanes } from './plan-experiment';

const FLOAT_BYTES = 4;

/** What the measure of old links counts: tensors of a layer's output size, and copies of each parameter. */
const TENSORS_PER_LAYER = 4;
const COPIES_PER_PARAMETER = 4;

/** Bytes by the measure of old links that are allowed. */
const COARSE_BUDGET = 2 * 2 ** 30;

/** What 32-bit WebAssembly can address is 4 GiB; the rest is for what the allocator cannot reuse. */
export const MEMORY_BUDGET = 3.75 * 2 ** 30;

/**
 * Of a step of all lanes. WebAssembly on one thread does 3 to 5·10⁹ multiply-adds a second, so this is a step of one to
 * two minutes there, and seconds on a GPU.
 */
export const WORK_BUDGET = 3e11;

/** Numbers of an image that a layer's output, or what stands beside it, holds while a network is trained. */
function activationsOf(plan: LanePlan): number {
  const outputs = plan.layers.reduce((sum, { output }) => sum + sizeOf(output), sizeOf(plan.input));
  if (isClassicPlan(plan)) return outputs + plan.beside;
  // Gates, excitations, scaled branches and Fixup have tensors of a block's output size beside those of its layers.
  const beside = plan.blocks.reduce((sum, block) => {
    const kinds = new Set(nodesOfBlock(block).map(({ kind }) => kind));
    const extras = [
      block.gate !== null,
      kinds.has('excitation'),
      block.branchScale !== 1 || kinds.has('gain'),
      kinds.has('shift'),
      block.order !== 'original',
    ];
    return sum + extras.filter(Boolean).length * sizeOf(block.output);
  }, 0);
  return outputs + beside;
}

/**
 * The measure that links were always cut down by: four tensors a layer. It is no estimate of bytes (see `heapOf` for that),
 * and stays so that what was cut down or left whole still is.
 */
export function coarseMemoryOf(plans: readonly LanePlan[], batchSize: number): number {
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

/** Share of the tightest of the budgets that these take: a browser can be expected to train up to 1. */
export function shareOf(plans: readonly LanePlan[], batchSize: number): number {
  return Math.max(
    coarseMemoryOf(plans, batchSize) / COARSE_BUDGET,
    heapOf(plans, batchSize) / MEMORY_BUDGET,
    multiplyAddsPerStep(plans, batchSize) / WORK_BUDGET,
  );
}

/** The batch size halved as often as needed, null where even single images are too much. */
function fittingBatch(config: ExperimentConfig): number | null {
  const plans = planLanes(config);
  for (let batch = config.batchSize; ; batch = Math.floor(batch / 2)) {
    if (batch < 1) return null;
    if (shareOf(plans, batch) <= 1) return batch;
  }
}

/** Blocks per stage of a network, and the lane whose view it is edited in. */
interface Counts {
  readonly lane: string;
  readonly blocks: readonly number[];
}

/** The networks of residual blocks in training, in the order of the last lanes that have them. */
function countsOf(config: ExperimentConfig): readonly Counts[] {
  const counts = new Map<string, Counts>();
  for (const lane of config.lanes) {
    const architecture = architectureOf(config, lane);
    if (isClassic(architecture)) continue;
    const key = shares(lane) ? 'shared' : `own ${lane.id}`;
    counts.delete(key);
    counts.set(key, { lane: lane.id, blocks: architecture.stages.map(({ blocks }) => blocks) });
  }
  return [...counts.values()];
}

/** What is left when so many blocks are taken off, one after the other the last of the longest stage, of equals the last. */
function shortened(counts: readonly Counts[], removed: number): readonly Counts[] {
  const left = counts.map(({ lane, blocks }) => ({ lane, blocks: [...blocks] }));
  for (let k = 0; k < removed; k++) {
    const most = Math.max(...left.flatMap(({ blocks }) => blocks));
    const network = left.findLast(({ blocks }) => blocks.includes(most));
    network?.blocks.splice(network.blocks.lastIndexOf(most), 1, most - 1);
  }
  return left;
}

/** The experiment with these blocks per stage. */
function withCounts(config: ExperimentConfig, counts: readonly Counts[]): ExperimentConfig {
  return counts.reduce(
    (all, { lane, blocks }) =>
      editLane(all, lane, (view) => blocks.reduce((one, count, stage) => setBlocks(one, stage, count), view)),
    config,
  );
}

/**
 * The experiment without as many blocks as it takes for single images to fit, and the batch that does. Plans take time, so
 * the number is not counted up to but closed in on: fewer blocks cost less, nearly in proportion, but where those that go
 * have strides or widths of their own.
 */
function withoutBlocks(config: ExperimentConfig): { config: ExperimentConfig; batchSize: number } {
  const counts = countsOf(config);
  const cut = (removed: number): ExperimentConfig => withCounts(config, shortened(counts, removed));
  const costOf = (one: ExperimentConfig): number => shareOf(planLanes(one), 1);
  let tooFew = { removed: 0, cost: costOf(config) };
  const all = counts.flatMap(({ blocks }) => blocks).reduce((sum, count) => sum + count, 0);
  let enough = { removed: all, cost: costOf(cut(all)) };
  for (let tries = 1; enough.removed - tooFew.removed > 1; tries++) {
    const distance = enough.removed - tooFew.removed;
    // Every third time by halves: what is not in proportion ends soon, too.
    const part = tries % 3 === 0 ? 0.5 : (tooFew.cost - 1) / (tooFew.cost - enough.cost);
    const removed = tooFew.removed + Math.max(1, Math.min(distance - 1, Math.round(part * distance)));
    const cost = costOf(cut(removed));
    if (cost > 1) tooFew = { removed, cost };
    else enough = { removed, cost };
  }
  const fitted = cut(enough.removed);
  // Stem and dense layer alone always fit: with all limits at their highest they need 5 MB an image.
  return { config: fitted, batchSize: fittingBatch(fitted) ?? 1 };
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
  const whole = fittingBatch(config);
  const cut = whole === null ? withoutBlocks(config) : { config, batchSize: whole };
  const fitted = { ...cut.config, batchSize: cut.batchSize };
  const repairs: Repair[] = [];
  const note = (field: string, given: string, used: string): void => {
    if (given !== used) repairs.push({ field, given, used, reason: 'too-large' });
  };
  const used = blocksOf(fitted);
  for (const [field, given] of blocksOf(config)) note(field, given, used.get(field) ?? given);
  note('batch', String(config.batchSize), String(fitted.batchSize));
  return repairs.length === 0 ? { config, repairs } : { config: fitted, repairs };
}
