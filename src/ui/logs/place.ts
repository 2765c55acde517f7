/** Whether the log of a training stands in the stage's place. In the first load: it is little. */
import { createStore } from 'zustand/vanilla';

export const placeStore = createStore<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }));

export function leaveLogs(): void {
  placeStore.setState({ isOpen: false });
}
