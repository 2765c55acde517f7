/** How lanes look: which of the page's four colours, each with a mark and a dash, and what they are called. */
import { LIMITS } from './limits';
import type { ExperimentConfig, LaneConfig } from './schema';

type Looks = Pick<LaneConfig, 'colour'>;

/** Colours of all lanes, each once: those that are chosen, then for each other lane that of its place, or the first free one. */
export function coloursOf(lanes: readonly Looks[]): readonly number[] {
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
export function withoutLooks(config: ExperimentConfig): ExperimentConfig {
  return { ...config, lanes: config.lanes.map(({ label: _label, colour: _colour, ...lane }) => lane) };
}
