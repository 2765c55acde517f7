/** A run that was interrupted and is kept, and what there is to say of keeping runs. */
import { createStore } from 'zustand/vanilla';
import type { RunSummary } from '../runs/run';

export interface Offer {
  readonly run: RunSummary;
  /** Milliseconds of training that were not kept; null where that is not known. */
  readonly lost: number | null;
}

/** Why runs are not kept: no room, or the browser keeps nothing, or the networks are too large, or a kept one cannot be read. */
export type KeepTrouble = 'full' | 'refused' | 'too-large' | 'unreadable';

export interface OfferFacts {
  readonly offer: Offer | null;
  /** Told once. */
  readonly trouble: KeepTrouble | null;
}

export const offerStore = createStore<OfferFacts>()(() => ({ offer: null, trouble: null }));
