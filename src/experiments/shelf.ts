/**
 * The experiments that a reader saved, in this browser. What tells of them lies in a database, in which a change of one is whole or
 * not at all, in all tabs; the bytes of runs lie beside the other large things that the page keeps. Where the browser gives no
 * database (some private windows), all of it lasts as long as the page.
 */
import { cleanName, freeName, inOrder, isSame, type Content, type Saved, type SavedRun } from './saved';

type Bytes = Uint8Array<ArrayBuffer>;

/** Where a shelf keeps things. What it throws is passed on. */
export interface Place {
  /** Everything that is there, as far as it is a saved experiment. */
  all(): Promise<readonly Saved[]>;
  set(saved: Saved): Promise<void>;
  remove(id: string): Promise<void>;
  readRun(hash: string): Promise<Bytes | null>;
  /** What was there under this hash is the same. */
  setRun(hash: string, bytes: Bytes): Promise<void>;
  removeRun(hash: string): Promise<void>;
  /** Nobody else changes anything meanwhile, in no tab. */
  alone<T>(change: () => Promise<T>): Promise<T>;
  /** Tells other tabs, and who listens here. */
  readonly changed: () => void;
}

export interface RunToSave {
  readonly bytes: Bytes;
  readonly step: number;
  readonly trained: number;
}

export interface ToSave extends Omit<Content, 'run'> {
  readonly name: string;
  readonly run: RunToSave | null;
  /** When it was saved; now where it is not told. */
  readonly at?: number;
}

/** What became of saving: it is there, under a name that may have got a number, or was there before. */
export interface Outcome {
  readonly saved: Saved;
  readonly isNew: boolean;
}

export type Save = (what: ToSave) => Promise<Outcome>;

export interface Shelf {
  /** Those that are not deleted, the newest first. */
  list(): Promise<readonly Saved[]>;
  /** Overwrites nothing: what is there already, at the same step of the same run, is found and told. */
  readonly save: Save;
  /** Saves many, one after the other: what is there is read once, and told once. Whatever else is asked of the shelf waits meanwhile. */
  together<T>(work: (save: Save) => Promise<T>): Promise<T>;
  /** Gives another name, numbered where it is taken; null where it is gone. An empty name changes nothing. */
  rename(id: string, name: string): Promise<Saved | null>;
  duplicate(id: string): Promise<Saved | null>;
  /** Takes it off the list; `restore` brings it back until it is gone for good. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Removes for good what was deleted: these, and what was deleted `FORGOTTEN_AFTER` ago. */
  clear(ids: readonly string[]): Promise<void>;
  /** Leaves the run out, which frees its room. */
  removeRun(id: string): Promise<void>;
  /** Bytes of the run that was saved with it; null where they are not there. */
  readRun(run: SavedRun): Promise<Bytes | null>;
}

/** Deleted so long ago, in milliseconds, nothing is brought back: its tab was closed. */
export const FORGOTTEN_AFTER = 3_600_000;

/** Names a run by its bytes, as sets and weights are named. */
async function hashOfRun(bytes: Bytes): Promise<string> {
  // Absent where the page is not served securely; there is no other page to be in agreement with then.
  const subtle = (crypto as { subtle?: SubtleCrypto }).subtle;
  if (subtle === undefined) return newId(bytes.length);
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, 16);
}

/** Another each time, whatever it begins with. */
function newId(number: number): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${number.toString(36)}-${random.toString(36)}`;
}

/** @param now Milliseconds since 1970. */
export function createShelf(place: Place, now: () => number = Date.now): Shelf {
  const standing = async (): Promise<readonly Saved[]> =>
    (await place.all()).filter(({ deleted }) => deleted === null);
  const namesBut = (all: readonly Saved[], id: string | null): ReadonlySet<string> =>
    new Set(all.flatMap((one) => (one.id === id ? [] : [one.name])));

  /** Changes one, alone; null where it is not there. */
  const change = (
    id: string,
    to: (saved: Saved, all: readonly Saved[]) => Saved | null,
  ): Promise<Saved | null> =>
    place.alone(async () => {
      const all = await place.all();
      const saved = all.find((one) => one.id === id);
      const next = saved === undefined ? null : to(saved, all);
      if (next === null) return null;
      await place.set(next);
      place.changed();
      return next;
    });

  /** Removes a run that no experiment has. */
  const dropRun = async (run: SavedRun | null): Promise<void> => {
    if (run === null || (await place.all()).some((one) => one.run?.hash === run.hash)) return;
    await place.removeRun(run.hash);
  };

  /** @param all Those that are there. */
  const saveBeside = async (
    { name, link, sketch, run: bytes, at }: ToSave,
    all: readonly Saved[],
  ): Promise<Outcome> => {
    const run: SavedRun | null =
      bytes === null
        ? null
        : {
            hash: await hashOfRun(bytes.bytes),
            step: bytes.step,
            trained: bytes.trained,
            bytes: bytes.bytes.length,
          };
    const same = all.find((one) => isSame(one, { link, run }));
    if (same !== undefined) return { saved: same, isNew: false };
    const time = now();
    const saved: Saved = {
      format: 1,
      id: newId(time),
      name: freeName(cleanName(name), namesBut(all, null)),
      at: at ?? time,
      deleted: null,
      link,
      sketch,
      run,
    };
    // The run first: what is on the list is whole.
    if (run !== null && bytes !== null) await place.setRun(run.hash, bytes.bytes);
    try {
      await place.set(saved);
    } catch (error) {
      await dropRun(run);
      throw error;
    }
    return { saved, isNew: true };
  };

  const together: Shelf['together'] = (work) =>
    place.alone(async () => {
      const all = [...(await standing())];
      let isAny = false;
      try {
        return await work(async (what) => {
          const outcome = await saveBeside(what, all);
          if (outcome.isNew) {
            all.push(outcome.saved);
            isAny = true;
          }
          return outcome;
        });
      } finally {
        if (isAny) place.changed();
      }
    });

  return {
    list: async () => inOrder(await standing()),
    save: (what) => together((save) => save(what)),
    together,
    rename: (id, name) =>
      change(id, (saved, all) => {
        const wanted = cleanName(name);
        const others = namesBut(
          all.filter(({ deleted }) => deleted === null),
          id,
        );
        return wanted === '' ? null : { ...saved, name: freeName(wanted, others) };
      }),
    duplicate: (id) =>
      place.alone(async () => {
        const all = await standing();
        const saved = all.find((one) => one.id === id);
        if (saved === undefined) return null;
        const time = now();
        const name = freeName(saved.name, namesBut(all, null));
        const copy: Saved = { ...saved, id: newId(time), at: time, name };
        await place.set(copy);
        place.changed();
        return copy;
      }),
    async remove(id) {
      await change(id, (saved) => ({ ...saved, deleted: now() }));
    },
    async restore(id) {
      await change(id, (saved, all) => {
        const others = namesBut(
          all.filter(({ deleted }) => deleted === null),
          id,
        );
        return { ...saved, deleted: null, name: freeName(saved.name, others) };
      });
    },
    clear: (ids) =>
      place.alone(async () => {
        const gone = (await place.all()).filter(
          ({ id, deleted }) => deleted !== null && (ids.includes(id) || now() - deleted > FORGOTTEN_AFTER),
        );
        for (const { id, run } of gone) {
          await place.remove(id);
          await dropRun(run);
        }
        if (gone.length > 0) place.changed();
      }),
    removeRun: (id) =>
      place.alone(async () => {
        const saved = (await place.all()).find((one) => one.id === id);
        if (saved === undefined || saved.run === null) return;
        await place.set({ ...saved, run: null });
        await dropRun(saved.run);
        place.changed();
      }),
    readRun: ({ hash }) => place.readRun(hash),
  };
}
