/**
 * What is told of images that a reader brings: what was found before any is decoded, what ended an import, what was left out
 * and what is worth knowing about the set that was kept. Codes and facts; the sentences are the page's.
 */
import type { FormatCode } from '../formats/errors';
import type { OwnSet } from './kept';

/** A file that was chosen, dropped or photographed. */
export interface BroughtFile {
  /** With its folders, as `webkitRelativePath` has it: `photos/train/cat/1.jpg`; its name alone where there are none. */
  readonly path: string;
  readonly blob: Blob;
  /** The class that the reader gave it to; then its folders count for nothing. */
  readonly className?: string;
}

/** What the files were recognised as, by their content. */
export type FoundKind = 'images' | 'idx' | 'cifar-10' | 'cifar-100' | 'arrays' | 'own';

/** What makes up the set; everything that the reader may change of it is in `ImportChoices`. */
export interface Found {
  readonly kind: FoundKind;
  /** A name for the set: of the folder, of the archive, or that of the known set. */
  readonly name: string;
  /** In the order of their labels, with the numbers of images before any is decoded. */
  readonly classes: readonly FoundClass[];
  /** Whether the files say which images are test images; else a share of each class is drawn by a seed. */
  readonly split: 'given' | 'drawn';
  /** Whether there are validation images, and what became of them: they stand in for test images where there are none. */
  readonly validation: 'train' | 'test' | null;
  /** Least and greatest width and height of the images, of those that were looked at; null where none could be read. */
  readonly sizes: { readonly least: Side; readonly greatest: Side } | null;
  readonly suggestion: { readonly side: number; readonly channels: 1 | 3 };
  /** Whether side, colour and classes are settled: it is a set of this page, which comes back as the same. */
  readonly isSettled: boolean;
  readonly skipped: Skipped;
}

export interface FoundClass {
  readonly name: string;
  /** All of them where the split is drawn. */
  readonly train: number;
  readonly test: number;
}

export interface Side {
  readonly width: number;
  readonly height: number;
}

/** What the reader settles before images are decoded. */
export interface ImportChoices {
  readonly name: string;
  readonly side: number;
  readonly channels: 1 | 3;
  /** Those that are taken, in the order of `Found.classes`, as they shall be called. */
  readonly classes: readonly { readonly index: number; readonly name: string }[];
}

/** Why one file of many was left out. */
export type SkipReason =
  /** Neither an image nor anything else that is read here; hidden files and systems' own are not even counted. */
  | 'not-an-image'
  /** Python's own format, in which CIFAR comes too: a program, which is not run. The binary version is read. */
  | 'pickle'
  /** An image of a kind that browsers do not all read: HEIC, TIFF, BMP, AVIF, SVG. */
  | 'other-format'
  | 'empty'
  /** It ends early or is damaged. */
  | 'broken'
  /** It has no pixels. */
  | 'no-pixels'
  /** More pixels, or bytes, than are decoded. */
  | 'too-large'
  /** It lies in no folder of a class. */
  | 'no-class'
  /** Its name leads out of the archive. */
  | 'unsafe-name';

/** Files that were left out: how many by reason, and the first of them by name. */
export interface Skipped {
  readonly counts: Readonly<Partial<Record<SkipReason, number>>>;
  readonly examples: readonly { readonly path: string; readonly reason: SkipReason }[];
}

/** What ended an import. Nothing of it is kept then, and what was kept before is as it was. */
export type ImportProblem =
  /** There is nothing in it that is read here; `files` were looked at. */
  | { readonly code: 'nothing-found'; readonly files: number; readonly skipped: Skipped }
  /** Sets of several kinds at once. */
  | { readonly code: 'several-kinds'; readonly kinds: readonly string[] }
  /** Images that lie in no folders, and were given to no class. */
  | { readonly code: 'no-classes'; readonly images: number }
  | { readonly code: 'one-class'; readonly name: string }
  | { readonly code: 'too-many-classes'; readonly classes: number; readonly most: number }
  /** Fewer images than `least` in this part; `skipped` may say why. */
  | {
      readonly code: 'too-few-images';
      readonly part: 'train' | 'test';
      readonly images: number;
      readonly least: number;
      readonly skipped: Skipped;
    }
  | { readonly code: 'too-many-images'; readonly images: number; readonly most: number }
  /** The pixels of all images together, at this side and in this colour. */
  | { readonly code: 'too-large'; readonly bytes: number; readonly most: number }
  /** The code that reads images did not arrive. */
  | { readonly code: 'no-reader' }
  /** An archive, or a file of arrays, that is damaged or beyond a limit; `path` is the file, `at` what in it. */
  | {
      readonly code: 'bad-file';
      readonly path: string;
      readonly why: FormatCode;
      readonly at: string | null;
      readonly expected: string | number | null;
      readonly found: string | number | null;
    }
  /** Images without labels. */
  | { readonly code: 'no-labels'; readonly path: string; readonly images: number }
  /** Labels without images. */
  | { readonly code: 'no-images'; readonly path: string }
  | {
      readonly code: 'labels-differ';
      readonly path: string;
      readonly images: number;
      readonly labels: number;
    }
  /** A label that is no whole number from 0, or is beyond the names of classes. */
  | { readonly code: 'wrong-label'; readonly path: string; readonly label: number | string }
  /** An array that is none of N×H×W, N×H×W×C and N×C×H×W with one or three channels. */
  | { readonly code: 'not-images'; readonly path: string; readonly shape: readonly number[] }
  /** Numbers of pixels that lie neither from 0 to 1 nor from 0 to 255. */
  | { readonly code: 'not-pixels'; readonly path: string; readonly least: number; readonly greatest: number }
  /** The browser keeps it nowhere; `full`: it has no room left. */
  | { readonly code: 'not-kept'; readonly full: boolean; readonly bytes: number }
  /** The machine's memory did not suffice. */
  | { readonly code: 'memory' }
  /** A file was changed, moved or taken away since it was chosen. */
  | { readonly code: 'gone'; readonly path: string }
  /** The program's own mistake; `message` is JavaScript's. */
  | { readonly code: 'failed'; readonly message: string };

/** How far an import is. Images of all phases are counted, but for `scan`, which counts files. */
export interface ImportProgress {
  readonly phase: 'scan' | 'decode' | 'keep';
  readonly done: number;
  /** Null while unknown. */
  readonly total: number | null;
}

/** What is worth knowing about a set that was kept. */
export interface ImportReport {
  /** Images by class, in the set's order. */
  readonly counts: readonly FoundClass[];
  readonly split: 'given' | 'drawn';
  /**
   * Images that are equal to another one, pixel by pixel at the set's size. Where the split is drawn, copies stay on one side;
   * a split that was given is left as it is, and `acrossSplit` test images are among the training images too.
   */
  readonly duplicates: {
    readonly images: number;
    readonly acrossSplit: number;
    /** Images that are equal to one of another class. */
    readonly otherClass: number;
  };
  /** How many times as many training images the largest class has as the smallest one. */
  readonly imbalance: number;
  readonly skipped: Skipped;
  /** Bytes that the set takes in the browser. */
  readonly bytes: number;
}

export interface Imported {
  readonly hash: string;
  readonly set: OwnSet;
  readonly report: ImportReport;
}

/** What the page asks of the import worker; `take` follows a `scan` that found something. */
export type ImportCommand =
  | { readonly type: 'scan'; readonly files: readonly BroughtFile[] }
  | { readonly type: 'take'; readonly choices: ImportChoices };

export type ImportAnswer =
  | { readonly type: 'progress'; readonly progress: ImportProgress }
  | { readonly type: 'found'; readonly found: Found }
  | { readonly type: 'imported'; readonly imported: Imported }
  | { readonly type: 'problem'; readonly problem: ImportProblem };
