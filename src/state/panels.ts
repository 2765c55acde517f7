/**
 * How the panels of the page are looked at: which stand on it and in which order, which of them are unfolded where it is
 * narrow, which of those that stay closed until somebody wants them are open. Kept in the query of the address, not part of
 * the experiment. What no open panel shows is not measured. Which panels there are, `ui/page/panels.tsx` says.
 *
 * `?layout=curves.gradient.-history` names panels from the top, hidden ones with a minus; those that it does not name follow
 * in their default order, so that a link of an older page shows what is new too. `?open=curves.-gradient` names what was
 * unfolded and, with a minus, folded on a narrow page, and an open drawer. `?panels=streams.-flow` names what was opened and,
 * with a minus, closed.
 */
import { createStore } from 'zustand/vanilla';
import type { InstrumentName } from '../architecture/instruments';
import { changeQuery, withParameter } from './page';

export interface PanelKind {
  /** In queries. */
  readonly name: string;
  /**
   * `stage`: always there. `page`: a card below the stage that its reader orders and hides, and folds where the page is narrow.
   * `drawer`: over the right of the stage, or the foot of a narrow page, while it is unfolded. `diagrams`, `instruments`: in
   * the diagrams or within the live instruments, closed until somebody opens it.
   */
  readonly place: 'stage' | 'page' | 'drawer' | 'diagrams' | 'instruments';
  /** Whether a narrow page has it unfolded from the start. */
  readonly isUnfolded?: boolean;
  /** Whether it is open until somebody closes it, of what can be. */
  readonly isOpen?: boolean;
  /** What has to be measured while it is seen. */
  readonly measures?: readonly InstrumentName[];
  /** Steps after which that is measured anew; at every one where absent. */
  readonly every?: number;
}

export interface PanelState {
  /** All panels, in their default order. */
  readonly kinds: readonly PanelKind[];
  /** Names of those on the page, from the top. */
  readonly order: readonly string[];
  /** Of these, the ones that do not stand on it for now. */
  readonly hidden: readonly string[];
  /** What was folded (false) or unfolded on a narrow page, and drawers. */
  readonly unfolded: Readonly<Partial<Record<string, boolean>>>;
  /** What is unfolded there besides. */
  readonly unfoldedAtFirst: readonly string[];
  /** Open ones, of those that can be closed. */
  readonly open: readonly string[];
}

const NOTHING: PanelState = {
  kinds: [],
  order: [],
  hidden: [],
  unfolded: {},
  unfoldedAtFirst: [],
  open: [],
};

export const panelStore = createStore<PanelState>()(() => NOTHING);

/** Lays out these panels as the address asks. */
export function openPanels(kinds: readonly PanelKind[], search: string): void {
  panelStore.setState(panelsOf(kinds, search));
}

/** The panels as a query asks for them. What it does not know is left out; of what it names twice the first counts. */
export function panelsOf(kinds: readonly PanelKind[], search: string): PanelState {
  const query = new URLSearchParams(search);
  const namesIn = (...places: readonly PanelKind['place'][]) =>
    kinds.filter(({ place }) => places.includes(place)).map(({ name }) => name);
  const named = (parameter: string, known: readonly string[]): ReadonlyMap<string, boolean> => {
    const found = new Map<string, boolean>();
    for (const part of query.get(parameter)?.split('.') ?? []) {
      const isOff = part.startsWith('-');
      const name = part.slice(isOff ? 1 : 0);
      if (known.includes(name) && !found.has(name)) found.set(name, !isOff);
    }
    return found;
  };
  const cards = namesIn('page');
  const layout = named('layout', cards);
  const opened = named('panels', namesIn('diagrams', 'instruments'));
  const open = kinds.filter(({ name, isOpen = false }) => opened.get(name) ?? isOpen).map(({ name }) => name);
  return {
    kinds,
    order: [...new Set([...layout.keys(), ...cards])],
    hidden: [...layout].filter(([, isShown]) => !isShown).map(([name]) => name),
    unfolded: Object.fromEntries(named('open', namesIn('page', 'drawer'))),
    unfoldedAtFirst: kinds
      .filter(
        ({ name, isUnfolded = false }) =>
          isUnfolded || kinds.some((inner) => inner.place === name && open.includes(inner.name)),
      )
      .map(({ name }) => name),
    open,
  };
}

/** The query with these panels in it, and with whatever else it says; what is as at first is left out. */
export function withPanels(search: string, state: PanelState): string {
  const { kinds, order, hidden, unfolded, open } = state;
  const list = (parts: readonly string[]) => (parts.length === 0 ? null : parts.join('.'));
  const signed = (name: string, isOn: boolean) => (isOn ? name : `-${name}`);
  const layout = isDefaultLayout(state) ? [] : order.map((name) => signed(name, !hidden.includes(name)));
  const folds = kinds.flatMap(({ name }) => {
    const isOpen = unfolded[name];
    return isOpen === undefined ? [] : [signed(name, isOpen)];
  });
  const opened = kinds.flatMap(({ name, isOpen = false }) =>
    open.includes(name) === isOpen ? [] : [signed(name, !isOpen)],
  );
  return withParameter(
    withParameter(withParameter(search, 'panels', list(opened)), 'layout', list(layout)),
    'open',
    list(folds),
  );
}

/** Changes how panels are looked at, and says so in the address. */
function change(part: (state: PanelState) => Partial<PanelState>): void {
  panelStore.setState(part);
  changeQuery((search) => withPanels(search, panelStore.getState()));
}

/** Opens or closes a panel of those that can be. */
export function showPanel(panel: string, isOpen: boolean): void {
  change(({ kinds, open }) => ({
    open: kinds.map(({ name }) => name).filter((name) => (name === panel ? isOpen : open.includes(name))),
  }));
}

/** Puts a panel on the page, or takes it off. */
export function showOnPage(panel: string, isShown: boolean): void {
  change(({ hidden }) => {
    const others = hidden.filter((name) => name !== panel);
    return { hidden: isShown ? others : [...others, panel] };
  });
}

/** Moves a panel so many places down, or up; at the ends it stays. */
export function movePanel(panel: string, by: number): void {
  change(({ order }) => {
    const to = Math.max(0, Math.min(order.length - 1, order.indexOf(panel) + by));
    return { order: order.filter((name) => name !== panel).toSpliced(to, 0, panel) };
  });
}

/** Shows all panels in their default order. */
export function resetLayout(): void {
  change(({ kinds }) => ({ order: defaultOrder(kinds), hidden: [] }));
}

export function isDefaultLayout({ kinds, order, hidden }: PanelState): boolean {
  return hidden.length === 0 && order.join() === defaultOrder(kinds).join();
}

function defaultOrder(kinds: readonly PanelKind[]): readonly string[] {
  return kinds.filter(({ place }) => place === 'page').map(({ name }) => name);
}

/** Whether a panel is unfolded on a narrow page, or a drawer open. */
export function isUnfolded({ unfolded, unfoldedAtFirst }: PanelState, panel: string): boolean {
  return unfolded[panel] ?? unfoldedAtFirst.includes(panel);
}

/** Folds or unfolds a panel on a narrow page, or closes or opens a drawer. */
export function unfold(panel: string, isOpen: boolean): void {
  change(({ unfolded }) => ({ unfolded: { ...unfolded, [panel]: isOpen } }));
}

/** Whether a panel can be seen by scrolling to it. */
function isSeen(state: PanelState, { name, place }: PanelKind, isNarrow: boolean): boolean {
  const isUnder = (card: string): boolean =>
    !state.hidden.includes(card) && (!isNarrow || isUnfolded(state, card));
  if (place === 'stage') return true;
  if (place === 'drawer') return isUnfolded(state, name);
  if (place === 'page') return isUnder(name);
  return state.open.includes(name) && (place === 'diagrams' || isUnder(place));
}

/**
 * What has to be measured for what is seen.
 * @param besides What other panels show by choice.
 */
export function measuredFor(
  state: PanelState,
  isNarrow: boolean,
  besides: readonly InstrumentName[] = [],
): readonly InstrumentName[] {
  const seen = state.kinds.filter((kind) => isSeen(state, kind, isNarrow));
  return [...new Set([...seen.flatMap(({ measures = [] }) => measures), ...besides])];
}

/** Steps from one measurement of all that to the next: as many as whoever shows it is content with. */
export function intervalFor(
  state: PanelState,
  isNarrow: boolean,
  besides: readonly InstrumentName[] = [],
): number {
  const seen = state.kinds.filter((kind) => kind.measures !== undefined && isSeen(state, kind, isNarrow));
  const intervals = [...seen.map(({ every = 1 }) => every), ...besides.map(() => 1)];
  return intervals.length === 0 ? 1 : Math.min(...intervals);
}
