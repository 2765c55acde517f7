/** Whether the list of saved experiments is open, and whether this one is to be saved. In the first load: it is little. */
import { createStore } from 'zustand/vanilla';
import { takesLetters } from '../help/shortcuts';

export const mineDoor = createStore<{
  /** Whether the page has a place for them. */
  readonly isThere: boolean;
  readonly isOpen: boolean;
  /** So often saving was asked for by the keys. */
  readonly asked: number;
  /** A file that was dropped and is not read yet. */
  readonly dropped: File | null;
}>()(() => ({ isThere: false, isOpen: false, asked: 0, dropped: null }));

export function openMine(): void {
  mineDoor.setState({ isOpen: true });
}

export function closeMine(): void {
  mineDoor.setState({ isOpen: false });
}

function onKey(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target, repeat } = event;
  if (ctrlKey === metaKey || altKey || shiftKey || key.toLowerCase() !== 's' || takesLetters(target)) return;
  event.preventDefault();
  if (!repeat) mineDoor.setState(({ asked }) => ({ asked: asked + 1 }));
}

/** Has Ctrl+S and ⌘S save on a page that has a place for what is saved; returns what ends that. */
export function watchKeys(): () => void {
  addEventListener('keydown', onKey);
  mineDoor.setState({ isThere: true });
  return () => removeEventListener('keydown', onKey);
}
