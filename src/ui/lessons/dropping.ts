/** Files that are held over the page, and dropped anywhere on it. In the first load: it is little. */
import { createStore } from 'zustand/vanilla';

export const dropStore = createStore<{
  /** Whether files are held over the page. */
  readonly isOver: boolean;
  /** The file that was dropped and is not read yet. */
  readonly dropped: File | null;
}>()(() => ({ isOver: false, dropped: null }));

const TYPES = ['dragover', 'drop'] as const;

/** Takes files; `files/Files.tsx` does what is to be done with them, and is called for. Returns what ends that. */
export function takeDropped(call: () => void): () => void {
  const drag = (event: DragEvent): void => {
    const files = event.dataTransfer;
    if (files?.types.includes('Files') !== true) return;
    event.preventDefault();
    dropStore.setState(event.type === 'drop' ? { dropped: files.files[0] ?? null } : { isOver: true });
    call();
  };
  for (const type of TYPES) addEventListener(type, drag);
  return () => {
    for (const type of TYPES) removeEventListener(type, drag);
  };
}
