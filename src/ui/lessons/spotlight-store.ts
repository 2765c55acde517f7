/** What lessons light up: the places of the step, and the one that its text points at. */
import { createStore } from 'zustand/vanilla';
import type { Spot } from '../../lessons/spots';

export interface Spotlit {
  /** Places of the step. */
  readonly look: readonly Spot[];
  /** Pointed at in the text, alone while it is; null where nothing is. */
  readonly pointed: Spot | null;
  /** Whether all else is dimmed: until something is done. */
  readonly dims: boolean;
}

export const spotlightStore = createStore<Spotlit>()(() => ({ look: [], pointed: null, dims: false }));

/** Lights up the places of a step. */
export function lightUp(look: readonly Spot[]): void {
  spotlightStore.setState({ look, pointed: null, dims: look.length > 0 });
}

/** Lights up what a text points at, or no longer. */
export function pointAt(spot: Spot | null): void {
  if (spotlightStore.getState().pointed !== spot) spotlightStore.setState({ pointed: spot });
}

/** Somebody is at work: nothing is dimmed any more. */
export function undim(): void {
  if (spotlightStore.getState().dims) spotlightStore.setState({ dims: false });
}
