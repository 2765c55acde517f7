/** What the pointer or the keyboard rests on, so that the same layer or block lights up in every panel. */
import { createStore } from 'zustand/vanilla';

export interface Highlight {
  /** Name of a layer of the plan, or null. */
  readonly layer: string | null;
  /** Index of a block, or null. */
  readonly block: number | null;
}

export const highlightStore = createStore<Highlight>()(() => ({ layer: null, block: null }));
