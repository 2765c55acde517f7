/**
 * Arrays put together to a set: which are images and which labels, by their shapes, and which belong to the test, by their names,
 * as NumPy's files, MNIST's and those of Keras and MedMNIST are called.
 */
import type { ArrayFile } from './arrays';
import { isNumeric, valuesOf } from './arrays';
import { compare } from './folders';
import { layoutOf, mayBeImages, pixelScale, type Layout } from './layout';
import { ImportError } from './problem';
import { OWN_LIMITS } from './kept';

/** A run of images with their labels. */
export interface ArrayPart {
  readonly part: 'train' | 'test';
  readonly images: ArrayFile;
  readonly layout: Layout;
  readonly scale: number;
  /** Index of a class for each. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

export interface ArraySet {
  readonly classes: readonly string[];
  readonly parts: readonly ArrayPart[];
  readonly split: 'given' | 'drawn';
  readonly validation: 'train' | 'test' | null;
}

type Part = 'train' | 'test' | 'validation';
type Labels = readonly (number | string)[];

/** The part that a file's name tells of, else its folder's. */
export function partNamed(path: string): Part {
  for (const name of path.split('/').toReversed().slice(0, 2)) {
    if (/test|t10k/i.test(name)) return 'test';
    if (/(?:^|[^a-z])val(?:id(?:ation)?)?(?:[^a-z]|$)/i.test(name)) return 'validation';
    if (/train/i.test(name)) return 'train';
  }
  return 'train';
}

const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.\w+$/, '');

const isClassNames = ({ path, dtype, shape }: ArrayFile): boolean =>
  !isNumeric(dtype) && shape.length === 1 && /class|categor|names$/i.test(nameOf(path));

const mayBeLabels = (array: ArrayFile): boolean =>
  !isClassNames(array) && (array.shape.length === 1 || (array.shape.length === 2 && array.shape[1] === 1));

const isCalledLabels = ({ path }: ArrayFile): boolean =>
  /label|target|class|(?:^|_)y(?:_|$)/i.test(nameOf(path));

/** Images with their labels, of one part. */
interface Pair {
  readonly part: Part;
  readonly images: ArrayFile;
  readonly labels: ArrayFile;
}

/**
 * Puts arrays together.
 * @throws ImportError where images and labels do not fit each other, or are none.
 */
export async function arraySet(arrays: readonly ArrayFile[]): Promise<ArraySet> {
  const sorted = arrays.toSorted((a, b) => compare(a.path, b.path));
  const pairs = (['train', 'validation', 'test'] as const).flatMap((part) => pairsOf(sorted, part));
  if (pairs.length === 0) {
    const [first] = sorted;
    if (first === undefined || sorted.every(mayBeLabels))
      throw new ImportError({ code: 'no-images', path: first?.path ?? '' });
    const odd = sorted.find((array) => !mayBeLabels(array) && !isClassNames(array)) ?? first;
    throw new ImportError({ code: 'not-images', path: odd.path, shape: odd.shape });
  }
  const labels: Labels[] = [];
  for (const pair of pairs) labels.push(await valuesOf(pair.labels));
  const named = sorted.find(isClassNames);
  const names = named === undefined ? null : (await valuesOf(named)).map(String);
  const { classes, numbers } = classesOf(
    pairs.map((pair, index) => ({ path: pair.labels.path, labels: labels[index] ?? [] })),
    names,
  );
  const parts: ArrayPart[] = [];
  const kinds = new Set(pairs.map(({ part }) => part));
  const validation = kinds.has('validation') ? (kinds.has('test') ? 'train' : 'test') : null;
  for (const [index, { part, images }] of pairs.entries())
    parts.push({
      part: part === 'validation' ? (validation ?? 'train') : part,
      images,
      layout: layoutOf(images),
      scale: await pixelScale(images),
      labels: numbers[index] ?? new Uint8Array(),
    });
  return { classes, ...partedBy(parts), validation };
}

/** Without images for one of them, all images are parted here. */
export function partedBy(parts: readonly ArrayPart[]): Pick<ArraySet, 'parts' | 'split'> {
  const has = (part: 'train' | 'test'): boolean =>
    parts.some((one) => one.part === part && one.labels.length > 0);
  if (has('train') && has('test')) return { parts, split: 'given' };
  return { parts: parts.map((one) => ({ ...one, part: 'train' })), split: 'drawn' };
}

function pairsOf(arrays: readonly ArrayFile[], part: Part): Pair[] {
  const own = arrays.filter(({ path }) => partNamed(path) === part);
  const images = own.filter((array) => mayBeImages(array) && !mayBeLabels(array));
  if (images.length === 0) return [];
  const candidates = own.filter(mayBeLabels);
  const called = candidates.filter(isCalledLabels);
  const counts = new Set(images.map(({ shape }) => shape[0]));
  const labels = called.length > 0 ? called : candidates.filter(({ shape }) => counts.has(shape[0]));
  return images.map((array, index) => {
    const count = array.shape[0] ?? 0;
    // One of each, or as many of both in the order of their names.
    const own =
      labels.length === images.length ? labels[index] : labels.find(({ shape }) => shape[0] === count);
    const { path } = array;
    const other = own ?? labels[0] ?? candidates[0];
    if (other === undefined) throw new ImportError({ code: 'no-labels', path, images: count });
    const found = other.shape[0] ?? 0;
    if (found !== count) throw new ImportError({ code: 'labels-differ', path, images: count, labels: found });
    return { part, images: array, labels: other };
  });
}

interface LabelFile {
  readonly path: string;
  readonly labels: Labels;
}

/** Classes, and for each file the numbers of its labels' classes. */
function classesOf(
  files: readonly LabelFile[],
  names: readonly string[] | null,
): { readonly classes: readonly string[]; readonly numbers: readonly Uint8Array<ArrayBuffer>[] } {
  for (const { path, labels } of files)
    for (const label of labels) {
      const isWrong =
        typeof label === 'number'
          ? !Number.isSafeInteger(label) || label < 0 || (names !== null && label >= names.length)
          : label === '' || (names !== null && !names.includes(label));
      if (isWrong) throw new ImportError({ code: 'wrong-label', path, label });
    }
  const found = new Set(files.flatMap(({ labels }) => [...new Set(labels)]));
  const inOrder: readonly (number | string)[] =
    names !== null && [...found].every((label) => typeof label === 'number')
      ? names.map((_, index) => index)
      : (names ??
        [...found].toSorted((a, b) =>
          typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b)),
        ));
  const { max } = OWN_LIMITS.classes;
  if (inOrder.length > max)
    throw new ImportError({ code: 'too-many-classes', classes: inOrder.length, most: max });
  const numbers = new Map(inOrder.map((label, index) => [label, index]));
  return {
    classes: names ?? inOrder.map(String),
    numbers: files.map(({ labels }) => Uint8Array.from(labels, (label) => numbers.get(label) ?? 0)),
  };
}
