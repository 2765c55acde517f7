/** What lanes are called where their skips tell: by their names, and what was switched since. */
import { useStore } from 'zustand';
import { useMessages, type Messages } from '../../i18n/messages';
import { changeOfLane, laneName } from '../../state/lane-style';
import { runStore } from '../../state/run';

/** Where there is little room. */
export function shortTitle(id: string, messages: Messages['charts']): string {
  const { on, off } = changeOfLane(id);
  return messages.titled(laneName(id), on, off, true);
}

/** `called`: the name of a lane as it is. */
export function useLaneTitle(id: string, called: string): string {
  const { charts } = useMessages();
  return useStore(runStore, () => {
    const { on, off } = changeOfLane(id);
    return charts.titled(called, on, off);
  });
}
