/** Whether the help is open: it is opened from the transport, and on a phone from the menu. */
import { createStore } from 'zustand/vanilla';

export const helpStore = createStore<{ readonly open: boolean }>()(() => ({ open: false }));

export function openHelp(): void {
  helpStore.setState({ open: true });
}

export function closeHelp(): void {
  helpStore.setState({ open: false });
}
