/** The newest answers of looks into the networks of the current run, and the histograms of the layer looked at last. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InspectionResult, LayerResult, PredictionsResult } from '../worker/protocol';

/** Histograms of one moment, lane by lane. */
export type LayerMoment = Pick<LayerResult, 'step' | 'lanes'>;

export interface InspectionFacts {
  readonly predictions: PredictionsResult | null;
  readonly layer: LayerResult | null;
  /** All looks at that layer in this run, by ascending step, the newest of each step. */
  readonly moments: readonly LayerMoment[];
}

/** Most moments kept. */
const MOMENTS = 200;

const NOTHING: InspectionFacts = { predictions: null, layer: null, moments: [] };

export const inspectionStore: StoreApi<InspectionFacts> = createStore<InspectionFacts>()(() => NOTHING);

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
  const { step, lanes, layer } = result;
  const before = facts.layer?.layer === layer ? facts.moments.filter((moment) => moment.step < step) : [];
  return { ...facts, layer: result, moments: [...before, { step, lanes }].slice(-MOMENTS) };
}
