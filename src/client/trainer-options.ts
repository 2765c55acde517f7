/** What the page's end of the trainer is told of its surroundings, and of a run that it begins. */
import type { StoreApi } from 'zustand/vanilla';
import type { RateEvent, SwitchEvent } from '../config/schema';
import type { CommandBody, Watched } from '../contract/messages';
import type { RunState } from '../contract/run-state';
import type { SampleFacts } from '../state/inspections';
import type { InstrumentStore } from '../state/instruments';
import type { MetricsStore } from '../state/metrics';
import type { RunFacts } from '../state/run';
import type { StudyFacts } from '../state/studies';
import type { LineOptions } from './worker-line';

export interface TrainerOptions extends LineOptions {
  readonly facts?: StoreApi<RunFacts>;
  readonly metrics?: MetricsStore;
  readonly instruments?: InstrumentStore;
  readonly studies?: StoreApi<StudyFacts>;
  readonly samples?: StoreApi<SampleFacts>;
  /** At most so many workers train lanes; by default there is one for each core. */
  readonly workers?: number | undefined;
  /** Calls back before the next frame is drawn. */
  readonly frame?: (callback: () => void) => void;
  /** A switch thrown by the user, not one of the timeline, is in force from its step on. */
  readonly onSwitched?: (event: SwitchEvent) => void;
  /** The same of a learning rate. */
  readonly onRated?: (event: RateEvent) => void;
}

/** Where a run was kept, and what brings back what the page had been told of it, once it is prepared again. */
export interface KeptStart {
  readonly state: RunState;
  readonly bringBack: (facts: RunFacts) => RunFacts;
}

/** What a run begins with besides training. */
export type Besides = Pick<Extract<CommandBody, { type: 'start' }>, 'watched' | 'recordsPath'>;

/** Likewise, without what nobody asks for. */
export const besidesOf = (watched: Watched, recordsPath: boolean): Besides => ({
  ...(watched.instruments.length > 0 && { watched }),
  ...(recordsPath && { recordsPath }),
});
