/**
 * What page and worker both must know of a data set before a byte of it is loaded: enough to plan the network. The
 * images themselves, and the check that they agree with this table, belong to the worker.
 */
import type { DataSetName } from './schema';

interface DataSetFacts {
  readonly channels: number;
  readonly classes: number;
  /** Sides of its images in pixels, smallest first: the usual one, and twice that. */
  readonly sizes: readonly [number, number];
}

export const DATA_SETS: Readonly<Record<DataSetName, DataSetFacts>> = {
  fashion: { channels: 1, classes: 10, sizes: [14, 28] },
  emoji: { channels: 3, classes: 9, sizes: [16, 32] },
  shapes: { channels: 1, classes: 10, sizes: [14, 28] },
};

/** The side that a link means where it names none. */
export function usualInputSize(set: DataSetName): number {
  return DATA_SETS[set].sizes[0];
}

/** Of the sides that a data set has, the one nearest to a side. */
export function nearestInputSize(set: DataSetName, side: number): number {
  return DATA_SETS[set].sizes.reduce((best, size) =>
    Math.abs(size - side) < Math.abs(best - side) ? size : best,
  );
}
