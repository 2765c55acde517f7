/** How far the link of the experiment replays the run at hand: all of it, unless more was changed live than a link holds. */
import { createStore } from 'zustand/vanilla';

export interface RecordingFacts {
  /** The first step at which the run was changed and its link does not tell so; null where it tells all. */
  readonly end: number | null;
  /** Whether the notice of it was read. */
  readonly dismissed: boolean;
}

export const recordingStore = createStore<RecordingFacts>()(() => ({ end: null, dismissed: false }));

/** Another run begins. */
export function recordingBegins(): void {
  recordingStore.setState({ end: null, dismissed: false });
}

/** Something was changed at a step that the link has no room for. */
export function recordingEnds(step: number): void {
  recordingStore.setState(({ end, dismissed }) => ({ end: end ?? step, dismissed }));
}
