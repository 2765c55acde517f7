/**
 * How the link of the experiment and the run at hand go together: the link replays all of it, unless more was changed live
 * than a link holds; and a run that is changed by hand makes none of the changes that its link had for later.
 */
import { createStore } from 'zustand/vanilla';

export interface RecordingFacts {
  /** The first step at which the run was changed and its link does not tell so; null where it tells all. */
  readonly end: number | null;
  /** Recorded changes of later steps that were left out when the run was changed by hand. */
  readonly forgotten: number;
  /** Whether the notices of it were read. */
  readonly dismissed: boolean;
}

export const recordingStore = createStore<RecordingFacts>()(() => ({
  end: null,
  forgotten: 0,
  dismissed: false,
}));

/** Another run begins. */
export function recordingBegins(): void {
  recordingStore.setState({ end: null, forgotten: 0, dismissed: false });
}

/** Something was changed at a step that the link has no room for. */
export function recordingEnds(step: number): void {
  recordingStore.setState(({ end }) => ({ end: end ?? step }));
}

/** The run was changed at a step, and so many recorded changes of later ones are not made. */
export function recordingForgets(count: number): void {
  if (count > 0)
    recordingStore.setState(({ forgotten }) => ({ forgotten: forgotten + count, dismissed: false }));
}
