/**
 * The data sets, one entry each: what page and worker must know of one before a byte of it is loaded, enough to plan the
 * network. What a link may name, the menus and the loading follow from it. The images themselves, and the check that they
 * agree with this table, belong to the worker. A set that a reader brought says in the config what this table says of the others.
 *
 * To add one: its entry here, its texts in `i18n/en/data-sets.ts`, and its manifest and files below `public/data`, made by a
 * script that is kept; of one that is drawn, its painter in `data/dataset.ts` instead.
 */

interface DataSetFacts {
  /** Below `public/data`, where its manifest names its files, classes and licences; null where it is drawn from the data seed. */
  readonly folder: string | null;
  readonly channels: number;
  readonly classes: number;
  /** Sides of its images in pixels, smallest first, the default: that of the bundled images, or of these halved. */
  readonly sizes: readonly [number, ...(readonly number[])];
}

const SETS = {
  fashion: { folder: 'fashion-mnist', channels: 1, classes: 10, sizes: [14, 28] },
  emoji: { folder: 'emoji', channels: 3, classes: 9, sizes: [16, 32] },
  digits: { folder: 'digits', channels: 1, classes: 10, sizes: [8] },
  shapes: { folder: null, channels: 1, classes: 10, sizes: [14, 28] },
} as const satisfies Readonly<Record<string, DataSetFacts>>;

/** Sets that come with the page. */
export type KnownSetName = keyof typeof SETS;
/** `own`: a set that a reader brought, which a config names by its hash. */
export type DataSetName = KnownSetName | 'own';
/** Of those that are drawn from the data seed. */
export type DrawnSetName = {
  [Name in KnownSetName]: (typeof SETS)[Name]['folder'] extends null ? Name : never;
}[KnownSetName];

export const DATA_SETS: {
  readonly [Name in KnownSetName]: DataSetFacts & Pick<(typeof SETS)[Name], 'folder'>;
} = SETS;

/** In the order of menus. */
export const KNOWN_SETS = Object.keys(SETS) as readonly KnownSetName[];
export const DATA_SET_NAMES: readonly DataSetName[] = [...KNOWN_SETS, 'own'];

/** What a link says of a reader's own set: enough to plan networks, and to tell others what to bring. */
export interface OwnData {
  /** See `images/kept.ts`. */
  readonly hash: string;
  readonly channels: number;
  readonly classes: number;
  /** Training images. */
  readonly train: number;
  readonly name: string;
}

/** Bounds of own sets, both included. */
export const OWN_LIMITS = {
  /** Side of the images in pixels. */
  side: { min: 8, max: 64 },
  classes: { min: 2, max: 100 },
  /** Training images, and so many test images. */
  images: { min: 2, max: 100_000 },
  /** Characters of the names of a set and of its classes. */
  name: { min: 1, max: 40 },
} as const;

/** Side of own images where nothing is said of it. */
const OWN_SIDE = 32;

/** The data of a config. */
export interface DataConfig {
  readonly set: DataSetName;
  readonly inputSize: number;
  /** Of `own`, and of no other. */
  readonly own?: OwnData;
}

/** What is known of an experiment's data before they are loaded. */
export function dataFacts({ set, inputSize, own }: DataConfig): Omit<DataSetFacts, 'folder'> {
  if (set !== 'own') return DATA_SETS[set];
  // A valid config has it.
  return {
    channels: own?.channels ?? 3,
    classes: own?.classes ?? OWN_LIMITS.classes.min,
    sizes: [inputSize],
  };
}

/** All sides that images of any set have. */
export const INPUT_SIZES: readonly number[] = [
  ...new Set(Object.values(DATA_SETS).flatMap(({ sizes }) => sizes)),
  // In place: a browser too old for `toSorted` must get so far that it can be told.
].sort((a, b) => a - b);

export function isDrawn(set: DataSetName): set is DrawnSetName {
  return set !== 'own' && DATA_SETS[set].folder === null;
}

/** The side that a link means where it names none. */
export function defaultInputSize(set: DataSetName): number {
  return set === 'own' ? OWN_SIDE : DATA_SETS[set].sizes[0];
}

/** Of the sides that a data set has, the one nearest to a side. */
export function nearestInputSize(set: DataSetName, side: number): number {
  if (set === 'own') return Math.min(Math.max(Math.round(side), OWN_LIMITS.side.min), OWN_LIMITS.side.max);
  return DATA_SETS[set].sizes.reduce((best, size) =>
    Math.abs(size - side) < Math.abs(best - side) ? size : best,
  );
}
