/**
 * Lanes: what they have of their own and how they look, adding, copying and removing them, and editing the network that one has.
 * Pure, like the changes of `edit.ts`.
 */
import { CLASSICS, type ClassicConfig, type ClassicName } from '../classic';
import { LIMITS } from '../limits';
import { defaultGain } from '../defaults';
import {
  blockCount,
  isClassic,
  type ExperimentConfig,
  type LaneConfig,
  type NetworkConfig,
  type WeightsConfig,
} from '../schema';
import { moveSwitches } from '../switches';

/** Whether a lane has the network of the experiment. */
export function shares({ network, classic }: LaneConfig): boolean {
  return network === undefined && classic === undefined;
}

/** The lanes that have the network of the experiment changed; the others as they are. */
export function changeSharing(
  lanes: readonly LaneConfig[],
  change: (lane: LaneConfig, index: number) => LaneConfig,
): readonly LaneConfig[] {
  return lanes.map((lane, index) => (shares(lane) ? change(lane, index) : lane));
}

/**
 * The experiment as it concerns one lane: where that has a network of its own, this network and this lane alone; else the
 * experiment itself, and so for a lane of a classic network, which has no blocks. Made for changes, see `editLane`.
 */
export function viewOfLane(config: ExperimentConfig, id: string | null): ExperimentConfig {
  const lane = config.lanes.find((one) => one.id === id);
  if (lane?.network === undefined) return config;
  const { network, ...rest } = lane;
  return {
    ...config,
    network,
    lanes: [rest],
    timeline: config.timeline.filter((event) => event.lane === id),
  };
}

/** An experiment whose view of a lane was changed: that lane's network, gains and switches from the view, all else too. */
export function withView(
  config: ExperimentConfig,
  id: string | null,
  view: ExperimentConfig,
): ExperimentConfig {
  const lane = config.lanes.find((one) => one.id === id);
  if (lane?.network === undefined) return view;
  const [changed] = view.lanes;
  const others = config.timeline.filter((event) => event.lane !== id);
  return {
    ...view,
    network: config.network,
    lanes: config.lanes.map((one) => (one === lane ? { ...lane, ...changed, network: view.network } : one)),
    timeline: [...others, ...view.timeline].toSorted((a, b) => a.step - b.step),
  };
}

/** Applies a change to the network that a lane has: its own, or the one that it shares. */
export function editLane(
  config: ExperimentConfig,
  id: string | null,
  edit: (view: ExperimentConfig) => ExperimentConfig,
): ExperimentConfig {
  return withView(config, id, edit(viewOfLane(config, id)));
}

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

/** Adds a lane of any network, all its skips on, under a name made of its label; nothing where there are most. */
export function addNetwork(
  config: ExperimentConfig,
  architecture: NetworkConfig | ClassicConfig,
  label: string,
  weights?: WeightsConfig,
): ExperimentConfig {
  if (!hasRoom(config)) return config;
  const letters = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 21);
  const lane: LaneConfig = {
    id: freeId(config, letters === '' ? 'network' : letters),
    gains: Array.from({ length: blockCount(architecture) }, () => 1),
    ...(isClassic(architecture) ? { classic: architecture } : { network: architecture }),
    label: Array.from(label).slice(0, LIMITS.label.max).join('').trim(),
    ...(weights !== undefined && { weights }),
  };
  return { ...config, lanes: [...config.lanes, lane] };
}

/** Makes a network that of the experiment: lanes that share it have their usual gains, and no recorded switches. */
export function setNetwork(config: ExperimentConfig, network: NetworkConfig): ExperimentConfig {
  const count = blockCount(network);
  const sharing = new Set(config.lanes.filter(shares).map(({ id }) => id));
  return {
    ...config,
    network,
    lanes: changeSharing(config.lanes, (lane) => ({
      ...lane,
      gains: Array.from({ length: count }, () => defaultGain(lane.id)),
    })),
    timeline: config.timeline.filter(({ lane }) => !sharing.has(lane)),
  };
}

/** Has a lane start from weights, or with null from the seed. */
export function startLane(
  config: ExperimentConfig,
  id: string,
  weights: WeightsConfig | null,
): ExperimentConfig {
  return changeOne(config, id, ({ weights: _before, ...lane }) =>
    weights === null ? lane : { ...lane, weights },
  );
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
  const timeline = moveSwitches(config.timeline, new Set([id]), (block) =>
    block < count ? block : undefined,
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

type LaneStyle = Pick<LaneConfig, 'colour'>;

/** Colours of all lanes, each once: those that are chosen, then for each other lane that of its place, or the first free one. */
export function coloursOf(lanes: readonly LaneStyle[]): readonly number[] {
  const taken = new Set(lanes.flatMap(({ colour }) => (colour === undefined ? [] : [colour])));
  const free = (wished: number): number => {
    const colours = Array.from({ length: LIMITS.laneColour.max + 1 }, (_, colour) => colour);
    const found = [wished, ...colours].find((colour) => !taken.has(colour)) ?? wished;
    taken.add(found);
    return found;
  };
  return lanes.map(({ colour }, index) => colour ?? free(index));
}

/** Gives a lane a colour; the lane that had it takes the one that becomes free. */
export function setColour(config: ExperimentConfig, id: string, colour: number): ExperimentConfig {
  const colours = coloursOf(config.lanes);
  const own = config.lanes.findIndex((lane) => lane.id === id);
  if (own < 0 || colours[own] === colour) return config;
  const before = colours[own] ?? 0;
  const lanes = config.lanes.map((lane, index) => {
    const now = index === own ? colour : colours[index] === colour ? before : (colours[index] ?? 0);
    // Where its place would give it that colour too, nothing need be said.
    const { colour: _old, ...rest } = lane;
    return { ...rest, colour: now };
  });
  const plain = lanes.every((lane, index) => lane.colour === index);
  return { ...config, lanes: plain ? lanes.map(withoutColour) : lanes };
}

function withoutColour({ colour: _colour, ...lane }: LaneConfig): LaneConfig {
  return lane;
}

/** Calls a lane something; nothing gives it the name of its id back. */
export function setLabel(config: ExperimentConfig, id: string, label: string): ExperimentConfig {
  return {
    ...config,
    lanes: config.lanes.map((lane) => {
      if (lane.id !== id) return lane;
      const { label: _old, ...rest } = lane;
      return label.trim() === '' ? rest : { ...rest, label };
    }),
  };
}

/** The experiment without what does not decide its numbers. */
export function withoutLaneStyle(config: ExperimentConfig): ExperimentConfig {
  return { ...config, lanes: config.lanes.map(({ label: _label, colour: _colour, ...lane }) => lane) };
}
