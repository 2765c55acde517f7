/** What lanes are called where their skips tell: by their names, and what was switched since. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useMessages, type Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import { changeOfLane } from '../../state/lane-style';
import { runStore } from '../../state/run';
import { useLaneNames, useLanes } from './series';

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

/** The short titles of the lanes of the run, in the order of the metrics. */
export function useShortTitles(): readonly string[] {
  const { charts } = useMessages();
  const lanes = useLanes();
  const names = useLaneNames();
  return useStore(
    runStore,
    useShallow(() =>
      lanes.map((id, lane) => {
        const { on, off } = changeOfLane(id);
        return charts.titled(names[lane] ?? id, on, off, true);
      }),
    ),
  );
}
