/** The newest answer of every kind of look into the networks of the current run. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PredictionsResult } from '../worker/protocol';

export interface InspectionFacts {
  readonly predictions: PredictionsResult | null;
}

export const inspectionStore: StoreApi<InspectionFacts> = createStore<InspectionFacts>()(() => ({
  predictions: null,
}));

/** Takes an answer in; images that were sent before are kept. */
export function takeInspection(facts: InspectionFacts, result: PredictionsResult): InspectionFacts {
  const pixels = result.pixels ?? facts.predictions?.pixels ?? null;
  return { ...facts, predictions: { ...result, pixels } };
}
