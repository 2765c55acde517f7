/** How the lanes of the experiment look, by their places and ids, for everything that draws them. */
import { useStore } from 'zustand';
import { defaultGain } from '../config/defaults';
import { coloursOf } from '../config/edit/lanes';
import type { ExperimentConfig } from '../config/schema';
import { experimentStore } from './experiment';
import { runStore } from './run';
import { skipChange, type SkipChange } from './switch-groups';

let known: { readonly lanes: ExperimentConfig['lanes']; readonly colours: readonly number[] } | null = null;

/** Which of the four colours, marks and dashes a lane has, by its place. */
export function laneSlot(lane: number): number {
  const { lanes } = experimentStore.getState().config;
  if (known?.lanes !== lanes) known = { lanes, colours: coloursOf(lanes) };
  return known.colours[lane] ?? lane % 4;
}

/** The name that a reader gave to a lane, else its id. How the page calls it, `i18n/lane-names.ts` says. */
export function laneLabel(id: string): string {
  return experimentStore.getState().config.lanes.find((lane) => lane.id === id)?.label ?? id;
}

/** The same for components: rendered anew when it changes. */
export function useLaneSlot(lane: number): number {
  return useStore(experimentStore, () => laneSlot(lane));
}

/**
 * How the skips of a lane in force differ from what its name stands for: residual with all of them, plain with none, and any other
 * as it began.
 */
export function changeOfLane(id: string): SkipChange {
  const lane = runStore.getState().lanes.find((one) => one.id === id);
  if (lane === undefined) return { on: 0, off: 0 };
  const isNamed = laneLabel(id) === id && (id === 'residual' || id === 'plain');
  return skipChange(isNamed ? lane.gains.map(() => defaultGain(id)) : lane.began, lane.gains);
}
