/** Files that were dropped, out of their folders. */
import type { Dropped } from './bring-store';

const handles = new WeakMap<File, FileSystemFileHandle>();

/** Files of a drop are looked at up to so many: no set of images may be larger by far. */
const MOST_FILES = 250_000;

/** A file's path within what was brought, with folders: `train/cat/1.png`; its name where it was brought alone. */
export function pathOf(file: File): string {
  // Not all browsers have folders.
  const { webkitRelativePath: path } = file as { readonly webkitRelativePath?: string };
  return path === undefined || path === '' ? file.name : path;
}

/** What a file that was dropped can be read by again when it has grown; null where the browser tells nothing. */
export function handleOf(file: File): FileSystemFileHandle | null {
  return handles.get(file) ?? null;
}

/** All files of a drop, those of folders with their paths; what cannot be read is left out. */
export async function filesOfDrop(dropped: readonly Dropped[]): Promise<readonly File[]> {
  const found: File[] = [];
  for (const { entry, file, handle } of dropped) {
    if (file !== null) {
      found.push(file);
      const again = await handle;
      if (again?.kind === 'file') handles.set(file, again as FileSystemFileHandle);
    } else if (entry !== null && isFolder(entry)) await walk(entry, found);
  }
  return found;
}

async function walk(folder: FileSystemDirectoryEntry, found: File[]): Promise<void> {
  const reader = folder.createReader();
  const folders: FileSystemDirectoryEntry[] = [];
  for (;;) {
    // It tells its entries by some dozens, and then none.
    const entries = await entriesOf(reader);
    if (entries.length === 0 || found.length > MOST_FILES) break;
    const files = await Promise.all(entries.filter(({ isFile }) => isFile).map(fileOf));
    for (const file of files) if (file !== null) found.push(file);
    for (const entry of entries) if (isFolder(entry)) folders.push(entry);
  }
  for (const one of folders) await walk(one, found);
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const entriesOf = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve) => {
    reader.readEntries(resolve, () => resolve([]));
  });

/** The same file with its path, as a folder that is chosen by hand gives it. */
const fileOf = (entry: FileSystemEntry): Promise<File | null> =>
  new Promise((resolve) => {
    (entry as FileSystemFileEntry).file(
      (file) =>
        resolve(
          Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.replace(/^\//, '') }),
        ),
      () => resolve(null),
    );
  });
