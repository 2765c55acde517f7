/**
 * What an omitted field means. These values belong to version 1 of the schema and never change: every link ever shared
 * leans on them. Other defaults need another version, with a migration that writes the old ones out (`migrate.ts`).
 * What a bare address opens is another question, answered in `presets.ts`.
 */
import type { ExperimentConfig } from './schema';

/** Depth 56 as the papers count it: three stages of nine basic blocks. */
const BLOCKS = 9;

export const DEFAULTS: ExperimentConfig = {
  data: { set: 'fashion', inputSize: 14 },
  network: {
    stemWidth: 8,
    stages: [
      { blocks: BLOCKS, width: 8, stride: 1 },
      { blocks: BLOCKS, width: 16, stride: 2 },
      { blocks: BLOCKS, width: 32, stride: 2 },
    ],
    norm: 'batch',
    activation: 'relu',
    initialisation: 'he',
    shortcut: 'B',
  },
  lanes: [
    { id: 'residual', gains: Array.from({ length: 3 * BLOCKS }, () => 1) },
    { id: 'plain', gains: Array.from({ length: 3 * BLOCKS }, () => 0) },
  ],
  optimiser: { learningRate: 0.02, momentum: 0.9, weightDecay: 0 },
  batchSize: 32,
  testInterval: 100,
  seeds: { data: 0, init: 0, order: 0 },
  timeline: [],
};

/** Gain of every skip connection of a lane of which nothing else is said. */
export function defaultGain(lane: string): number {
  return lane === 'plain' ? 0 : 1;
}

/** Widths of the stages of which nothing else is said: each twice the one before, as in the papers. */
export function usualWidths(stemWidth: number): number[] {
  return DEFAULTS.network.stages.map((_, index) => stemWidth * 2 ** index);
}
