/**
 * Files that a reader brought, kept by the browser until removed: in the origin private file system, and where a browser gives a
 * page none of it (private windows), in IndexedDB. Each kept thing has a kind, an id (the hash of its content) and some files; it
 * is there once `INDEX` is, which is written last, so that a tab closed in between leaves nothing that looks whole. Nothing here
 * sends anything anywhere.
 */
import { createStore, delMany, get, keys, set, type UseStore } from 'idb-keyval';

/** What is kept: sets of images, weights, the newest runs, and experiments under names. */
export type KeptKind = 'images' | 'weights' | 'runs' | 'experiments';

/** The file that says that the others are whole. */
export const INDEX = 'index.json';

type Bytes = Uint8Array<ArrayBuffer>;

/** What a browser said of a file that it did not take; `full`: there is no room left. */
export class KeepError extends Error {
  readonly full: boolean;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'KeepError';
    this.full = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  }
}

let database: UseStore | undefined;
const idb = (): UseStore => (database ??= createStore('resnet-explorer-kept', 'files'));
const keyOf = (kind: KeptKind, id: string, file: string): string => `${kind}/${id}/${file}`;

/** The folder of a kind; null where there is no such file system, or (without `create`) no such folder. */
async function folderOf(kind: KeptKind, create: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(kind, { create });
  } catch {
    return null;
  }
}

/** Workers have a way to write that every browser knows; the other one is younger. */
interface SyncHandle {
  truncate(size: number): void;
  write(bytes: BufferSource): number;
  flush(): void;
  close(): void;
}

async function writeFile(folder: FileSystemDirectoryHandle, name: string, bytes: Bytes): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true });
  const sync = (file as { createSyncAccessHandle?: () => Promise<SyncHandle> }).createSyncAccessHandle;
  if (sync !== undefined) {
    const handle = await sync.call(file);
    try {
      handle.truncate(0);
      handle.write(bytes);
      handle.flush();
    } finally {
      handle.close();
    }
    return;
  }
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
}

/** One that writes at a time, in all tabs: what is half written belongs to nobody then. A worker that ends lets it go. */
async function alone(write: () => Promise<void>): Promise<void> {
  // Where there are no locks there is no such file system, and nothing is cleared away.
  const locks = (navigator as { locks?: LockManager }).locks;
  await (locks === undefined ? write() : locks.request('resnet-explorer-keep', write));
}

/** Removes what was begun and never became whole: its tab was closed, or the import ended. */
async function clearHalves(folder: FileSystemDirectoryHandle): Promise<void> {
  const halves: string[] = [];
  for await (const [id, entry] of folder.entries())
    if (entry.kind === 'directory' && !(await isWhole(entry as FileSystemDirectoryHandle))) halves.push(id);
  for (const id of halves) await folder.removeEntry(id, { recursive: true }).catch(() => undefined);
}

function isWhole(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return folder.getFileHandle(INDEX).then(
    () => true,
    () => false,
  );
}

/**
 * Keeps files under an id, in place of any that were there.
 * @param files By name; `INDEX` among them.
 * @throws KeepError where the browser takes them nowhere.
 */
export function keep(kind: KeptKind, id: string, files: ReadonlyMap<string, Bytes>): Promise<void> {
  return alone(() => write(kind, id, files));
}

async function write(kind: KeptKind, id: string, files: ReadonlyMap<string, Bytes>): Promise<void> {
  const ordered = [...files].sort(([a], [b]) => Number(a === INDEX) - Number(b === INDEX));
  await forget(kind, id);
  const folder = await folderOf(kind, true);
  if (folder !== null) {
    try {
      await clearHalves(folder);
      const own = await folder.getDirectoryHandle(id, { create: true });
      for (const [name, bytes] of ordered) await writeFile(own, name, bytes);
      return;
    } catch (error) {
      await forget(kind, id);
      if (new KeepError(error).full) throw new KeepError(error);
      // Else the file system does not let itself be written here: the database may.
    }
  }
  try {
    for (const [name, bytes] of ordered) await set(keyOf(kind, id, name), bytes, idb());
  } catch (error) {
    await forget(kind, id);
    throw new KeepError(error);
  }
}

/** Of a file: from one byte to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A kept file, or a part of it; null where there is none. */
export async function readKept(
  kind: KeptKind,
  id: string,
  file: string,
  { from, to }: Range = { from: 0, to: Infinity },
): Promise<Bytes | null> {
  try {
    const folder = await folderOf(kind, false);
    const own = await folder?.getDirectoryHandle(id);
    const handle = await own?.getFileHandle(file);
    if (handle !== undefined) {
      const whole = await handle.getFile();
      return new Uint8Array(await whole.slice(from, Math.min(to, whole.size)).arrayBuffer());
    }
  } catch {
    // Not there: it may be in the database.
  }
  try {
    return (await get<Bytes>(keyOf(kind, id, file), idb()))?.slice(from, to) ?? null;
  } catch {
    return null;
  }
}

/** Ids of what is kept whole, of a kind. */
export async function keptIds(kind: KeptKind): Promise<readonly string[]> {
  const found = new Set<string>();
  const folder = await folderOf(kind, false);
  if (folder !== null) {
    for await (const [id, entry] of folder.entries()) {
      if (entry.kind !== 'directory') continue;
      if (await isWhole(entry as FileSystemDirectoryHandle)) found.add(id);
    }
  }
  try {
    for (const key of await keys<string>(idb())) {
      const [of, id, file] = key.split('/');
      if (of === kind && file === INDEX && id !== undefined) found.add(id);
    }
  } catch {
    // No database: then nothing is in it.
  }
  return [...found];
}

/** Bytes of all files that are kept under an id; 0 where there are none. */
export async function keptSize(kind: KeptKind, id: string): Promise<number> {
  let size = 0;
  try {
    const own = await (await folderOf(kind, false))?.getDirectoryHandle(id);
    for await (const entry of own?.values() ?? [])
      if (entry.kind === 'file') size += (await (entry as FileSystemFileHandle).getFile()).size;
  } catch {
    // Not there: it may be in the database.
  }
  try {
    const start = keyOf(kind, id, '');
    for (const key of await keys<string>(idb()))
      if (key.startsWith(start)) size += (await get<Bytes>(key, idb()))?.length ?? 0;
  } catch {
    // No database: then nothing is in it.
  }
  return size;
}

/** Removes what is kept under an id; nothing happens where there is none. */
export async function forget(kind: KeptKind, id: string): Promise<void> {
  const folder = await folderOf(kind, false);
  await folder?.removeEntry(id, { recursive: true }).catch(() => undefined);
  try {
    const start = keyOf(kind, id, '');
    const own = (await keys<string>(idb())).filter((key) => key.startsWith(start));
    if (own.length > 0) await delMany(own, idb());
  } catch {
    // No database: then nothing is in it.
  }
}
