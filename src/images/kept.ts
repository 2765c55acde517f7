/**
 * A reader's own set of images as the browser keeps it: bytes of pixels and labels, with an index that says what they are. Its
 * hash, which names it in links, is that of all of this, so that the same images, taken in alike, are the same set everywhere.
 */
import { INDEX, readKept, type KeptKind } from '../keep/keep';
import { runsOf } from './runs';

export const IMAGES: KeptKind = 'images';

export { OWN_LIMITS } from '../config/data-sets';

/** Digits of a hash in a link: the first of a SHA-256, in hexadecimal. */
const HASH_DIGITS = 16;

/** What is known of a set without its pixels. */
export interface OwnSet {
  readonly format: 1;
  /** What the reader calls it. */
  readonly name: string;
  /** Height and width of its images. */
  readonly side: number;
  readonly channels: 1 | 3;
  /** Names, in the order of labels. */
  readonly classes: readonly string[];
  /** Numbers of images. */
  readonly train: number;
  readonly test: number;
  /** Per channel, of the training pixels from 0 to 1. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** A set with its bytes. */
export interface OwnImages {
  readonly set: OwnSet;
  /** [images, side, side, channels], 0 to 255. */
  readonly trainImages: Uint8Array<ArrayBuffer>;
  readonly trainLabels: Uint8Array<ArrayBuffer>;
  readonly testImages: Uint8Array<ArrayBuffer>;
  readonly testLabels: Uint8Array<ArrayBuffer>;
}

const FILES = {
  trainImages: 'train-images.bin',
  trainLabels: 'train-labels.bin',
  testImages: 'test-images.bin',
  testLabels: 'test-labels.bin',
} as const;

/** The files of a set, as they are kept. */
export function filesOf(images: OwnImages): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return new Map([
    [FILES.trainImages, images.trainImages],
    [FILES.trainLabels, images.trainLabels],
    [FILES.testImages, images.testImages],
    [FILES.testLabels, images.testLabels],
    [INDEX, indexOf(images.set)],
  ]);
}

/** Keys in one order, for the hash. */
function indexOf(set: OwnSet): Uint8Array<ArrayBuffer> {
  const { format, name, side, channels, classes, train, test, mean, deviation } = set;
  const index: OwnSet = { format, name, side, channels, classes, train, test, mean, deviation };
  return new TextEncoder().encode(JSON.stringify(index));
}

/** Hash of a set. What it is called counts for nothing, what its classes are called does. */
export async function hashOf(images: OwnImages): Promise<string> {
  const parts = [...filesOf({ ...images, set: { ...images.set, name: '' } }).values()];
  // One by one, and then all of their hashes: nothing is copied together.
  const hashes = await Promise.all(
    parts.map(async (part) => new Uint8Array(await crypto.subtle.digest('SHA-256', part))),
  );
  const whole = await crypto.subtle.digest('SHA-256', Uint8Array.from(hashes.flatMap((hash) => [...hash])));
  return Array.from(new Uint8Array(whole), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, HASH_DIGITS);
}

/** What is known of a kept set; null where it is not kept, or what is kept is none. */
export async function readOwnSet(hash: string): Promise<OwnSet | null> {
  const bytes = await readKept(IMAGES, hash, INDEX);
  if (bytes === null) return null;
  try {
    const set = JSON.parse(new TextDecoder().decode(bytes)) as OwnSet;
    return set.format === 1 && Array.isArray(set.classes) ? set : null;
  } catch {
    return null;
  }
}

/** Bytes that a set takes where it is kept, but for some of its index. */
export function bytesOfSet({ side, channels, train, test }: OwnSet): number {
  return (train + test) * (side * side * channels + 1);
}

/** Bytes that are rather read along than left out: to open the file anew takes longer. */
const MOST_BETWEEN = 2 ** 16;

/** A few images of a set. */
export interface Specimens {
  /** [images, side, side, channels], 0 to 255: of each class in turn. */
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: readonly number[];
}

/**
 * The first training images of each class, read out of a kept set without most of the others; null where it is not kept.
 * @param classes Of so many classes.
 * @param each So many of each.
 */
export async function readSpecimens(
  hash: string,
  set: OwnSet,
  classes: number,
  each: number,
): Promise<Specimens | null> {
  const trainLabels = await readKept(IMAGES, hash, FILES.trainLabels);
  if (trainLabels === null) return null;
  const found = Array.from({ length: Math.min(classes, set.classes.length) }, (): number[] => []);
  trainLabels.forEach((label, image) => {
    const ofClass = found[label];
    if (ofClass !== undefined && ofClass.length < each) ofClass.push(image);
  });
  const size = set.side * set.side * set.channels;
  const places = found.flatMap((ofClass, label) => ofClass.map((image) => ({ label, image })));
  const images = new Uint8Array(places.length * size);
  const wanted = places.map(({ image }) => image);
  for (const { from, end } of runsOf(wanted, Math.floor(MOST_BETWEEN / size))) {
    const range = { from: from * size, to: end * size };
    const bytes = await readKept(IMAGES, hash, FILES.trainImages, range);
    if (bytes?.length !== range.to - range.from) return null;
    for (const [place, image] of wanted.entries())
      if (image >= from && image < end)
        images.set(bytes.subarray((image - from) * size, (image - from + 1) * size), place * size);
  }
  return { images, labels: places.map(({ label }) => label) };
}

/** A kept set with its bytes; null where it is not kept whole. */
export async function readOwnImages(hash: string): Promise<OwnImages | null> {
  const set = await readOwnSet(hash);
  if (set === null) return null;
  const files = await Promise.all(
    [FILES.trainImages, FILES.trainLabels, FILES.testImages, FILES.testLabels].map((file) =>
      readKept(IMAGES, hash, file),
    ),
  );
  const [trainImages, trainLabels, testImages, testLabels] = files;
  if (!trainImages || !trainLabels || !testImages || !testLabels) return null;
  const size = set.side * set.side * set.channels;
  const isWhole =
    trainImages.length === set.train * size &&
    testImages.length === set.test * size &&
    trainLabels.length === set.train &&
    testLabels.length === set.test &&
    [trainLabels, testLabels].every((labels) => labels.every((label) => label < set.classes.length));
  return isWhole ? { set, trainImages, trainLabels, testImages, testLabels } : null;
}
