/** How many workers carry a study out. */
import { MOST_WORKERS } from '../../contract/study-work';
import type { DataSet } from '../../data/dataset';
import type { StudyPart } from '../../studies/compute-parts';

export interface Machine {
  readonly cores: number;
  /** Bytes that the workers may take together. */
  readonly memory: number;
}

/** Bytes of a worker by itself: its code, compiled, and the backend. */
const WORKER_BYTES = 60e6;

/** One for each core, as far as there are parts for them and their memory suffices; at least one. */
export function workersFor(
  parts: readonly Pick<StudyPart<unknown>, 'memory'>[],
  { train, test }: Pick<DataSet, 'train' | 'test'>,
  { cores, memory }: Machine,
): number {
  const data = train.images.byteLength + test.images.byteLength;
  const each = WORKER_BYTES + data + Math.max(0, ...parts.map((part) => part.memory));
  return Math.max(1, Math.min(cores, MOST_WORKERS, parts.length, Math.floor(memory / each)));
}

/** What browsers say of the machine; some do not say how much memory it has. */
export function machineAtHand(navigator: {
  readonly hardwareConcurrency?: number;
  readonly deviceMemory?: number;
}): Machine {
  const { hardwareConcurrency = 1, deviceMemory = 4 } = navigator;
  // The other half is the page's, and everyone else's.
  return { cores: hardwareConcurrency, memory: (deviceMemory * 2 ** 30) / 2 };
}
