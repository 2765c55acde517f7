/** Which term's card is open, of all that the page marks: one at a time. */
import { createStore } from 'zustand/vanilla';
import type { TermId } from '../i18n/glossary';

/** A term where it stands in a text. */
export interface Place {
  readonly id: TermId;
  /** Tells it from the same term at another place. */
  readonly mark: string;
  readonly anchor: HTMLElement;
}

interface Shown extends Place {
  /** Asked for by a click or a key: it stays until it is closed, and takes the focus. */
  readonly held: boolean;
}

interface ShownTerm {
  readonly shown: Shown | null;
}

/** Milliseconds that the pointer, or the focus, rests on a term before its card opens, and may leave it before that closes. */
const OPENS = 400;
const CLOSES = 250;

export const termStore = createStore<ShownTerm>()(() => ({ shown: null }));

let timer: ReturnType<typeof setTimeout> | undefined;
let isReturning = false;

/** Opens the card of a term that was pressed, or closes it where it was opened so. */
export function toggleTerm(place: Place): void {
  clearTimeout(timer);
  const { shown } = termStore.getState();
  termStore.setState({ shown: shown?.mark === place.mark && shown.held ? null : { ...place, held: true } });
}

/** The pointer or the focus has come to a term: its card opens if they stay. */
export function approachTerm(place: Place): void {
  // The focus comes back from a card that was closed: it is not to open again.
  if (isReturning) return;
  const { shown } = termStore.getState();
  clearTimeout(timer);
  if (shown?.mark === place.mark) return;
  timer = setTimeout(() => termStore.setState({ shown: { ...place, held: false } }), OPENS);
}

/** They have left the term, or its card. */
export function leaveTerm(): void {
  clearTimeout(timer);
  const { shown } = termStore.getState();
  if (shown !== null && !shown.held) timer = setTimeout(closeTerm, CLOSES);
}

/** The pointer is on the card. */
export function stayWithTerm(): void {
  clearTimeout(timer);
}

export function closeTerm(): void {
  clearTimeout(timer);
  termStore.setState({ shown: null });
}

/** Closes the card that has the focus, which goes back to the term. */
export function returnToTerm(): void {
  const { shown } = termStore.getState();
  closeTerm();
  isReturning = true;
  shown?.anchor.focus();
  isReturning = false;
}
