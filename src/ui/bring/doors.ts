/** Where files go that a reader brings: the first door that fits one of them has them all. */
import { deskStore } from '../lessons/door';
import { mineDoor } from '../mine/door';
import { isExperimentsFile } from '../../experiments/signature';
import { weightsKind } from '../../weights/kind';
import { openBring } from './bring-store';
import { handleOf } from './files';

export interface Door {
  readonly id: string;
  /** Whether a file is for it, by its name and its first `HEAD` bytes. */
  accepts(file: File, head: Uint8Array): boolean;
  open(files: readonly File[]): void;
}

/** Bytes of a file that doors see. */
const HEAD = 512;

/** Names of what images and sets of them come in; NumPy's, IDX's and CIFAR's among them. */
const IMAGES =
  /\.(png|jpe?g|jpe|webp|gif|zip|tar|tgz|gz|npz|npy|bin|heic|heif|tiff?|bmp|avif)$|-(images|labels)[.-]idx[13]-ubyte$/i;
/** First bytes of PNG, JPEG, GIF, RIFF (WebP), zip and gzip. */
const SIGNATURES: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x52, 0x49, 0x46, 0x46],
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b],
];

const images: Door = {
  id: 'images',
  accepts: ({ name, type }, head) =>
    IMAGES.test(name) ||
    type.startsWith('image/') ||
    SIGNATURES.some((signature) => signature.every((byte, at) => head[at] === byte)),
  open: (files) => openBring('images', files),
};

const weights: Door = {
  id: 'weights',
  accepts: ({ name }, head) => weightsKind(head, name) !== null,
  open: (files) => openBring('weights', files),
};

const lesson: Door = {
  id: 'lesson',
  accepts: ({ name }) => /\.json$/i.test(name),
  open: ([file]) => deskStore.setState({ dropped: file ?? null }),
};

const experiments: Door = {
  id: 'experiments',
  // A part of the page in a frame has no place for them.
  accepts: (_, head) => mineDoor.getState().isThere && isExperimentsFile(head),
  open: ([file]) => mineDoor.setState({ dropped: file ?? null }),
};

const log: Door = {
  id: 'log',
  // In a folder of images such a file is none.
  accepts: (file) => file.webkitRelativePath === '' && /\.(?:jsonl|ndjson|csv|tsv)$/i.test(file.name),
  open: ([file]) => {
    if (file === undefined) return;
    // A file that can be read again is followed as it grows.
    void import('../logs/sources').then(({ openLog }) => openLog(handleOf(file) ?? file, file.name));
  },
};

/**
 * In the order in which they are asked: that of images, which knows archives by their first bytes, behind those that know names or
 * more of those bytes: PyTorch's checkpoints are zip archives too.
 */
const DOORS: readonly Door[] = [experiments, weights, images, lesson, log];

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
