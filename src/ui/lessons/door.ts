/** Whether the editor of lessons is open, the file that was dropped, and what came of the one that was opened last. */
import { createStore } from 'zustand/vanilla';
import type { Opened } from './files/files';

export const deskStore = createStore<{
  readonly isOpen: boolean;
  /** What was dropped and is not read yet. */
  readonly dropped: File | null;
  /** Until its notice is dismissed. */
  readonly opened: Opened | null;
}>()(() => ({ isOpen: false, dropped: null, opened: null }));

export function openEditor(): void {
  deskStore.setState({ isOpen: true });
}

export function closeEditor(): void {
  deskStore.setState({ isOpen: false });
}
