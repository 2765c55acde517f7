/**
 * What page and worker both must know of a data set before a byte of it is loaded: enough to plan the network. The
 * images themselves, and the check that they agree with this table, belong to the worker.
 */
import type { DataSetName } from './schema';

interface DataSetFacts {
  readonly channels: number;
  readonly classes: number;
}

export const DATA_SETS: Readonly<Record<DataSetName, DataSetFacts>> = {
  fashion: { channels: 1, classes: 10 },
  shapes: { channels: 1, classes: 10 },
};
