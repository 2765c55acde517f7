/**
 * Changes of chosen blocks of the experiment's network: their settings, and their places. Pure like those of `edit.ts`. Blocks are named by their
 * index over all stages; whoever moves, copies or removes some is told which indices they have afterwards.
 */
import { changeSharing, editLane, shares, viewOfLane } from './lanes';
import { SETTINGS } from '../settings';
import {
  blockCount,
  networkOf,
  STAGE_DEFAULTS,
  type BlockKind,
  type BlockOverride,
  type BlockSettings,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
} from '../schema';
import { moveSwitches } from '../switches';

/** All that one block can have of its own. */
export interface BlockChoices extends BlockSettings {
  readonly kind: BlockKind;
}

/** A config, and the blocks that the change was about. */
export interface Edited {
  readonly config: ExperimentConfig;
  readonly blocks: readonly number[];
}

/** What a move has done, and what it could not do. */
export interface Moved extends Edited {
  /** Those of `blocks` that stayed, by where they are. */
  readonly stayed: readonly number[];
  /** Why: the next stage is full, or there is none. Null where all moved. */
  readonly why: 'full' | 'end' | null;
}

/** A block as it is carried about. */
interface Item {
  readonly stage: number;
  /** Its index before the change; null for a new one. */
  readonly from: number | null;
  readonly own: Omit<BlockOverride, 'block'>;
  /** Of each lane. */
  readonly gains: readonly number[];
}

/** All blocks, in order. */
function itemsOf({ network, lanes }: ExperimentConfig): Item[] {
  const own = new Map(network.overrides.map(({ block, ...rest }) => [block, rest]));
  const items: Item[] = [];
  network.stages.forEach(({ blocks }, stage) => {
    for (let i = 0; i < blocks; i++) {
      const from = items.length;
      items.push({
        stage,
        from,
        own: own.get(from) ?? {},
        gains: lanes.map(({ gains }) => gains[from] ?? 1),
      });
    }
  });
  return items;
}

/** Puts items, in the order of their stages, back into a config. Recorded switches follow their block, or go with it. */
function withItems(config: ExperimentConfig, items: readonly Item[]): ExperimentConfig {
  const places = new Map(items.flatMap(({ from }, block) => (from === null ? [] : [[from, block] as const])));
  const stages = config.network.stages.map((stage, index) => ({
    ...stage,
    blocks: items.filter((item) => item.stage === index).length,
  }));
  const overrides = items.flatMap(({ own }, block) =>
    Object.keys(own).length === 0 ? [] : [{ block, ...own }],
  );
  const sharing = new Set(config.lanes.filter(shares).map(({ id }) => id));
  return {
    ...config,
    network: { ...config.network, stages, overrides },
    lanes: changeSharing(config.lanes, (lane, at) => ({
      ...lane,
      gains: items.map(({ gains }) => gains[at] ?? 1),
    })),
    timeline: moveSwitches(config.timeline, sharing, (block) => places.get(block)),
  };
}

/** What a block is without settings of its own. */
function inheritedBy(network: NetworkConfig, block: number): BlockChoices | null {
  let first = 0;
  for (const stage of network.stages) {
    if (block < first + stage.blocks) {
      return {
        kind: network.block,
        width: stage.width,
        stride: block === first ? stage.stride : 1,
        dilation: stage.dilation ?? STAGE_DEFAULTS.dilation,
        groups: stage.groups ?? STAGE_DEFAULTS.groups,
        kernel: stage.kernel ?? STAGE_DEFAULTS.kernel,
      };
    }
    first += stage.blocks;
  }
  return null;
}

/** What a block is, null where there is none. */
export function choicesOf(network: NetworkConfig, block: number): BlockChoices | null {
  const inherited = inheritedBy(network, block);
  if (inherited === null) return null;
  const { block: _, ...own } = network.overrides.find((one) => one.block === block) ?? { block };
  return { ...inherited, ...own };
}

/** Gives blocks a setting. What equals a block's stage is not kept as its own, so that links stay short. */
export function setBlockChoices(
  config: ExperimentConfig,
  blocks: readonly number[],
  part: Partial<BlockChoices>,
): ExperimentConfig {
  const chosen = new Set(blocks);
  const items = itemsOf(config).map((item, block) => {
    const inherited = inheritedBy(config.network, block);
    if (!chosen.has(block) || inherited === null) return item;
    const own = Object.entries({ ...item.own, ...part }).filter(
      ([name, value]) => inherited[name as keyof BlockChoices] !== value,
    );
    return { ...item, own: Object.fromEntries(own) };
  });
  return withItems(config, items);
}

/** Makes blocks as their stages are again. */
export function resetBlocks(config: ExperimentConfig, blocks: readonly number[]): ExperimentConfig {
  const overrides = config.network.overrides.filter(({ block }) => !blocks.includes(block));
  return { ...config, network: { ...config.network, overrides } };
}

/** Copies blocks, each run of neighbours of a stage behind itself, with gains and settings; null past a stage's limit. */
export function duplicateBlocks(config: ExperimentConfig, blocks: readonly number[]): Edited | null {
  const chosen = new Set(blocks);
  const old = itemsOf(config);
  const items: Item[] = [];
  const copies: number[] = [];
  let run: Item[] = [];
  old.forEach((item, block) => {
    items.push(item);
    if (!chosen.has(block)) return;
    run.push({ ...item, from: null });
    if (chosen.has(block + 1) && old[block + 1]?.stage === item.stage) return;
    for (const copy of run) copies.push(items.push(copy) - 1);
    run = [];
  });
  const full = config.network.stages.some(
    (_, stage) => items.filter((item) => item.stage === stage).length > SETTINGS.blocks.max,
  );
  return full ? null : { config: withItems(config, items), blocks: copies };
}

/** Adds a block like its stage behind the last of some blocks, with that one's gains; null where its stage is full. */
export function addBlock(config: ExperimentConfig, blocks: readonly number[]): Edited | null {
  const at = Math.max(...blocks);
  const items = itemsOf(config);
  const before = items[at];
  if (before === undefined) return null;
  if ((config.network.stages[before.stage]?.blocks ?? SETTINGS.blocks.max) >= SETTINGS.blocks.max)
    return null;
  items.splice(at + 1, 0, { ...before, from: null, own: {} });
  return { config: withItems(config, items), blocks: [at + 1] };
}

/** Takes blocks out. */
export function removeBlocks(config: ExperimentConfig, blocks: readonly number[]): ExperimentConfig {
  const chosen = new Set(blocks);
  return withItems(
    config,
    itemsOf(config).filter((_, block) => !chosen.has(block)),
  );
}

/**
 * Moves blocks one place towards the input (−1) or the output (1). Within a stage a block changes places with its
 * neighbour; at a stage's edge it goes over into the next stage, at the same place of the network and with the run of
 * blocks behind it, and takes that one's settings where it has none of its own. Blocks that cannot move stay, and so do
 * those that would have to pass them; which ones is told.
 */
export function moveBlocks(config: ExperimentConfig, blocks: readonly number[], by: -1 | 1): Moved {
  const items = itemsOf(config);
  const counts = config.network.stages.map((stage) => stage.blocks);
  const moved = new Set<number>();
  const stayed: number[] = [];
  let why: Moved['why'] = null;
  const order = blocks.toSorted((a, b) => (by < 0 ? a - b : b - a));
  for (const block of order) {
    const item = items[block];
    if (item === undefined) continue;
    const to = block + by;
    const neighbour = items[to];
    if (neighbour?.stage === item.stage) {
      if (moved.has(to)) {
        moved.add(block);
        stayed.push(block);
      } else {
        items[to] = item;
        items[block] = neighbour;
        moved.add(to);
      }
      continue;
    }
    const stage = item.stage + by;
    const count = counts[stage];
    if (count !== undefined && count < SETTINGS.blocks.max) {
      counts[stage] = count + 1;
      counts[item.stage] = (counts[item.stage] ?? 1) - 1;
      items[block] = { ...item, stage };
    } else {
      stayed.push(block);
      if (why !== 'full') why = count === undefined ? 'end' : 'full';
    }
    moved.add(block);
  }
  const ascending = (list: Iterable<number>): number[] => [...list].toSorted((a, b) => a - b);
  return { config: withItems(config, items), blocks: ascending(moved), stayed: ascending(stayed), why };
}

/** A place between two blocks, or at an end of a stage. */
export interface Gap {
  readonly stage: number;
  /** Index of the block behind it; where it is the end of its stage, one more than that of the last block. */
  readonly before: number;
}

/** Whether a stage has room for blocks that come from anywhere. */
export function hasRoom(network: NetworkConfig, blocks: readonly number[], stage: number): boolean {
  const chosen = new Set(blocks);
  const first = network.stages.slice(0, stage).reduce((sum, each) => sum + each.blocks, 0);
  const count = network.stages[stage]?.blocks ?? 0;
  const staying = Array.from({ length: count }, (_, i) => first + i).filter((block) => !chosen.has(block));
  return staying.length + chosen.size <= SETTINGS.blocks.max;
}

/**
 * Puts blocks into a gap, in their order and side by side; settings of their own, gains and recorded switches go with them,
 * what they have from their stage does not. Null where the stage has no room, or no such gap.
 */
export function placeBlocks(config: ExperimentConfig, blocks: readonly number[], gap: Gap): Edited | null {
  const { stages } = config.network;
  const first = stages.slice(0, gap.stage).reduce((sum, each) => sum + each.blocks, 0);
  const count = stages[gap.stage]?.blocks;
  if (count === undefined || gap.before < first || gap.before > first + count) return null;
  if (!hasRoom(config.network, blocks, gap.stage)) return null;
  const chosen = new Set(blocks);
  const items = itemsOf(config);
  const moved = items.filter((_, block) => chosen.has(block)).map((item) => ({ ...item, stage: gap.stage }));
  const ahead = items.filter((_, block) => !chosen.has(block) && block < gap.before);
  const behind = items.filter((_, block) => !chosen.has(block) && block >= gap.before);
  return {
    config: withItems(config, [...ahead, ...moved, ...behind]),
    blocks: moved.map((_, i) => ahead.length + i),
  };
}

/** Lanes whose residual network is another than that of this lane (null: the experiment's), so that blocks can be copied to it. */
export function copyTargets(config: ExperimentConfig, from: string | null): readonly LaneConfig[] {
  const source = viewOfLane(config, from).network;
  const networks = new Set([source]);
  return config.lanes.filter((lane) => {
    const network = networkOf(config, lane);
    if (lane.classic !== undefined || networks.has(network)) return false;
    networks.add(network);
    return true;
  });
}

/** Gives the blocks of another lane the settings of these, place by place; blocks that it does not have are passed over. */
export function copyBlocksTo(
  config: ExperimentConfig,
  from: string | null,
  blocks: readonly number[],
  to: string,
): ExperimentConfig {
  const source = viewOfLane(config, from).network;
  return editLane(config, to, (view) => {
    const count = blockCount(view.network);
    return blocks.reduce((changed, block) => {
      const choices = choicesOf(source, block);
      return choices === null || block >= count ? changed : setBlockChoices(changed, [block], choices);
    }, view);
  });
}
