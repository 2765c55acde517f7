/** Which network the builder edits: that of a lane, or the one that lanes share. Not part of the experiment. */
import { createStore } from 'zustand/vanilla';
import type { ExperimentConfig, LaneConfig } from '../config/schema';

/** Null stands for the shared network; so does a lane that has none of its own, or is gone. */
export const editedStore = createStore<{ readonly lane: string | null }>()(() => ({ lane: null }));

/** The lane whose own network is edited, null where it is the shared one. */
export function editedLane({ lanes }: ExperimentConfig, stored: string | null): LaneConfig | null {
  const own = (lane: LaneConfig): boolean => lane.network !== undefined || lane.classic !== undefined;
  const lane = lanes.find(({ id }) => id === stored);
  if (lane !== undefined) return own(lane) ? lane : null;
  // Where nobody shares, there is nothing to see of the shared one.
  return lanes.every(own) ? (lanes[0] ?? null) : null;
}
