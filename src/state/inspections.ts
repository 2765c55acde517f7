/** What the worker sent last of what it was asked to show: looks into the networks, and samples of the images. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InspectionResult, LayerResult, PredictionsResult } from '../contract/inspections';
import type { ExperimentConfig } from '../config/schema';
import type { SampleSheet } from '../contract/messages';

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

export interface SampleFacts {
  readonly sheet: SampleSheet | null;
  /** See `samplesKey`; of nothing before the first sheet. */
  readonly key: string;
}

/** The sheet of sample images that the worker sent last, and of which data it is. */
export const sampleStore: StoreApi<SampleFacts> = createStore<SampleFacts>()(() => ({
  sheet: null,
  key: '',
}));

/** The same for experiments whose sheets are the same. */
export function samplesKey({ data, seeds }: Pick<ExperimentConfig, 'data' | 'seeds'>, draw: number): string {
  return [data.set, data.own?.hash, data.inputSize, seeds.data, draw].join(' ');
}
