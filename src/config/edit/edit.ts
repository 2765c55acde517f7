/**
 * Changes of a config as the controls make them: pure, each giving a new config. The values handed in are not checked
 * here; whoever stores the result passes it through `repair.ts`.
 */
import { nearestInputSize, type KnownSetName } from '../data-sets';
import { defaultGain, defaultWidths } from '../defaults';
import { changeSharing, editLane, shares } from './lanes';
import { LIMITS } from '../limits';
import type { Scalar, Value } from '../setting-kinds';
import { SETTINGS } from '../settings';
import {
  depthOf,
  type Blocks,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
  type RateEvent,
  type SwitchEvent,
} from '../schema';
import { covers, moveSwitches, runsOfBlocks } from '../switches';

/** The most frequent gain of a lane, the earliest of equals; of a lane without blocks, its default. */
function prevailingGain(lane: LaneConfig): number {
  const counts = new Map<number, number>();
  for (const gain of lane.gains) counts.set(gain, (counts.get(gain) ?? 0) + 1);
  let best = defaultGain(lane.id);
  let most = 0;
  for (const [gain, count] of counts) {
    if (count > most) [best, most] = [gain, count];
  }
  return best;
}

/**
 * Sets the number of blocks of a stage of the experiment's network. Blocks come and go at the end of the stage; the others keep their gains,
 * their own settings and their recorded switches, new ones take the gain that prevails in their lane.
 */
export function setBlocks(config: ExperimentConfig, stage: number, blocks: number): ExperimentConfig {
  const { stages } = config.network;
  const old = stages[stage];
  if (old === undefined || old.blocks === blocks) return config;
  const first = stages.slice(0, stage).reduce((sum, { blocks: count }) => sum + count, 0);
  const kept = first + Math.min(old.blocks, blocks);
  const end = first + old.blocks;
  const added = Math.max(0, blocks - old.blocks);
  const lanes = changeSharing(config.lanes, (lane) => ({
    ...lane,
    gains: [
      ...lane.gains.slice(0, kept),
      ...Array.from({ length: added }, () => prevailingGain(lane)),
      ...lane.gains.slice(end),
    ],
  }));
  const sharing = new Set(config.lanes.filter(shares).map(({ id }) => id));
  const placeOf = (block: number): number | undefined =>
    block < kept ? block : block < end ? undefined : block + blocks - old.blocks;
  const timeline = moveSwitches(config.timeline, sharing, placeOf);
  const overrides = config.network.overrides.flatMap((override) => {
    if (override.block < kept) return [override];
    return override.block < end ? [] : [{ ...override, block: override.block + blocks - old.blocks }];
  });
  const changed = stages.map((each, index) => (index === stage ? { ...each, blocks } : each));
  return { ...config, network: { ...config.network, stages: changed, overrides }, lanes, timeline };
}

/** Sets the width of the stem, and the stages' to once, twice, four times that and so on. */
export function setWidth(config: ExperimentConfig, width: number): ExperimentConfig {
  const widths = defaultWidths(width, config.network.stages.length);
  const stages = config.network.stages.map((stage, index) => ({
    ...stage,
    width: widths[index] ?? stage.width,
  }));
  return { ...config, network: { ...config.network, stemWidth: width, stages } };
}

/** Adds a stage of one block at the end: twice as wide as the last, with half its side; nothing where there are most. */
export function addStage(config: ExperimentConfig): ExperimentConfig {
  const { network } = config;
  const last = network.stages.at(-1);
  if (last === undefined || network.stages.length >= LIMITS.stages.max) return config;
  const stage = { ...last, blocks: 0, width: Math.min(2 * last.width, SETTINGS.widths.max), stride: 2 };
  const stages = [...network.stages, stage];
  return setBlocks({ ...config, network: { ...network, stages } }, stages.length - 1, 1);
}

/** Takes the last stage away with its blocks; nothing where there are fewest. */
export function removeStage(config: ExperimentConfig): ExperimentConfig {
  const count = config.network.stages.length;
  if (count <= LIMITS.stages.min) return config;
  const emptied = setBlocks(config, count - 1, 0);
  return { ...emptied, network: { ...emptied.network, stages: emptied.network.stages.slice(0, -1) } };
}

/**
 * The experiment with so many weight layers in the networks of all lanes, or the nearest number that whole blocks give. Stages
 * without blocks stay empty unless all are; earlier stages take what cannot be shared evenly. Blocks of other settings than
 * their stage are given up, and so is what was recorded while training; lanes keep the gain that prevails in them.
 */
export function withDepth(experiment: ExperimentConfig, depth: number): ExperimentConfig {
  const own = experiment.lanes.filter(
    ({ network, classic }) => network !== undefined && classic === undefined,
  );
  return own.reduce(
    (config, { id }) => editLane(config, id, (view) => deepened(view, depth)),
    deepened(experiment, depth),
  );
}

/** With the network of the experiment that deep, its stages bare. */
function deepened(experiment: ExperimentConfig, depth: number): ExperimentConfig {
  const { network } = experiment;
  return setDepth(clearTimeline({ ...experiment, network: { ...network, overrides: [] } }), depth);
}

/** Weight layers of a block of the kind that a network has, on its longest path. */
export function layersPerBlock({ block }: Pick<NetworkConfig, 'block'>): number {
  return block === 'bottleneck' ? 3 : 2;
}

/** Indices of the stages that blocks are shared among: those that have some, or all where none has. */
export function stagesInUse({ stages }: Pick<NetworkConfig, 'stages'>): readonly number[] {
  const used = stages.flatMap((stage, index) => (stage.blocks > 0 ? [index] : []));
  return used.length > 0 ? used : [...stages.keys()];
}

/**
 * Gives the experiment's network so many weight layers, blocks of its own kind counted (6n + 2 with three stages of n basic blocks,
 * He et al. 2015, arXiv 1512.03385), or the nearest number that whole blocks give. Stages without blocks stay empty unless all
 * are; earlier stages take what cannot be shared evenly. Blocks come and go as `setBlocks` says.
 */
export function setDepth(experiment: ExperimentConfig, depth: number): ExperimentConfig {
  const { network } = experiment;
  const blocks = Math.max(0, Math.round((depth - 2) / layersPerBlock(network)));
  const targets = stagesInUse(network);
  return targets.reduce<ExperimentConfig>((config, stage, place) => {
    const share = Math.floor(blocks / targets.length) + (place < blocks % targets.length ? 1 : 0);
    return setBlocks(config, stage, share);
  }, experiment);
}

/** Depths of the experiment's network that these wishes lead to, in ascending order, each once. */
export function depthsOf(experiment: ExperimentConfig, wished: readonly number[]): number[] {
  const depths = wished.map((depth) => depthOf(withDepth(experiment, depth).network));
  return [...new Set(depths)].toSorted((a, b) => a - b);
}

/** The experiment with another value of a setting, and all else as it is. */
export function withValue(config: ExperimentConfig, { path }: Scalar, value: Value): ExperimentConfig {
  const [part = '', name] = path.split('.');
  if (name === undefined) return { ...config, [part]: value };
  return { ...config, [part]: { ...(config[part as keyof ExperimentConfig] as object), [name]: value } };
}

function switched(lanes: readonly LaneConfig[], event: Omit<SwitchEvent, 'step'>): readonly LaneConfig[] {
  return lanes.map((lane) =>
    lane.id !== event.lane
      ? lane
      : {
          ...lane,
          gains: lane.gains.map((gain, block) => (covers(event.block, block) ? event.gain : gain)),
        },
  );
}

/** Sets the gain at step 0 of blocks of a lane. */
export function setGain(
  config: ExperimentConfig,
  lane: string,
  block: Blocks,
  gain: number,
): ExperimentConfig {
  return { ...config, lanes: switched(config.lanes, { lane, block, gain }) };
}

/** The lanes with the gains in force in the gradient computed at a step. */
export function gainsAt(config: ExperimentConfig, step: number): readonly LaneConfig[] {
  return config.timeline
    .filter((event) => event.step <= step)
    .reduce<readonly LaneConfig[]>(switched, config.lanes);
}

/** The learning rate that the schedule goes on from at a step: that of the optimiser, or the last one set since. */
export function rateAt(
  { optimiser, rates }: Pick<ExperimentConfig, 'optimiser' | 'rates'>,
  step: number,
): number {
  return rates.findLast((event) => event.step <= step)?.rate ?? optimiser.learningRate;
}

/**
 * The experiment with another learning rate in place of the one in force at a step: the optimiser's, or the last one set live, so
 * that a run stays as it was up to there.
 */
export function replaceRate(config: ExperimentConfig, step: number, rate: number): ExperimentConfig {
  const at = config.rates.findLastIndex((event) => event.step <= step);
  const event = config.rates[at];
  return event === undefined
    ? { ...config, optimiser: { ...config.optimiser, learningRate: rate } }
    : { ...config, rates: config.rates.with(at, { ...event, rate }) };
}

/** Forgets what was recorded while training: switches and learning rates. */
export function clearTimeline(config: ExperimentConfig): ExperimentConfig {
  return { ...config, timeline: [], rates: [] };
}

/** Whether anything was recorded while training. */
export function isRecorded({ timeline, rates }: Pick<ExperimentConfig, 'timeline' | 'rates'>): boolean {
  return timeline.length > 0 || rates.length > 0;
}

/** The fewest switches that make gains of the others; `all` where that takes no more, and is how the last one was thrown. */
function switchesBetween(
  before: readonly number[],
  after: readonly number[],
  { step, lane, block: thrown }: SwitchEvent,
): readonly SwitchEvent[] {
  const event = (block: Blocks, gain: number): SwitchEvent => ({ step, lane, block, gain });
  const changed = after.map((gain, block) => (gain === before[block] ? null : gain));
  const runs = runsOfBlocks(changed).map(({ block, value }) => event(block, value));
  const most = prevailingGain({ id: lane, gains: after });
  const rest = runsOfBlocks(after.map((gain) => (gain === most ? null : gain)));
  const inAll = [event('all', most), ...rest.map(({ block, value }) => event(block, value))];
  const saved = runs.length - inAll.length;
  return saved > 0 || (saved === 0 && thrown === 'all') ? inAll : runs;
}

/**
 * Records a switch thrown live. It rewrites the recorded future: later events, rates too, are dropped, and those of its own
 * step and lane become the fewest that come to the same. At step 0 it changes the gains that the run starts with. A switch
 * that changes nothing is not kept, so links stay short. Where the timeline is full nothing is recorded: the run then goes on
 * as thrown, but its link does not replay that switch, which `replaysSwitch` tells.
 */
export function recordSwitch(config: ExperimentConfig, event: SwitchEvent): ExperimentConfig {
  const { step, lane, block, gain } = event;
  if (step <= 0) return clearTimeline(setGain(config, lane, block, gain));
  const past = config.timeline.filter((other) => other.step <= step);
  const rates = config.rates.filter((other) => other.step <= step);
  const others = past.filter((other) => other.step < step || other.lane !== lane);
  const gainsOf = (timeline: readonly SwitchEvent[]): readonly number[] =>
    gainsAt({ ...config, timeline }, step).find(({ id }) => id === lane)?.gains ?? [];
  const own = switchesBetween(gainsOf(others), gainsOf([...past, event]), event);
  const timeline = [...others, ...own];
  return { ...config, timeline: timeline.length > LIMITS.timelineEvents ? past : timeline, rates };
}

/** How many recorded switches and rates of an experiment come after a step: a change made there by hand leaves them out. */
export function changesAfter({ timeline, rates }: ExperimentConfig, step: number): number {
  return [...timeline, ...rates].filter((one) => one.step > step).length;
}

/** Whether a recorded experiment has the gains in force that a switch set. */
export function replaysSwitch(config: ExperimentConfig, { step, lane, block, gain }: SwitchEvent): boolean {
  const gains = gainsAt(config, step).find(({ id }) => id === lane)?.gains ?? [];
  return gains.every((one, index) => one === gain || !covers(block, index));
}

/** The same of a learning rate that was set. */
export function replaysRate(config: ExperimentConfig, { step, rate }: RateEvent): boolean {
  return rateAt(config, step) === rate;
}

/** Records a learning rate set live, as `recordSwitch` does a switch; at step 0 it is the optimiser's. */
export function recordRate(config: ExperimentConfig, { step, rate }: RateEvent): ExperimentConfig {
  if (step <= 0) return clearTimeline({ ...config, optimiser: { ...config.optimiser, learningRate: rate } });
  const timeline = config.timeline.filter((other) => other.step <= step);
  const past = config.rates.filter((other) => other.step < step);
  const changed = { ...config, timeline, rates: past };
  if (rateAt(changed, step) === rate) return changed;
  if (past.length >= LIMITS.timelineEvents) return changed;
  return { ...changed, rates: [...past, { step, rate }] };
}

/** The next seeds, of the weights and of the batches: the same experiment, told by another chance. */
export function nextSeed(config: ExperimentConfig): ExperimentConfig {
  const { min, max } = SETTINGS['seed.init'];
  const next = (seed: number): number => (seed < max ? seed + 1 : min);
  const { data, init, order } = config.seeds;
  return { ...config, seeds: { data, init: next(init), order: next(order) } };
}

/** The same experiment on images that come with the page, as large as they are or nearly so. */
export function withKnownSet(config: ExperimentConfig, set: KnownSetName): ExperimentConfig {
  return { ...config, data: { set, inputSize: nearestInputSize(set, config.data.inputSize) } };
}
