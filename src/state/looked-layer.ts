/** The layer whose inside is looked at, and whose histograms are measured meanwhile; null while no panel shows one. */
import { createStore } from 'zustand/vanilla';

export const lookedLayerStore = createStore<{ readonly layer: string | null }>()(() => ({ layer: null }));
