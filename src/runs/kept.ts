/**
 * The newest runs, kept by the browser so that a closed tab, a crash or a power cut costs some seconds of training. Each has two
 * places, and the older of its two states gives way to the next: what is half written is never all that there is.
 */
import { FormatError } from '../formats/errors';
import { forget, INDEX, keep, keptIds, keptSize, readKept, type KeptKind } from '../keep/keep';
import { packRun, unpackRun } from './pack';
import type { KeptRun, RunSummary } from './run';
import { count, record, text } from './shape';

const RUNS: KeptKind = 'runs';
const FILE = 'run.bin';
/** Runs that are kept, the one that is written among them, and besides those that are open in other tabs. */
const MOST_RUNS = 4;

/** A state of a run in the store. */
interface Place {
  /** Its id there. */
  readonly place: string;
  readonly summary: RunSummary;
}

const summaryOf = record<RunSummary>({ id: text, link: text, step: count, at: count, trained: count });

/** All states that are whole, the newest first; what cannot be read is passed over. */
async function places(): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (const place of await keptIds(RUNS)) {
    const bytes = await readKept(RUNS, place, INDEX);
    if (bytes === null) continue;
    try {
      found.push({ place, summary: summaryOf(JSON.parse(new TextDecoder().decode(bytes)), '') });
    } catch {
      // Not ours, or of a page to come.
    }
  }
  return found.toSorted((a, b) => b.summary.at - a.summary.at);
}

/** What is kept, by run, the newest first. */
export async function keptRuns(): Promise<readonly RunSummary[]> {
  const newest = new Map<string, RunSummary>();
  for (const { summary } of await places()) if (!newest.has(summary.id)) newest.set(summary.id, summary);
  return [...newest.values()];
}

/** A run in its newest state that can be read; null where there is none. */
export async function readRun(id: string): Promise<KeptRun | null> {
  for (const { place, summary } of await places()) {
    if (summary.id !== id) continue;
    const bytes = await readKept(RUNS, place, FILE);
    try {
      if (bytes !== null) return unpackRun(bytes);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return null;
}

/** @param isOpen Whether a run is at hand in some tab: such are not removed for others. */
export interface KeepOptions {
  readonly isOpen?: (id: string) => boolean;
}

/**
 * Keeps a run in its newest state; the oldest of the others go where they are too many, and all of them where there is no room.
 * @throws KeepError where the browser takes it nowhere; what was kept of it before is there still.
 */
export async function keepRun(run: KeptRun, { isOpen = () => false }: KeepOptions = {}): Promise<void> {
  const { state, history, ...summary } = run;
  const bytes = packRun({ ...summary, state, history });
  const files = new Map([
    [FILE, bytes],
    [INDEX, new TextEncoder().encode(JSON.stringify(summary))],
  ]);
  const all = await places();
  const newest = all.find(({ summary: { id } }) => id === run.id);
  const free = newest?.place === `${run.id}-a` ? `${run.id}-b` : `${run.id}-a`;
  const others = all.filter(({ summary: { id } }) => id !== run.id && !isOpen(id));
  const ids = [...new Set(others.map(({ summary: { id } }) => id))];
  const leave = async (gone: readonly string[]): Promise<void> => {
    for (const { place, summary: one } of others) if (gone.includes(one.id)) await forget(RUNS, place);
  };
  await leave(ids.slice(MOST_RUNS - 1));
  try {
    await keep(RUNS, free, files);
  } catch (error) {
    if (ids.length === 0) throw error;
    await leave(ids);
    await keep(RUNS, free, files);
  }
}

/** Removes a run in both of its states. */
export async function forgetRun(id: string): Promise<void> {
  for (const place of [`${id}-a`, `${id}-b`]) await forget(RUNS, place);
}

/** Bytes that a run takes in both of its states. */
export async function sizeOfRun(id: string): Promise<number> {
  const [first, second] = await Promise.all([keptSize(RUNS, `${id}-a`), keptSize(RUNS, `${id}-b`)]);
  return first + second;
}
