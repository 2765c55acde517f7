/**
 * Takes in what was found: decodes it to one size, parts it, and counts what is worth knowing about it. A file that cannot be
 * decoded is left out and told; pixels and labels of all others make up the set.
 */
import { readText } from '../config/codec/read';
import type { NpyNumbers } from '../formats/npy';
import { recordsOf } from './arrays';
import type { ArrayPart, ArraySet } from './array-set';
import { classNames } from './class-names';
import type { Decode } from './decode';
import type { Placed } from './folders';
import { OWN_LIMITS, type OwnImages, type OwnSet } from './kept';
import { pixelsOf, type Layout } from './layout';
import { inOrder } from './open';
import { ImportError, problemOf } from './problem';
import type { Found, ImportChoices, ImportProgress, ImportReport } from './report';
import { AreaMean, centreCrop } from './resize';
import type { Scanned } from './scan';
import { SkipTally } from './skipped';
import { drawTest, firstEqual } from './split';
import { pixelStatistics } from './statistics';

/** Most bytes of a set's pixels; training takes four times as many. */
const MOST_PIXEL_BYTES = 2 ** 28;

/** Files that are read and decoded at once. */
const AT_ONCE = 4;

/** Seed of what is drawn. */
const SEED = 0;

export interface TakeOptions {
  readonly decode: Decode;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** A set, and what is told of it. */
export interface Taken {
  readonly images: OwnImages;
  readonly report: ImportReport;
}

/** Images as they are decoded, one after the other. */
interface Decoded {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
  /** 1 for test images. */
  readonly isTest: Uint8Array<ArrayBuffer>;
}

/** What is settled: the reader's choices, or the set's own where it has come back. */
interface Settled {
  readonly side: number;
  readonly channels: 1 | 3;
  readonly names: readonly string[];
  /** For each class that was found its number in the set; -1 where it is left out. */
  readonly numbers: readonly number[];
  readonly count: number;
}

/**
 * Decodes and parts what was found.
 * @throws ImportError
 */
export async function take(scanned: Scanned, choices: ImportChoices, options: TakeOptions): Promise<Taken> {
  const { found } = scanned;
  const settled = settle(found, choices);
  const skipped = new SkipTally();
  const decoded =
    scanned.images === null
      ? await decodeArrays(scanned.arrays, settled, options)
      : await decodeFiles(scanned.images, settled, options, skipped);
  const size = settled.side * settled.side * settled.channels;
  const labelled = { pixels: decoded.pixels, labels: decoded.labels, size };
  const first = firstEqual(labelled);
  const isTest = found.split === 'given' ? decoded.isTest : drawTest(labelled, first, SEED);
  const test = isTest.reduce((sum, one) => sum + one, 0);
  const train = isTest.length - test;
  for (const [part, images] of [['train', train] as const, ['test', test] as const])
    if (images < OWN_LIMITS.images.min)
      throw new ImportError({
        code: 'too-few-images',
        part,
        images,
        least: OWN_LIMITS.images.min,
        skipped: skipped.told(),
      });
  const parts = partImages(labelled, isTest, train);
  const { min, max } = OWN_LIMITS.name;
  // As links will have it.
  const named = (text: string): string => readText(text, max).value ?? '';
  const name = named(choices.name);
  const set: OwnSet = {
    format: 1,
    name: name.length < min ? named(settled.names.join(', ')) : name,
    side: settled.side,
    channels: settled.channels,
    classes: settled.names,
    train,
    test,
    ...pixelStatistics(parts.trainImages, settled.channels),
  };
  const images: OwnImages = { set, ...parts };
  return {
    images,
    report: {
      counts: countsOf(images),
      split: found.split,
      duplicates: duplicatesOf(decoded.labels, first, isTest),
      imbalance: imbalanceOf(images),
      skipped: skipped.told(),
      bytes: decoded.pixels.length + decoded.labels.length,
    },
  };
}

function settle(found: Found, choices: ImportChoices): Settled {
  const all = found.classes.map(({ name }, index) => ({ index, name }));
  const classes = found.isSettled ? all : choices.classes.filter(({ index }) => index in all);
  const { side, channels } = found.isSettled ? found.suggestion : choices;
  const numbers = all.map(({ index }) => classes.findIndex((one) => one.index === index));
  if (classes.length < OWN_LIMITS.classes.min)
    throw new ImportError({ code: 'one-class', name: classes[0]?.name ?? '' });
  const chosen = found.classes.filter((_, index) => (numbers[index] ?? -1) >= 0);
  const [train = 0, test = 0] = (['train', 'test'] as const).map((part) =>
    chosen.reduce((sum, one) => sum + one[part], 0),
  );
  const { max } = OWN_LIMITS.images;
  if (Math.max(train, test) > max)
    throw new ImportError({ code: 'too-many-images', images: Math.max(train, test), most: max });
  const count = train + test;
  const bytes = count * side * side * channels;
  if (bytes > MOST_PIXEL_BYTES) throw new ImportError({ code: 'too-large', bytes, most: MOST_PIXEL_BYTES });
  // A set that has come back is called as it was: there is nothing to mend.
  const names = classNames(classes.map(({ name }) => name));
  return { side, channels, names, numbers, count };
}

async function decodeFiles(
  placed: Placed,
  { side, channels, numbers, count }: Settled,
  { decode, onProgress }: TakeOptions,
  skipped: SkipTally,
): Promise<Decoded> {
  const size = side * side * channels;
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  const isTest = new Uint8Array(count);
  const chosen = placed.images.filter(({ label }) => (numbers[label] ?? -1) >= 0);
  let taken = 0;
  await inOrder(
    chosen,
    AT_ONCE,
    async ({ entry, label, part }) => {
      const target = new Uint8Array(size);
      const reason = await entry
        .open()
        .then((blob) => decode(blob, side, channels, target))
        .catch((error: unknown) => {
          const problem = problemOf(error, entry.path);
          // A file that is damaged in its archive is one of many.
          if (problem.code === 'bad-file') return 'broken' as const;
          throw new ImportError(problem);
        });
      return { path: entry.path, label, part, target, reason };
    },
    ({ path, label, part, target, reason }, index) => {
      if (reason === null) {
        pixels.set(target, taken * size);
        labels[taken] = numbers[label] ?? 0;
        isTest[taken] = Number(part === 'test');
        taken++;
      } else skipped.add(path, reason);
      onProgress({ phase: 'decode', done: index + 1, total: chosen.length });
    },
  );
  return {
    pixels: pixels.subarray(0, taken * size),
    labels: labels.subarray(0, taken),
    isTest: isTest.subarray(0, taken),
  };
}

async function decodeArrays(
  { parts }: ArraySet,
  { side, channels, numbers, count }: Settled,
  { onProgress }: TakeOptions,
): Promise<Decoded> {
  const size = side * side * channels;
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  const isTest = new Uint8Array(count);
  let taken = 0;
  for (const part of parts) {
    const write = shrinker(part, side, channels);
    let index = 0;
    for await (const record of recordsOf(part.images)) {
      const number = numbers[part.labels[index++] ?? 0] ?? -1;
      if (number < 0) continue;
      write(record, pixels.subarray(taken * size, (taken + 1) * size));
      labels[taken] = number;
      isTest[taken] = Number(part.part === 'test');
      taken++;
      onProgress({ phase: 'decode', done: taken, total: count });
    }
  }
  return { pixels, labels, isTest };
}

/** Writes the images of a part at a set's size. */
function shrinker(
  { layout, scale }: ArrayPart,
  side: number,
  channels: 1 | 3,
): (record: NpyNumbers, target: Uint8Array) => void {
  const { height, width } = layout;
  const whole = new Float64Array(height * width * layout.channels);
  const crop = centreCrop(width, height);
  const mean = new AreaMean(crop.side, side, layout.channels);
  return (record, target) => {
    pixelsOf(record, layout, scale, whole);
    for (let row = crop.top; row < crop.top + crop.side; row++) mean.add(rowOf(whole, layout, row, crop), 1);
    mean.write(target, channels);
  };
}

function rowOf(
  pixels: Float64Array,
  { width, channels }: Layout,
  row: number,
  crop: { readonly left: number; readonly side: number },
): Float64Array {
  const start = (row * width + crop.left) * channels;
  return pixels.subarray(start, start + crop.side * channels);
}

/** Training and test images apart, each in their order. */
function partImages(
  {
    pixels,
    labels,
    size,
  }: { readonly pixels: Uint8Array; readonly labels: Uint8Array; readonly size: number },
  isTest: Uint8Array,
  train: number,
): Omit<OwnImages, 'set'> {
  const test = labels.length - train;
  const trainImages = new Uint8Array(train * size);
  const testImages = new Uint8Array(test * size);
  const trainLabels = new Uint8Array(train);
  const testLabels = new Uint8Array(test);
  let [trained, tested] = [0, 0];
  for (const [index, label] of labels.entries()) {
    const image = pixels.subarray(index * size, (index + 1) * size);
    if (isTest[index] === 1) {
      testImages.set(image, tested * size);
      testLabels[tested++] = label;
    } else {
      trainImages.set(image, trained * size);
      trainLabels[trained++] = label;
    }
  }
  return { trainImages, trainLabels, testImages, testLabels };
}

function countsOf({ set, trainLabels, testLabels }: OwnImages): ImportReport['counts'] {
  const counts = set.classes.map((name) => ({ name, train: 0, test: 0 }));
  for (const [part, labels] of [['train', trainLabels] as const, ['test', testLabels] as const])
    for (const label of labels) {
      const count = counts[label];
      if (count !== undefined) count[part]++;
    }
  return counts;
}

function duplicatesOf(
  labels: Uint8Array,
  first: Uint32Array,
  isTest: Uint8Array,
): ImportReport['duplicates'] {
  const copies = new Set<number>();
  const trained = new Set<number>();
  const firstLabels = new Map<number, Set<number>>();
  for (const [index, own] of first.entries()) {
    if (own !== index) copies.add(own);
    if (isTest[index] === 0) trained.add(own);
  }
  for (const [index, own] of first.entries())
    if (copies.has(own)) {
      const found = firstLabels.get(own) ?? new Set();
      firstLabels.set(own, found.add(labels[index] ?? 0));
    }
  let [images, acrossSplit, otherClass] = [0, 0, 0];
  for (const [index, own] of first.entries()) {
    if (!copies.has(own)) continue;
    images++;
    if (isTest[index] === 1 && trained.has(own)) acrossSplit++;
    if ((firstLabels.get(own)?.size ?? 0) > 1) otherClass++;
  }
  return { images, acrossSplit, otherClass };
}

function imbalanceOf(images: OwnImages): number {
  const counts = countsOf(images).map(({ train }) => train);
  return Math.max(...counts) / Math.max(1, Math.min(...counts));
}
