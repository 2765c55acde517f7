/** Where files go that a reader brings: the first door that fits one of them has them all. */
import { deskStore } from '../lessons/door';

export interface Door {
  readonly id: string;
  /** Whether a file is for it, by its name and its first `HEAD` bytes. */
  accepts(file: File, head: Uint8Array): boolean;
  open(files: readonly File[]): void;
}

/** Bytes of a file that doors see. */
export const HEAD = 512;

const lesson: Door = {
  id: 'lesson',
  accepts: ({ name }) => /\.json$/i.test(name),
  open: ([file]) => deskStore.setState({ dropped: file ?? null }),
};

export const DOORS: readonly Door[] = [lesson];

/** So many files are looked at: of a folder of images each is one. */
const LOOKED_AT = 64;

/** The door that files fit; null where there is none. A file that cannot be read fits by its name alone. */
export async function doorOf(files: readonly File[]): Promise<Door | null> {
  for (const file of files.slice(0, LOOKED_AT)) {
    const head = new Uint8Array(
      await file
        .slice(0, HEAD)
        .arrayBuffer()
        .catch(() => new ArrayBuffer(0)),
    );
    const door = DOORS.find((one) => one.accepts(file, head));
    if (door !== undefined) return door;
  }
  return null;
}
