/** The sheet of sample images that the worker sent last, and of which data it is. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExperimentConfig } from '../config/schema';
import type { SampleSheet } from '../contract/messages';

export interface SampleFacts {
  readonly sheet: SampleSheet | null;
  /** See `samplesKey`; of nothing before the first sheet. */
  readonly key: string;
}

export const sampleStore: StoreApi<SampleFacts> = createStore<SampleFacts>()(() => ({
  sheet: null,
  key: '',
}));

/** The same for experiments whose sheets are the same. */
export function samplesKey({ data, seeds }: Pick<ExperimentConfig, 'data' | 'seeds'>, draw: number): string {
  return [data.set, data.inputSize, seeds.data, draw].join(' ');
}
