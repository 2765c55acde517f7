/** Whether the list of lessons is open, and whether its reader has ever opened it. In the first load: it is little. */
import { createStore } from 'zustand/vanilla';

const KEY = 'resnet-explorer.lessons-seen';

export const listStore = createStore<{ readonly open: boolean; readonly isNew: boolean }>()(() => ({
  open: false,
  isNew: !wasSeen(),
}));

function wasSeen(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    // Storage may be forbidden: to such a browser they are new each time.
    return false;
  }
}

export function openList(): void {
  listStore.setState({ open: true, isNew: false });
  try {
    localStorage.setItem(KEY, '');
  } catch {
    // As above.
  }
}

export function closeList(): void {
  listStore.setState({ open: false });
}
