/**
 * The kept runs, in the browser's storage: one entry each, so that pages in several tabs do not overwrite each other's.
 * What the storage refuses stays as long as the page; what cannot be read is left where it is.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parsePinned, type PinnedRun } from './pinned-run';

const PREFIX = 'resnet-explorer.run.';

export interface PinFacts {
  /** By the time at which they were pinned. */
  readonly runs: readonly PinnedRun[];
  /** Ids of runs that the storage did not take: they go with the page. */
  readonly unkept: readonly string[];
  /** Entries that could not be read, and were left alone. */
  readonly unreadable: number;
  /** The run that ended last; it lies behind the charts, and is neither in the list nor in the storage. */
  readonly ghost: PinnedRun | null;
  /** The run that was removed last, until another change. */
  readonly removed: PinnedRun | null;
}

/** What the store needs of `localStorage`. */
export type PinStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

export interface Pins {
  readonly store: StoreApi<PinFacts>;
  /** Reads what is kept. */
  readonly load: () => void;
  /** Takes in what another page did to an entry of the storage, and reads no other; null where all were removed. */
  readonly sync: (key: string | null) => void;
  /** Keeps a run, new or changed. */
  readonly keep: (run: PinnedRun) => void;
  readonly change: (id: string, changes: Partial<Pick<PinnedRun, 'name' | 'shown'>>) => void;
  readonly remove: (id: string) => void;
  /** Lays an ended run behind the charts, or takes it away. */
  readonly lay: (ghost: PinnedRun | null) => void;
  /** Takes the last removal back. */
  readonly restore: () => void;
}

/** @param storageOf May throw, and so may all that it gives: browsers can forbid storage. */
export function createPins(storageOf: () => PinStorage): Pins {
  const store = createStore<PinFacts>()(() => ({
    runs: [],
    unkept: [],
    unreadable: 0,
    ghost: null,
    removed: null,
  }));

  function write(run: PinnedRun): boolean {
    try {
      storageOf().setItem(PREFIX + run.id, JSON.stringify(run));
      return true;
    } catch {
      return false;
    }
  }

  function put(run: PinnedRun): void {
    const isKept = write(run);
    store.setState(({ runs, unkept }) => ({
      runs: [...runs.filter(({ id }) => id !== run.id), run].toSorted((a, b) => a.pinned - b.pinned),
      unkept: [...unkept.filter((id) => id !== run.id), ...(isKept ? [] : [run.id])],
      removed: null,
    }));
  }

  const pins: Pins = {
    store,
    load() {
      const runs: PinnedRun[] = [];
      let unreadable = 0;
      try {
        const storage = storageOf();
        for (let i = 0; i < storage.length; i++) {
          const key = storage.key(i);
          if (key === null || !key.startsWith(PREFIX)) continue;
          const run = parsePinned(storage.getItem(key) ?? '');
          if (run === null || PREFIX + run.id !== key) unreadable++;
          else runs.push(run);
        }
      } catch {
        // Forbidden: then nothing was ever kept.
      }
      store.setState(({ runs: before, unkept }) => ({
        // Another tab may have changed what is stored, but not what only this page has.
        runs: [...runs, ...before.filter(({ id }) => unkept.includes(id))].toSorted(
          (a, b) => a.pinned - b.pinned,
        ),
        unreadable,
      }));
    },
    sync(key) {
      if (key === null) pins.load();
      if (key?.startsWith(PREFIX) !== true) return;
      const id = key.slice(PREFIX.length);
      let text: string | null = null;
      try {
        text = storageOf().getItem(key);
      } catch {
        // Forbidden meanwhile: then it is gone for this page.
      }
      const run = parsePinned(text ?? '');
      const isRead = run !== null && run.id === id;
      store.setState(({ runs, unkept, unreadable }) => ({
        runs: [
          ...runs.filter((one) => one.id !== id || unkept.includes(id)),
          ...(isRead ? [run] : []),
        ].toSorted((a, b) => a.pinned - b.pinned),
        unreadable: unreadable + (text !== null && !isRead ? 1 : 0),
      }));
    },
    keep: put,
    change(id, changes) {
      const run = store.getState().runs.find((one) => one.id === id);
      if (run !== undefined) put({ ...run, ...changes });
    },
    remove(id) {
      const { runs, unkept } = store.getState();
      const removed = runs.find((one) => one.id === id);
      if (removed === undefined) return;
      try {
        storageOf().removeItem(PREFIX + id);
      } catch {
        // It was not kept either.
      }
      store.setState({
        runs: runs.filter((one) => one !== removed),
        unkept: unkept.filter((one) => one !== id),
        removed,
      });
    },
    lay(ghost) {
      store.setState({ ghost });
    },
    restore() {
      const { removed } = store.getState();
      if (removed !== null) put(removed);
    },
  };
  return pins;
}

/** The runs that this browser keeps. */
export const pins = createPins(() => localStorage);
export const pinStore = pins.store;

/** Letter of a kept run by its place in the list, as charts and tables name it: A to Z, then AA. */
export function letterOf(place: number): string {
  const letter = String.fromCodePoint(65 + (place % 26));
  return place < 26 ? letter : letterOf(Math.floor(place / 26) - 1) + letter;
}

/** Names the run that ended last, as letters name kept ones. */
export const GHOST_MARK = '†';

/** The runs drawn beside the one at hand, with their letters; the one that ended last comes after those that are kept. */
export function overlays({
  runs,
  ghost = null,
}: Pick<PinFacts, 'runs'> & Partial<Pick<PinFacts, 'ghost'>>): readonly {
  readonly letter: string;
  readonly run: PinnedRun;
}[] {
  const kept = runs.flatMap((run, place) => (run.shown ? [{ letter: letterOf(place), run }] : []));
  return ghost === null ? kept : [...kept, { letter: GHOST_MARK, run: ghost }];
}
