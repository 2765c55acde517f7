/**
 * Which live panels are open, kept in the query of the address: how a page is looked at, not part of the experiment. What
 * no open panel shows is not measured.
 */
import { createStore } from 'zustand/vanilla';
import { histogramOf, type InstrumentName } from '../architecture/instruments';
import { changeQuery, withParameter, type Parameter } from './page-query';

/** `flow` are the streams in the diagrams, the others stand below the charts. */
export const PANELS = ['flow', 'streams', 'predictions', 'layer'] as const;
export type PanelName = (typeof PANELS)[number];

/** What has to be measured for each of them. */
const NEEDS: Readonly<Record<PanelName, readonly InstrumentName[]>> = {
  flow: ['streams'],
  streams: ['streams'],
  // Looked at between steps, when it is asked for.
  predictions: [],
  // Besides, histograms of the layer that it shows.
  layer: [],
};

const PARAMETER: Parameter = 'panels';

export const panelStore = createStore<{ readonly open: readonly PanelName[] }>()(() => ({ open: [] }));

/** Opens or closes a panel, and says so in the address. */
export function showPanel(panel: PanelName, open: boolean): void {
  panelStore.setState((state) => ({
    open: PANELS.filter((name) => (name === panel ? open : state.open.includes(name))),
  }));
  changeQuery((search) => withPanels(search, panelStore.getState().open));
}

/** Opens the panels that the address names. */
export function restorePanels(search: string): void {
  panelStore.setState({ open: panelsOf(search) });
}

/** Panels named in a query, those that exist. */
export function panelsOf(search: string): readonly PanelName[] {
  const named = new URLSearchParams(search).get(PARAMETER)?.split('.') ?? [];
  return PANELS.filter((name) => named.includes(name));
}

/** The query with these panels in it, and with whatever else it says. */
export function withPanels(search: string, open: readonly PanelName[]): string {
  return withParameter(search, PARAMETER, open.length > 0 ? open.join('.') : null);
}

/**
 * What open panels need measured, and charts that show what is measured of layers.
 * @param looked The layer that is looked into, null for none.
 */
export function instrumentsFor(
  open: readonly PanelName[],
  layers = false,
  looked: string | null = null,
): readonly InstrumentName[] {
  const needs = new Set<InstrumentName>(open.flatMap((panel) => NEEDS[panel]));
  if (layers) needs.add('layers');
  if (looked !== null && open.includes('layer')) needs.add(histogramOf(looked));
  return [...needs];
}
