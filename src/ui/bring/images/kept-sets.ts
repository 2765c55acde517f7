/** Sets that this browser keeps: their list, room, and removing with a way back. */
import { createStore } from 'zustand/vanilla';
import { IMAGES, readOwnSet, type OwnSet } from '../../../images/kept';
import { forget, keptIds } from '../../../keep/keep';

export interface KeptSet {
  readonly hash: string;
  readonly set: OwnSet;
}

/** What the browser tells of the page's room. */
export interface Room {
  readonly used: number;
  readonly left: number;
}

export const keptStore = createStore<{
  /** Null until they are read. */
  readonly sets: readonly KeptSet[] | null;
  /** The one that is removed once the dialog is closed, or another one is. */
  readonly removed: KeptSet | null;
  /** Null where the browser does not tell. */
  readonly room: Room | null;
  /** Whether the browser promised to keep all this; null where it makes no promises. */
  readonly isPersistent: boolean | null;
}>()(() => ({ sets: null, removed: null, room: null, isPersistent: null }));

/** Reads what is kept anew. */
export async function refreshKept(): Promise<void> {
  const found = await Promise.all(
    (await keptIds(IMAGES)).map(async (hash) => ({ hash, set: await readOwnSet(hash) })),
  );
  const sets = found.flatMap(({ hash, set }) => (set === null ? [] : [{ hash, set }]));
  sets.sort((a, b) => a.set.name.localeCompare(b.set.name));
  keptStore.setState({ sets, ...(await readRoom()) });
}

async function readRoom(): Promise<{ readonly room: Room | null; readonly isPersistent: boolean | null }> {
  // Absent where the page is not served securely.
  const storage = (navigator as { storage?: StorageManager }).storage;
  try {
    const { usage, quota } = (await storage?.estimate()) ?? {};
    const room = usage === undefined || quota === undefined ? null : { used: usage, left: quota - usage };
    return { room, isPersistent: (await storage?.persisted()) ?? null };
  } catch {
    return { room: null, isPersistent: null };
  }
}

/** Asks the browser to keep all this when it runs out of room; tells whether it will. */
export async function persist(): Promise<boolean> {
  const isPersistent = await navigator.storage.persist().catch(() => false);
  keptStore.setState({ isPersistent });
  return isPersistent;
}

/** Takes a set off the list; it is gone once `removeForGood` is called. */
export function remove(kept: KeptSet): void {
  removeForGood();
  keptStore.setState({ removed: kept });
}

export function undoRemoval(): void {
  keptStore.setState({ removed: null });
}

export function removeForGood(): void {
  const { removed, sets } = keptStore.getState();
  if (removed === null) return;
  keptStore.setState({ removed: null, sets: sets?.filter(({ hash }) => hash !== removed.hash) ?? null });
  void forget(IMAGES, removed.hash).then(refreshKept);
}
