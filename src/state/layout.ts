/**
 * Which panels stand on the page, and in which order, kept in the query of the address: how a page is looked at, not part of
 * the experiment. `?layout=curves.gradient.-history` names the panels from the top, hidden ones with a minus; those that it
 * does not name follow in their usual order, so that a link of an older page shows what is new too.
 */
import { createStore } from 'zustand/vanilla';
import { changeQuery, withParameter, type Parameter } from './page-query';

export const LAYOUT_PANELS = [
  'gradient',
  'curves',
  'history',
  'lines',
  'numerics',
  'instruments',
  'runs',
  'claims',
  'experiments',
] as const;
export type LayoutPanel = (typeof LAYOUT_PANELS)[number];

export interface Layout {
  readonly order: readonly LayoutPanel[];
  readonly hidden: readonly LayoutPanel[];
}

export const USUAL_LAYOUT: Layout = { order: LAYOUT_PANELS, hidden: [] };

const PARAMETER: Parameter = 'layout';

/** The layout that a query asks for. What it does not know, or names twice, is left out. */
export function layoutOf(search: string): Layout {
  const order: LayoutPanel[] = [];
  const hidden: LayoutPanel[] = [];
  for (const part of new URLSearchParams(search).get(PARAMETER)?.split('.') ?? []) {
    const isHidden = part.startsWith('-');
    const panel = LAYOUT_PANELS.find((name) => name === part.slice(isHidden ? 1 : 0));
    if (panel === undefined || order.includes(panel)) continue;
    order.push(panel);
    if (isHidden) hidden.push(panel);
  }
  return { order: [...order, ...LAYOUT_PANELS.filter((name) => !order.includes(name))], hidden };
}

/** The query with this layout in it, and with whatever else it says; the usual layout is left out. */
export function withLayout(search: string, { order, hidden }: Layout): string {
  const isUsual = hidden.length === 0 && order.join() === LAYOUT_PANELS.join();
  const parts = order.map((name) => (hidden.includes(name) ? `-${name}` : name));
  return withParameter(search, PARAMETER, isUsual ? null : parts.join('.'));
}

/** The layout with a panel so many places further down, or up; at the ends it stays. */
export function moved({ order, hidden }: Layout, panel: LayoutPanel, by: number): Layout {
  const at = order.indexOf(panel);
  const to = Math.max(0, Math.min(order.length - 1, at + by));
  const rest = order.filter((name) => name !== panel);
  return { order: [...rest.slice(0, to), panel, ...rest.slice(to)], hidden };
}

export const layoutStore = createStore<Layout>()(() => USUAL_LAYOUT);

/** Makes this the layout, and says so in the address. */
export function setLayout(layout: Layout): void {
  layoutStore.setState(layout);
  changeQuery((search) => withLayout(search, layout));
}

export function showInLayout(panel: LayoutPanel, shown: boolean): void {
  const { order, hidden } = layoutStore.getState();
  const others = hidden.filter((name) => name !== panel);
  setLayout({ order, hidden: shown ? others : [...others, panel] });
}

/** Lays the page out as the address asks. */
export function restoreLayout(search: string): void {
  layoutStore.setState(layoutOf(search));
}
