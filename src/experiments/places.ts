/** Where saved experiments lie: in the browser's database, or where there is none in the memory of the page. */
import { createStore, del, set, values, type UseStore } from 'idb-keyval';
import { forget, INDEX, keep, KeepError, readKept, type KeptKind } from '../keep/keep';
import { readSaved, type Saved } from './saved';
import type { Place } from './shelf';

type Bytes = Uint8Array<ArrayBuffer>;

const EXPERIMENTS: KeptKind = 'experiments';
const RUN = 'run.bin';
/** Of the database, its lock, and the channel on which tabs tell each other. */
const NAME = 'resnet-explorer-experiments';

const known = (all: readonly unknown[]): readonly Saved[] => all.flatMap((value) => readSaved(value) ?? []);

/** One after the other; with locks, in all tabs. */
function createAlone(locks?: LockManager): Place['alone'] {
  let before: Promise<unknown> = Promise.resolve();
  return <T>(change: () => Promise<T>): Promise<T> => {
    const turn = before.then(() => (locks === undefined ? change() : locks.request(NAME, change)));
    before = turn.catch(() => undefined);
    return turn;
  };
}

/** Who listens to changes, here and in other tabs. */
interface News {
  readonly changed: () => void;
  readonly listen: (listener: () => void) => () => void;
}

function createNews(): News {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
  channel?.addEventListener('message', tell);
  return {
    changed() {
      channel?.postMessage('changed');
      tell();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function databasePlace(database: UseStore, changed: () => void): Place {
  const refusing = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw new KeepError(error);
    }
  };
  return {
    all: async () => known(await refusing(values<unknown>(database))),
    set: (saved) => refusing(set(saved.id, saved, database)),
    remove: (id) => refusing(del(id, database)),
    readRun: (hash) => readKept(EXPERIMENTS, hash, RUN),
    async setRun(hash, bytes) {
      if ((await readKept(EXPERIMENTS, hash, INDEX)) !== null) return;
      const index = new TextEncoder().encode(JSON.stringify({ format: 1 }));
      await keep(
        EXPERIMENTS,
        hash,
        new Map([
          [RUN, bytes],
          [INDEX, index],
        ]),
      );
    },
    removeRun: (hash) => forget(EXPERIMENTS, hash),
    // Some browsers have none.
    alone: createAlone((navigator as { locks?: LockManager }).locks),
    changed,
  };
}

/** As long as the page. */
export function memoryPlace(changed: () => void = () => undefined): Place {
  const all = new Map<string, Saved>();
  const runs = new Map<string, Bytes>();
  return {
    all: () => Promise.resolve([...all.values()]),
    set: async (saved) => void all.set(saved.id, saved),
    remove: async (id) => void all.delete(id),
    readRun: (hash) => Promise.resolve(runs.get(hash) ?? null),
    setRun: async (hash, bytes) => void runs.set(hash, bytes),
    removeRun: async (hash) => void runs.delete(hash),
    alone: createAlone(),
    changed,
  };
}

/** A place, and what is to be known of it. */
export interface OpenPlace {
  readonly place: Place;
  /** Whether what is kept there outlives the page. */
  readonly isLasting: boolean;
  /** Calls back when anything changes there, by this tab or another one; returns what ends that. */
  readonly listen: (listener: () => void) => () => void;
}

/** The place of this browser. */
export async function openPlace(): Promise<OpenPlace> {
  const { changed, listen } = createNews();
  try {
    const database = createStore(NAME, 'experiments');
    await values(database);
    return { place: databasePlace(database, changed), isLasting: true, listen };
  } catch {
    return { place: memoryPlace(changed), isLasting: false, listen };
  }
}
