/** Whether the editor of lessons is open, and what came of the file that was opened last. */
import { createStore } from 'zustand/vanilla';
import type { Opened } from './files/files';

export const deskStore = createStore<{
  readonly isOpen: boolean;
  /** Until its notice is dismissed. */
  readonly opened: Opened | null;
}>()(() => ({ isOpen: false, opened: null }));

export function openEditor(): void {
  deskStore.setState({ isOpen: true });
}

export function closeEditor(): void {
  deskStore.setState({ isOpen: false });
}
