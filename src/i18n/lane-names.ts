/** What networks are called in the page's language, within a sentence or beside a line: by the reader's name for them, if they have one. */
import { useStore } from 'zustand';
import { experimentStore } from '../state/experiment';
import { laneLabel } from '../state/lane-style';
import { isolated } from './isolated';
import { languageStore } from './language';
import { english, useMessages } from './messages';

/** In the language of the moment. */
export function laneName(id: string): string {
  const { ui } = languageStore.getState().catalogue?.messages ?? english;
  return isolated(ui.lanes.within(laneLabel(id)));
}

/** The same for components: rendered anew when it changes. */
export function useLaneName(id: string): string {
  const { ui } = useMessages();
  return isolated(ui.lanes.within(useStore(experimentStore, () => laneLabel(id))));
}

/** What lanes are called, for a component that names several of them. */
export function useLaneNames(): (id: string) => string {
  const { ui } = useMessages();
  const { lanes } = useStore(experimentStore, ({ config }) => config);
  return (id) => isolated(ui.lanes.within(lanes.find((lane) => lane.id === id)?.label ?? id));
}
