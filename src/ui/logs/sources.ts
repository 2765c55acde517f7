/** The logs that are open: one, and another beside it; read in workers of their own, and followed as long as they grow. */
import { createStore } from 'zustand/vanilla';
import { LogReading, type GrowingFile } from '../../client/logs';
import { diagnose, type Diagnosis } from '../../logs/diagnosis';
import { Log } from '../../logs/summary';
import { placeStore } from './place';
import { resetView } from './view-store';

export type Slot = 'own' | 'other';

export interface OpenLog {
  readonly name: string;
  /** Null until something of it was read. */
  readonly log: Log | null;
  readonly diagnosis: Diagnosis | null;
  /** Share that was read, while it is; null when all is. */
  readonly progress: number | null;
  /** Whether it is looked at again as it grows. */
  readonly isFollowed: boolean;
  /** Whether another file came under its name meanwhile. */
  readonly wasReplaced: boolean;
  /** Why nothing more comes, in the browser's words. */
  readonly failure: string | null;
}

type Sources = Readonly<Record<Slot, OpenLog | null>>;

export const sourcesStore = createStore<Sources>()(() => ({ own: null, other: null }));

const readings: Record<Slot, LogReading | null> = { own: null, other: null };

function change(slot: Slot, part: Partial<OpenLog>): void {
  sourcesStore.setState((state) => {
    const { [slot]: open } = state;
    return open === null ? state : { ...state, [slot]: { ...open, ...part } };
  });
}

/** Reads a file, or what grows, and shows it in the stage's place; what was there in its slot is let go. */
export function openLog(source: File | GrowingFile, name: string, slot: Slot = 'own'): void {
  closeLog(slot);
  const isFollowed = !(source instanceof File);
  const open: OpenLog = {
    name,
    log: null,
    diagnosis: null,
    progress: 0,
    isFollowed,
    wasReplaced: false,
    failure: null,
  };
  sourcesStore.setState({ [slot]: open });
  if (slot === 'own') {
    resetView();
    placeStore.setState({ isOpen: true });
  }
  readings[slot] = new LogReading(source, {
    onProgress: (bytes, total) => change(slot, { progress: total > 0 ? bytes / total : 0 }),
    onSummary: (summary, isWhole) => {
      const log = new Log(summary);
      // What rules say of half a file may be another thing than what they say of it.
      change(slot, { log, ...(isWhole && { progress: null, diagnosis: diagnose(log) }) });
    },
    onReplaced: () => change(slot, { wasReplaced: true }),
    onFailure: (failure) => change(slot, { failure, progress: null, isFollowed: false }),
  });
}

/** Stops reading; what was read stays. */
export function stopReading(slot: Slot): void {
  readings[slot]?.cancel();
  readings[slot] = null;
  const log = sourcesStore.getState()[slot]?.log ?? null;
  change(slot, { progress: null, isFollowed: false, diagnosis: log === null ? null : diagnose(log) });
}

/** Lets a log go. */
function closeLog(slot: Slot): void {
  readings[slot]?.cancel();
  readings[slot] = null;
  sourcesStore.setState({ [slot]: null });
}
