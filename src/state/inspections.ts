/** The newest answers of looks into the networks of the current run. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InspectionResult, LayerResult, PredictionsResult } from '../contract/inspections';

export interface InspectionFacts {
  readonly predictions: PredictionsResult | null;
  readonly layer: LayerResult | null;
}

const NOTHING: InspectionFacts = { predictions: null, layer: null };

export const inspectionStore: StoreApi<InspectionFacts> = createStore<InspectionFacts>()(() => NOTHING);

/** The layer that is inspected, and whose histograms are measured meanwhile; null while no panel shows one. */
export const inspectedLayerStore = createStore<{ readonly layer: string | null }>()(() => ({ layer: null }));

/** Another run begins. */
export function forgetInspections(): void {
  inspectionStore.setState(NOTHING);
}

/** Takes an answer in; images that were sent before are kept. */
export function takeInspection(facts: InspectionFacts, result: InspectionResult): InspectionFacts {
  if (result.kind === 'predictions') {
    const pixels = result.pixels ?? facts.predictions?.pixels ?? null;
    return { ...facts, predictions: { ...result, pixels } };
  }
  return { ...facts, layer: result };
}
