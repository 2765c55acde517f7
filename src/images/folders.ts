/**
 * Classes and parts of images by the folders that they lie in, as torchvision's `ImageFolder` takes them: the folder next to the
 * root is the class, whatever lies between it and the image, and classes are numbered in the order of their names' characters.
 * Folders around all images count for nothing; `train` and `test` above the classes part the set.
 */
import type { Entry } from './open';

export interface PlacedImage {
  readonly entry: Entry;
  /** Index of its class. */
  readonly label: number;
  readonly part: 'train' | 'test';
}

export interface Placed {
  readonly classes: readonly string[];
  /** By class, part and path; photos of the camera in the order in which they were taken. */
  readonly images: readonly PlacedImage[];
  /** The folders around all of them. */
  readonly root: readonly string[];
  readonly split: 'given' | 'drawn';
  /** What became of validation images, where there are any. */
  readonly validation: 'train' | 'test' | null;
  /** Images that lie in no folder of a class. */
  readonly unplaced: readonly Entry[];
}

type FolderKind = 'train' | 'test' | 'validation';

const PARTS: ReadonlyMap<string, FolderKind> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['trainset', 'train'],
  ['test', 'test'],
  ['testing', 'test'],
  ['testset', 'test'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['eval', 'validation'],
]);

const partOf = (folder: string | undefined): FolderKind | undefined =>
  PARTS.get((folder ?? '').toLowerCase());

interface Located {
  readonly entry: Entry;
  readonly folders: readonly string[];
}

/** Where validation images go: they stand in for test images where there are none, and else are trained on. */
function sides(kinds: ReadonlySet<FolderKind | undefined>): ReadonlyMap<FolderKind, 'train' | 'test'> {
  return new Map([
    ['train', 'train'],
    ['test', 'test'],
    ['validation', kinds.has('test') ? 'train' : 'test'],
  ]);
}

/** Puts images into classes. */
export function placeImages(entries: readonly Entry[]): Placed {
  const located = entries
    .filter(({ className }) => className === null)
    .map((entry) => ({ entry, folders: foldersOf(entry.path) }));
  const root = commonFolders(located);
  const inner = located.map(({ entry, folders }) => ({ entry, folders: folders.slice(root.length) }));
  const placed = byFolders(inner, root);
  const given = entries.flatMap((entry) =>
    entry.className === null ? [] : [{ entry, className: entry.className, part: 'train' as const }],
  );
  const all = [...placed.images.toSorted((a, b) => compare(a.entry.path, b.entry.path)), ...given];
  const classes = [...new Set(all.map(({ className }) => className))].toSorted(compare);
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const images = all
    .map(({ entry, className, part }) => ({ entry, part, label: numbers.get(className) ?? 0 }))
    .toSorted((a, b) => a.label - b.label || Number(a.part === 'test') - Number(b.part === 'test'));
  const hasBoth = (['train', 'test'] as const).every((part) => images.some((image) => image.part === part));
  return {
    classes,
    // Without both parts there is no split: all of them are parted here.
    images: hasBoth ? images : images.map((image) => ({ ...image, part: 'train' })),
    root,
    split: hasBoth ? 'given' : 'drawn',
    validation: hasBoth ? placed.validation : null,
    unplaced: placed.unplaced,
  };
}

/** Folders of a path; one that holds nothing but another of its name, as unpacked archives have it, is the same one. */
function foldersOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(0, -1)
    .filter((folder, index, all) => folder !== all[index - 1]);
}

/** As Python sorts texts. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Folders around all images; where these lie in one folder, that is around them too. */
function commonFolders(located: readonly Located[]): readonly string[] {
  const [first, ...others] = located.map(({ folders }) => folders);
  if (first === undefined) return [];
  let depth = first.length;
  for (const folders of others) {
    let same = 0;
    while (same < depth && folders[same] === first[same]) same++;
    depth = same;
  }
  return first.slice(0, depth);
}

interface ByFolders {
  readonly images: readonly { entry: Entry; className: string; part: 'train' | 'test' }[];
  readonly unplaced: readonly Entry[];
  readonly validation: 'train' | 'test' | null;
}

function byFolders(inner: readonly Located[], root: readonly string[]): ByFolders {
  // Only with classes in it is a folder a part of the set: one of trains may be called `train`, beside one of ships.
  const outer = inner.flatMap(({ folders }) => folders.slice(0, 1));
  const kinds = new Set(inner.map(({ folders }) => (folders.length > 1 ? partOf(folders[0]) : undefined)));
  const isParted =
    kinds.has('train') &&
    (kinds.has('test') || kinds.has('validation') || outer.every((folder) => partOf(folder) !== undefined));
  const side = sides(kinds);
  const images: ByFolders['images'][number][] = [];
  const unplaced: Entry[] = [];
  const isFlat = inner.every(({ folders }) => folders.length === 0);
  for (const { entry, folders } of inner) {
    const kind = isParted ? partOf(folders[0]) : undefined;
    // Beside `train` and `test`, other folders are none of the set's.
    if (isParted && kind === undefined) {
      unplaced.push(entry);
      continue;
    }
    const lone = root.at(-1);
    const className = isFlat && partOf(lone) === undefined ? lone : folders[isParted ? 1 : 0];
    if (className === undefined) unplaced.push(entry);
    else images.push({ entry, className, part: (kind && side.get(kind)) ?? 'train' });
  }
  const validation = isParted && kinds.has('validation') ? (side.get('validation') ?? null) : null;
  return { images, unplaced, validation };
}
