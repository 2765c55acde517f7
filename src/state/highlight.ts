/** What the pointer or the keyboard rests on, so that the same layer or block lights up in every panel. */
import { createStore } from 'zustand/vanilla';

export interface Highlight {
  /** Name of a layer of the plan, or null. */
  readonly layer: string | null;
  /** Index of a block, or null. */
  readonly block: number | null;
  /** Where blocks are pointed at as one, the last of them; it counts only while no layer is named. */
  readonly last: number | null;
  /** Where several layers are pointed at as one, in the diagrams alone; it counts only while nothing else is named. */
  readonly layers?: readonly string[];
}

export const highlightStore = createStore<Highlight>()(() => ({
  layer: null,
  block: null,
  last: null,
  layers: [],
}));

/** Names of the layers that are pointed at as one. */
export function layersOf({ layer, block, layers = [] }: Highlight): readonly string[] {
  return layer === null && block === null ? layers : [];
}

/** Whether a block is lit up: `index` may be null for what belongs to none. */
export function isLitBlock({ layer, block, last }: Highlight, index: number | null): boolean {
  if (block === null || index === null) return false;
  return index === block || (layer === null && last !== null && block <= index && index <= last);
}

/** Whether a layer is lit up: by its name, else with its block. */
export function isLitLayer(
  state: Highlight,
  layer: { readonly name: string; readonly block: number | null },
): boolean {
  return state.layer === null ? isLitBlock(state, layer.block) : state.layer === layer.name;
}
