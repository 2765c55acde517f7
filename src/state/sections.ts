/**
 * Which sections of the page are open where it is narrow, as chosen there, kept in the query of the address: how a page is
 * looked at, not part of the experiment. `?open=curves.-gradient` names what was opened, and with a minus what was closed.
 * A wide page shows all that its layout has.
 */
import { createStore } from 'zustand/vanilla';
import { LAYOUT_PANELS } from './layout';
import { panelStore } from './panels';
import { changeQuery, withParameter, type Parameter } from './page-query';

export const SECTIONS = [...LAYOUT_PANELS, 'builder'] as const;
export type SectionName = (typeof SECTIONS)[number];
export type Sections = Readonly<Partial<Record<SectionName, boolean>>>;

const PARAMETER: Parameter = 'open';

/** What a query says of sections. What it does not know is left out; of what it names twice the first counts. */
export function sectionsOf(search: string): Sections {
  const chosen: Partial<Record<SectionName, boolean>> = {};
  for (const part of new URLSearchParams(search).get(PARAMETER)?.split('.') ?? []) {
    const isClosed = part.startsWith('-');
    const section = SECTIONS.find((name) => name === part.slice(isClosed ? 1 : 0));
    if (section !== undefined) chosen[section] ??= !isClosed;
  }
  return chosen;
}

/** The query with these in it, and with whatever else it says. */
export function withSections(search: string, chosen: Sections): string {
  const parts = SECTIONS.flatMap((name) => {
    const open = chosen[name];
    return open === undefined ? [] : [open ? name : `-${name}`];
  });
  return withParameter(search, PARAMETER, parts.length === 0 ? null : parts.join('.'));
}

export const sectionStore = createStore<{ readonly chosen: Sections }>()(() => ({ chosen: {} }));

/**
 * Whether a section is open on a narrow page: as it was chosen there; else the gradients, which the page is about, and what
 * the address asks to have open within it.
 */
export function isSectionOpen(chosen: Sections, name: SectionName): boolean {
  const usual =
    name === 'gradient' ||
    (name === 'instruments' && panelStore.getState().open.some((panel) => panel !== 'flow'));
  return chosen[name] ?? usual;
}

/** Opens or closes a section, and says so in the address. */
export function showSection(name: SectionName, open: boolean): void {
  const chosen = { ...sectionStore.getState().chosen, [name]: open };
  sectionStore.setState({ chosen });
  changeQuery((search) => withSections(search, chosen));
}

/** Opens the sections that the address names. */
export function restoreSections(search: string): void {
  sectionStore.setState({ chosen: sectionsOf(search) });
}
