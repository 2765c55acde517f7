/** Adding, copying and removing lanes, and what architecture they have: pure, like the changes of `edit.ts`. */
import { CLASSICS, type ClassicConfig, type ClassicName } from '../classic';
import { choicesOf, setBlockChoices } from './blocks';
import { editLane, viewOfLane } from './lane';
import { LIMITS } from '../limits';
import { blockCount, networkOf, type ExperimentConfig, type LaneConfig } from '../schema';
import { moveSwitch } from '../switches';

/** Whether there is room for another lane. */
export function hasRoom({ lanes }: ExperimentConfig): boolean {
  return lanes.length < LIMITS.lanes.max;
}

/** A name that no lane has: the wished one, or with a number behind it. */
function freeId({ lanes }: ExperimentConfig, wished: string): string {
  const base = wished.replace(/-\d+$/, '').slice(0, 21);
  const taken = (id: string): boolean => lanes.some((lane) => lane.id === id);
  if (!taken(wished)) return wished;
  let number = 2;
  while (taken(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}

/** Adds a lane of a classic network under a name; nothing where there are most. */
export function addClassic(config: ExperimentConfig, kind: ClassicName, label: string): ExperimentConfig {
  if (!hasRoom(config)) return config;
  const lane = { id: freeId(config, kind), gains: [], classic: CLASSICS[kind], label };
  return { ...config, lanes: [...config.lanes, lane] };
}

/** Copies a lane behind itself, with its architecture and the switches recorded for it, under another name and colour. */
export function duplicateLane(config: ExperimentConfig, id: string): ExperimentConfig {
  const at = config.lanes.findIndex((lane) => lane.id === id);
  const lane = config.lanes[at];
  if (lane === undefined || !hasRoom(config)) return config;
  const { label: _label, colour: _colour, ...rest } = lane;
  const copy = { ...rest, id: freeId(config, id) };
  const switches = config.timeline.filter((event) => event.lane === id);
  return {
    ...config,
    lanes: config.lanes.toSpliced(at + 1, 0, copy),
    timeline: [...config.timeline, ...switches.map((event) => ({ ...event, lane: copy.id }))].toSorted(
      (a, b) => a.step - b.step,
    ),
  };
}

/** Takes a lane away with the switches recorded for it; the last one stays. */
export function removeLane(config: ExperimentConfig, id: string): ExperimentConfig {
  const lanes = config.lanes.filter((lane) => lane.id !== id);
  if (lanes.length === 0) return config;
  return { ...config, lanes, timeline: config.timeline.filter(({ lane }) => lane !== id) };
}

function changeOne(
  config: ExperimentConfig,
  id: string,
  change: (lane: LaneConfig) => LaneConfig,
): ExperimentConfig {
  return { ...config, lanes: config.lanes.map((lane) => (lane.id === id ? change(lane) : lane)) };
}

/** Gives a lane its own copy of the network that it shares. */
export function ownNetwork(config: ExperimentConfig, id: string): ExperimentConfig {
  return changeOne(config, id, (lane) =>
    lane.network === undefined && lane.classic === undefined ? { ...lane, network: config.network } : lane,
  );
}

/**
 * Lets a lane share the network of the experiment again. Its blocks keep their gains by their places, and where there are more
 * of them, the last one's; switches of blocks that are gone go with them.
 */
export function shareNetwork(config: ExperimentConfig, id: string): ExperimentConfig {
  const count = blockCount(config.network);
  const changed = changeOne(config, id, ({ network: _network, classic: _classic, ...lane }) => ({
    ...lane,
    gains: Array.from({ length: count }, (_, block) => lane.gains[block] ?? lane.gains.at(-1) ?? 1),
  }));
  const timeline = config.timeline.flatMap((event) =>
    event.lane === id ? moveSwitch(event, (block) => (block < count ? block : undefined)) : [event],
  );
  return { ...changed, timeline };
}

/** Changes settings of a lane's classic network. */
export function setClassic(
  config: ExperimentConfig,
  id: string,
  part: Partial<ClassicConfig>,
): ExperimentConfig {
  return changeOne(config, id, (lane) =>
    lane.classic === undefined ? lane : { ...lane, classic: { ...lane.classic, ...part } },
  );
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
