/**
 * Says what the files that were brought are, by their content and before any image is decoded: images in folders of classes, or
 * arrays in one of the forms in which sets of images are given away.
 */
import { shownName } from '../config/shown';
import { cifarKind, type CifarKind } from '../formats/cifar';
import { isIdx, isWholeIdx } from '../formats/idx';
import {
  IMAGE_HEADER_BYTES,
  imageKind,
  isOtherImage,
  readImageHeader,
  type ImageHeader,
} from '../formats/image-header';
import { isNpy } from '../formats/npy';
import { arrayFile, valuesOf, type ArrayFile } from './arrays';
import { arraySet, type ArraySet } from './array-set';
import { cifarSet } from './cifar-set';
import { MOST_PIXELS } from './decode';
import { placeImages, type Placed } from './folders';
import { OWN_LIMITS } from './kept';
import { inOrder, openFiles, type Entry } from './open';
import { ImportError } from './problem';
import type { BroughtFile, Found, FoundKind, ImportProgress, Side } from './report';
import { SkipTally } from './skipped';

/** What was found, with what is needed to take it in. */
export type Scanned =
  | { readonly found: Found; readonly images: Placed; readonly arrays: null }
  | { readonly found: Found; readonly images: null; readonly arrays: ArraySet };

/** Images whose headers are looked at, spread over all. */
const SAMPLE = 64;

/** Side that large images get: details are lost, and training is quick. */
const USUAL_SIDE = 32;

type Content = 'image' | 'npy' | 'idx' | CifarKind;

/** Files by what they are; those that are nothing are counted. */
type Sorted = Readonly<Record<Content, readonly Entry[]>>;

/**
 * Looks through files.
 * @throws ImportError where they are no set of images.
 */
export async function scan(
  files: readonly BroughtFile[],
  onProgress: (progress: ImportProgress) => void,
): Promise<Scanned> {
  const skipped = new SkipTally();
  let looked = 0;
  const entries = await openFiles(files, {
    skipped,
    onFile: (done) => {
      looked = done;
      onProgress({ phase: 'scan', done, total: null });
    },
  });
  const sorted = sortByContent(entries, skipped);
  const isClassed = sorted.image.some(({ path, className }) => className !== null || path.includes('/'));
  const kinds = (['npy', 'idx', 'cifar-10', 'cifar-100'] as const).filter((kind) => sorted[kind].length > 0);
  // Single pictures beside arrays are no set.
  const hasImages = sorted.image.length > 0 && (isClassed || kinds.length === 0);
  const [kind] = kinds;
  const arrays = kind === 'npy' || kind === 'idx' ? await arrayFiles(sorted[kind], kind) : [];
  const isOwn = kinds.length === 1 && isOwnSet(arrays);
  // Our own arrays may come in the folder of a project, with pictures in it.
  if (kinds.length + Number(hasImages && !isOwn) > 1)
    throw new ImportError({ code: 'several-kinds', kinds: [...kinds, ...(hasImages ? ['images'] : [])] });
  if (kind === undefined) {
    if (hasImages) return foundImages(sorted.image, files, skipped);
    throw new ImportError({ code: 'nothing-found', files: looked, skipped: skipped.told() });
  }
  if (kind === 'npy' || kind === 'idx') {
    const name = (isOwn ? await ownName(arrays) : null) ?? nameOf(folderOf(sorted[kind]), files);
    return foundArrays(
      isOwn ? 'own' : kind === 'npy' ? 'arrays' : 'idx',
      name,
      await arraySet(arrays),
      skipped,
    );
  }
  return foundArrays(kind, kind.toUpperCase(), await cifarSet(sorted[kind], kind, entries), skipped);
}

function sortByContent(entries: readonly Entry[], skipped: SkipTally): Sorted {
  const sorted: Record<Content, Entry[]> = { image: [], npy: [], idx: [], 'cifar-10': [], 'cifar-100': [] };
  const other: { readonly entry: Entry; readonly reason: Parameters<SkipTally['add']>[1] }[] = [];
  for (const entry of entries) {
    const { head, size } = entry;
    const content = contentOf(head, size);
    if (content !== null) sorted[content].push(entry);
    else
      other.push({
        entry,
        reason:
          size === 0
            ? 'empty'
            : isOtherImage(head)
              ? 'other-format'
              : isPickle(head)
                ? 'pickle'
                : 'not-an-image',
      });
  }
  // What lies beside arrays, as names of classes do, is not told.
  if (sorted.image.length > 0 || entries.length === other.length)
    for (const { entry, reason } of other) skipped.add(entry.path, reason);
  return sorted;
}

function contentOf(head: Uint8Array, size: number): Content | null {
  if (imageKind(head) !== null) return 'image';
  if (isNpy(head)) return 'npy';
  if (isWholeIdx(head, size)) return 'idx';
  return cifarKind(head, size) ?? (isIdx(head, size) ? 'idx' : null);
}

/** Pickles of protocol 2 and later begin with it. */
const isPickle = (head: Uint8Array): boolean =>
  head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5;

async function foundImages(
  entries: readonly Entry[],
  files: readonly BroughtFile[],
  skipped: SkipTally,
): Promise<Scanned> {
  const placed = placeImages(entries);
  if (placed.images.length === 0) throw new ImportError({ code: 'no-classes', images: entries.length });
  for (const { path } of placed.unplaced) skipped.add(path, 'no-class');
  const headers = await sampledHeaders(placed.images.map(({ entry }) => entry));
  const sizes = headers.length === 0 ? null : sizesOf(headers);
  const classes = placed.classes.map((name, label) => {
    const own = placed.images.filter((image) => image.label === label);
    const test = own.filter(({ part }) => part === 'test').length;
    return { name, train: own.length - test, test };
  });
  const found: Found = {
    kind: 'images',
    name: nameOf(placed.root.at(-1), files),
    classes,
    split: placed.split,
    validation: placed.validation,
    sizes,
    suggestion: {
      side: sizes === null ? USUAL_SIDE : suggestedSide(sizes),
      channels: headers.length > 0 && headers.every(({ isGrey }) => isGrey === true) ? 1 : 3,
    },
    isSettled: false,
    skipped: skipped.told(),
  };
  checkCounts(found);
  return { found, images: placed, arrays: null };
}

/** Headers of some of the images, of those that have one. */
async function sampledHeaders(entries: readonly Entry[]): Promise<readonly ImageHeader[]> {
  const step = Math.max(1, entries.length / SAMPLE);
  const sample = Array.from(
    { length: Math.min(SAMPLE, entries.length) },
    (_, index) => entries.slice(Math.floor(index * step))[0],
  ).filter((entry) => entry !== undefined);
  const headers: ImageHeader[] = [];
  const begin = async (entry: Entry): Promise<ImageHeader | null> => {
    try {
      const bytes = await (await entry.open()).slice(0, IMAGE_HEADER_BYTES).arrayBuffer();
      return readImageHeader(new Uint8Array(bytes));
    } catch {
      // Told of when it is decoded.
      return null;
    }
  };
  await inOrder(sample, 4, begin, (header) => {
    const pixels = header === null ? 0 : header.width * header.height;
    // Others are left out.
    if (header !== null && pixels > 0 && pixels <= MOST_PIXELS) headers.push(header);
  });
  return headers;
}

function sizesOf(sides: readonly Side[]): NonNullable<Found['sizes']> {
  const sorted = sides
    .map(({ width, height }) => ({ width, height }))
    .toSorted((a, b) => a.width * a.height - b.width * b.height);
  const [least = { width: 0, height: 0 }] = sorted;
  return { least, greatest: sorted.at(-1) ?? least };
}

/** Small images keep their size. */
function suggestedSide({ least, greatest }: NonNullable<Found['sizes']>): number {
  const { min, max } = OWN_LIMITS.side;
  if (Math.min(greatest.width, greatest.height) > max) return USUAL_SIDE;
  return Math.min(max, Math.max(min, Math.min(least.width, least.height)));
}

/** Arrays that `data.npz` of this page has, and one of images that is of a size that its sets have. */
const OWN_ARRAYS = [
  'train_images',
  'train_labels',
  'test_images',
  'test_labels',
  'classes',
  'mean',
  'deviation',
  'name',
];

const baseName = ({ path }: { readonly path: string }): string =>
  path.replace(/^.*\//, '').replace(/\.npy$/, '');

function isOwnSet(arrays: readonly ArrayFile[]): boolean {
  const named = new Map(arrays.map((array) => [baseName(array), array]));
  const images = named.get('train_images');
  const [, height = 0, width = 0] = images?.shape ?? [];
  const { min, max } = OWN_LIMITS.side;
  return (
    arrays.length === OWN_ARRAYS.length &&
    OWN_ARRAYS.every((name) => named.has(name)) &&
    images?.dtype === 'uint8' &&
    height === width &&
    height >= min &&
    height <= max
  );
}

function arrayFiles(entries: readonly Entry[], format: 'npy' | 'idx'): Promise<ArrayFile[]> {
  return Promise.all(entries.map((entry) => arrayFile(entry, format)));
}

function foundArrays(kind: FoundKind, name: string, arrays: ArraySet, skipped: SkipTally): Scanned {
  const counts = { train: arrays.classes.map(() => 0), test: arrays.classes.map(() => 0) };
  for (const { part, labels } of arrays.parts)
    for (const label of labels) counts[part][label] = (counts[part][label] ?? 0) + 1;
  const sizes = sizesOf(arrays.parts.map(({ layout }) => layout));
  const found: Found = {
    kind,
    name,
    classes: arrays.classes.map((name, label) => ({
      name: shownName(name),
      train: counts.train[label] ?? 0,
      test: counts.test[label] ?? 0,
    })),
    split: arrays.split,
    validation: arrays.validation,
    sizes,
    suggestion: {
      side: suggestedSide(sizes),
      channels: arrays.parts.some(({ layout }) => layout.channels === 3) ? 3 : 1,
    },
    isSettled: kind === 'own',
    skipped: skipped.told(),
  };
  checkCounts(found);
  return { found, images: null, arrays };
}

/** What one of our own sets is called. */
async function ownName(arrays: readonly ArrayFile[]): Promise<string | null> {
  const array = arrays.find((one) => baseName(one) === 'name');
  const [name] = array === undefined ? [] : await valuesOf(array);
  return typeof name === 'string' && name !== '' ? shownName(name).slice(0, OWN_LIMITS.name.max) : null;
}

const folderOf = ([entry]: readonly Entry[]): string | undefined => entry?.path.split('/').at(-2);

/** Of the folder around all, or of the one file that was brought. */
function nameOf(folder: string | undefined, files: readonly BroughtFile[]): string {
  const [file] = files;
  const alone =
    files.length === 1 && file !== undefined
      ? file.path.replace(/^.*\//, '').replace(/(?:\.tar)?\.\w+$/, '')
      : '';
  return shownName(folder ?? alone).slice(0, OWN_LIMITS.name.max);
}

function checkCounts({ classes, split }: Found): void {
  const { classes: bounds, images } = OWN_LIMITS;
  if (classes.length > bounds.max)
    throw new ImportError({ code: 'too-many-classes', classes: classes.length, most: bounds.max });
  if (classes.length < bounds.min) throw new ImportError({ code: 'one-class', name: classes[0]?.name ?? '' });
  for (const part of ['train', 'test'] as const) {
    const count = classes.reduce((sum, one) => sum + one[part], 0);
    if (count === 0 && (split === 'given' || part === 'train'))
      throw new ImportError({
        code: 'too-few-images',
        part,
        images: 0,
        least: images.min,
        skipped: { counts: {}, examples: [] },
      });
  }
}
