/** What lanes are called where their skips tell: by their names, and what was switched since. */
import { useStore } from 'zustand';
import { useMessages, type Messages } from '../../i18n/messages';
import { changeOfLane, laneName } from '../../state/lane-style';
import { runStore } from '../../state/run';

/** `called`: the name, where it is not as it stands in a sentence. */
export function laneTitle(id: string, messages: Messages['charts'], called = laneName(id)): string {
  const { on, off } = changeOfLane(id);
  return messages.titled(called, on, off);
}

/** The same for a component; `called` is its name as it is. */
export function useLaneTitle(id: string, called: string): string {
  const { charts } = useMessages();
  return useStore(runStore, () => laneTitle(id, charts, called));
}
