/**
 * The span of layers that all panels of layers show, kept in the query of the address, `?layers=conv1,layer2.0.conv2`: how a
 * page is looked at, not part of the experiment. Named by its first and its last layer, so that it stays where it is when
 * another network is opened; one that has neither of them is shown whole.
 */
import { createStore } from 'zustand/vanilla';
import { changeQuery, withParameter, type Parameter } from './page';

export interface LayerSpan {
  /** Names of the layers at its ends, both shown. */
  readonly first: string;
  readonly last: string;
}

const PARAMETER: Parameter = 'layers';

/** Null shows all layers. */
export const layerSpanStore = createStore<{ readonly span: LayerSpan | null }>()(() => ({ span: null }));

/** Shows the layers from one to another; a single layer is no span, and is not taken. */
export function chooseLayers(first: string, last: string): void {
  if (first !== last) show({ first, last });
}

export function clearLayers(): void {
  if (layerSpanStore.getState().span !== null) show(null);
}

/** The span that a query names; null where it names none. */
export function layersOfQuery(search: string): LayerSpan | null {
  const [first = '', last = '', ...more] = new URLSearchParams(search).get(PARAMETER)?.split(',') ?? [];
  const isSpan = first !== '' && last !== '' && first !== last && more.length === 0;
  return isSpan ? { first, last } : null;
}

/** The query with this span in it, and with whatever else it says. */
export function withLayers(search: string, span: LayerSpan | null): string {
  return withParameter(search, PARAMETER, span === null ? null : `${span.first},${span.last}`);
}

/** Shows what the address asks for. */
export function restoreLayers(search: string): void {
  layerSpanStore.setState({ span: layersOfQuery(search) });
}

function show(span: LayerSpan | null): void {
  layerSpanStore.setState({ span });
  changeQuery((search) => withLayers(search, span));
}
