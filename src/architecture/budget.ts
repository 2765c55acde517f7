/**
 * What a training step costs, and what a browser can bear. Only experiments that would exhaust the memory of a page or
 * take minutes for one step are cut down; slow ones are the user's choice.
 */
import { setBlocks } from '../config/edit/edit';
import { editLane, shares } from '../config/edit/lanes';
import { laneField } from '../config/codec/fields';
import type { Repair } from '../config/codec/read';
import {
  architectureOf,
  isClassic,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
} from '../config/schema';
import { costOf, NetworkCosts, type Cost } from './cost';
import { heapFor } from './memory';
import type { LanePlan } from './nodes';
import { inputOf, planLane } from './plan-experiment';

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

/**
 * The measure that links were always cut down by: four tensors a layer. It is no estimate of bytes (see `heapOf` for that),
 * and stays so that what was cut down or left whole still is.
 */
export function coarseMemoryOf(plans: readonly LanePlan[], batchSize: number): number {
  return coarseMemoryFor(plans.map(costOf), batchSize);
}

function coarseMemoryFor(lanes: readonly Cost[], batchSize: number): number {
  const activations = Math.max(0, ...lanes.map((lane) => lane.activations));
  const parameters = lanes.reduce((sum, lane) => sum + lane.parameters, 0);
  return FLOAT_BYTES * (TENSORS_PER_LAYER * batchSize * activations + COPIES_PER_PARAMETER * parameters);
}

/**
 * Multiply-adds of a training step of these lanes: the forward pass, and twice as many backward, for the gradients of
 * inputs and of filters.
 */
export function multiplyAddsPerStep(lanes: readonly Pick<Cost, 'multiplyAdds'>[], batchSize: number): number {
  return 3 * batchSize * lanes.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
}

/** Share of the tightest of the budgets that these take: a browser can be expected to train up to 1. */
export function shareOf(plans: readonly LanePlan[], batchSize: number): number {
  return shareFor(plans.map(costOf), batchSize);
}

function shareFor(lanes: readonly Cost[], batchSize: number): number {
  return Math.max(
    coarseMemoryFor(lanes, batchSize) / COARSE_BUDGET,
    heapFor(lanes, batchSize) / MEMORY_BUDGET,
    multiplyAddsPerStep(lanes, batchSize) / WORK_BUDGET,
  );
}

/** The batch size halved as often as these lanes need, null where even single images are too much. */
function fittingBatch(lanes: readonly Cost[], batchSize: number): number | null {
  for (let batch = batchSize; ; batch = Math.floor(batch / 2)) {
    if (batch < 1) return null;
    if (shareFor(lanes, batch) <= 1) return batch;
  }
}

/** Blocks per stage of a network, whose it is, and the lane whose view it is edited in. */
interface Counts {
  readonly owner: string;
  readonly lane: string;
  readonly network: NetworkConfig;
  readonly blocks: readonly number[];
}

/** Whose network a lane has: its own, or all lanes' without one. */
function ownerOf(lane: LaneConfig): string {
  return shares(lane) ? 'shared' : `own ${lane.id}`;
}

/** The networks of residual blocks in training, in the order of the last lanes that have them. */
function countsOf(config: ExperimentConfig): readonly Counts[] {
  const counts = new Map<string, Counts>();
  for (const lane of config.lanes) {
    const network = architectureOf(config, lane);
    if (isClassic(network)) continue;
    const owner = ownerOf(lane);
    counts.delete(owner);
    counts.set(owner, { owner, lane: lane.id, network, blocks: network.stages.map(({ blocks }) => blocks) });
  }
  return [...counts.values()];
}

/** What is left when so many blocks are taken off, one after the other the last of the longest stage, of equals the last. */
export function shortened<T extends Pick<Counts, 'blocks'>>(
  counts: readonly T[],
  removed: number,
): readonly T[] {
  const all = counts.flatMap(({ blocks }) => blocks);
  const above = (level: number): number => all.reduce((sum, count) => sum + Math.max(0, count - level), 0);
  let level = Math.max(0, ...all);
  while (level > 0 && above(level - 1) <= removed) level--;
  // All are as long as the level at most; of those that are, the last ones lose one more.
  let more = removed - above(level);
  return counts
    .toReversed()
    .map((each) => ({
      ...each,
      blocks: each.blocks
        .toReversed()
        .map((count) => (count >= level && level > 0 && more-- > 0 ? level - 1 : Math.min(count, level)))
        .toReversed(),
    }))
    .toReversed();
}

/** The experiment with these blocks per stage. */
function withCounts(config: ExperimentConfig, counts: readonly Counts[]): ExperimentConfig {
  return counts.reduce(
    (all, { lane, blocks }) =>
      editLane(all, lane, (view) => blocks.reduce((one, count, stage) => setBlocks(one, stage, count), view)),
    config,
  );
}

/** What the lanes of an experiment cost when so many blocks are taken off its networks. */
function costsOf(config: ExperimentConfig, counts: readonly Counts[]): (removed: number) => readonly Cost[] {
  const facts = inputOf(config.data);
  const networks = new Map(counts.map(({ owner, network }) => [owner, new NetworkCosts(network, ...facts)]));
  return (removed) => {
    const costs = new Map(
      shortened(counts, removed).map(({ owner, blocks }) => [owner, networks.get(owner)?.of(blocks)]),
    );
    return config.lanes.map((lane) => costs.get(ownerOf(lane)) ?? costOf(planLane(config, lane)));
  };
}

/** How many blocks have to go for single images to fit. Networks cost less with fewer blocks, nearly in proportion. */
function blocksTooMany(counts: readonly Counts[], shareWithout: (removed: number) => number): number {
  let tooFew = { removed: 0, cost: shareWithout(0) };
  const all = counts.flatMap(({ blocks }) => blocks).reduce((sum, count) => sum + count, 0);
  let enough = { removed: all, cost: shareWithout(all) };
  for (let tries = 1; enough.removed - tooFew.removed > 1; tries++) {
    const distance = enough.removed - tooFew.removed;
    // Every third time by halves: what is not in proportion, as where those that go have strides or widths of their own, ends soon, too.
    const part = tries % 3 === 0 ? 0.5 : (tooFew.cost - 1) / (tooFew.cost - enough.cost);
    const removed = tooFew.removed + Math.max(1, Math.min(distance - 1, Math.round(part * distance)));
    const cost = shareWithout(removed);
    if (cost > 1) tooFew = { removed, cost };
    else enough = { removed, cost };
  }
  return enough.removed;
}

/**
 * The experiment with the batch that fits, and without as many blocks as it takes for single images to. Stem and dense layer
 * alone always fit: with all limits at their highest they need 5 MB an image.
 */
function fitting(config: ExperimentConfig): ExperimentConfig {
  const counts = countsOf(config);
  const without = costsOf(config, counts);
  const whole = fittingBatch(without(0), config.batchSize);
  if (whole !== null) return whole === config.batchSize ? config : { ...config, batchSize: whole };
  const removed = blocksTooMany(counts, (count) => shareFor(without(count), 1));
  const cut = withCounts(config, shortened(counts, removed));
  return { ...cut, batchSize: fittingBatch(without(removed), config.batchSize) ?? 1 };
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
  const fitted = fitting(config);
  if (fitted === config) return { config, repairs: [] };
  const repairs: Repair[] = [];
  const note = (field: string, given: string, used: string): void => {
    if (given !== used) repairs.push({ field, given, used, reason: 'too-large' });
  };
  const used = blocksOf(fitted);
  for (const [field, given] of blocksOf(config)) note(field, given, used.get(field) ?? given);
  note('batch', String(config.batchSize), String(fitted.batchSize));
  return { config: fitted, repairs };
}
