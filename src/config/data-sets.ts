/**
 * The data sets, one entry each: what page and worker must know of one before a byte of it is loaded, enough to plan the
 * network. What a link may name, the menus and the loading follow from it. The images themselves, and the check that they
 * agree with this table, belong to the worker.
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

export type DataSetName = keyof typeof SETS;
/** Of those that are drawn from the data seed. */
export type DrawnSetName = {
  [Name in DataSetName]: (typeof SETS)[Name]['folder'] extends null ? Name : never;
}[DataSetName];

export const DATA_SETS: {
  readonly [Name in DataSetName]: DataSetFacts & Pick<(typeof SETS)[Name], 'folder'>;
} = SETS;

/** In the order of menus. */
export const DATA_SET_NAMES = Object.keys(SETS) as readonly DataSetName[];

/** All sides that images of any set have. */
export const INPUT_SIZES: readonly number[] = [
  ...new Set(Object.values(DATA_SETS).flatMap(({ sizes }) => sizes)),
  // In place: a browser too old for `toSorted` must get so far that it can be told.
].sort((a, b) => a - b);

export function isDrawn(set: DataSetName): set is DrawnSetName {
  return DATA_SETS[set].folder === null;
}

/** The side that a link means where it names none. */
export function defaultInputSize(set: DataSetName): number {
  return DATA_SETS[set].sizes[0];
}

/** Of the sides that a data set has, the one nearest to a side. */
export function nearestInputSize(set: DataSetName, side: number): number {
  return DATA_SETS[set].sizes.reduce((best, size) =>
    Math.abs(size - side) < Math.abs(best - side) ? size : best,
  );
}
