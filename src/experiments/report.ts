/** What became of a file of experiments, for sentences: names are the file's own or the format's, and no words. */
import type { FormatCode } from '../formats/errors';

/** Why a file is not read at all. */
export type FileProblem =
  /** Of the archive: see `FormatCode`; `not-that` where it is none. */
  | { readonly code: FormatCode; readonly at: string | null }
  /** An archive of something else. */
  | { readonly code: 'foreign' }
  /** Written by a page that is newer than this one. */
  | { readonly code: 'newer'; readonly version: number }
  | { readonly code: 'too-many'; readonly found: number; readonly most: number }
  /** Changed or moved since it was chosen. */
  | { readonly code: 'gone' };

/** Why something in a file is left out. */
export type PartProblem =
  /** It is damaged, or is not in the file at all. */
  | { readonly code: 'damaged' | 'missing' | 'too-large' | 'newer' }
  /** It has no link, or one that is none. */
  | { readonly code: 'no-link' }
  /** It is of another experiment, or at another step. */
  | { readonly code: 'other-run' }
  /** The browser takes it nowhere; `full`: there is no room left. */
  | { readonly code: 'not-kept'; readonly full: boolean };

export type EntryNews =
  | {
      readonly kind: 'taken';
      readonly name: string;
      /** In the file; null where it is called the same here. */
      readonly wasCalled: string | null;
      /** Settings of its link that could not be used as they were. */
      readonly repairs: number;
      /** Why its run was left out; null where it was not, or there is none. */
      readonly withoutRun: PartProblem | null;
    }
  /** The same one is here already, by this name. */
  | { readonly kind: 'known'; readonly name: string }
  /** @param name Null where not even that can be read. */
  | {
      readonly kind: 'refused';
      readonly place: number;
      readonly name: string | null;
      readonly problem: PartProblem;
    };

export type LessonNews =
  | { readonly kind: 'taken' | 'known'; readonly title: string }
  | { readonly kind: 'refused'; readonly title: string; readonly problem: PartProblem };

export interface FileReport {
  /** Name of the file. */
  readonly file: string;
  /** Null where it was read. */
  readonly problem: FileProblem | null;
  readonly entries: readonly EntryNews[];
  readonly lessons: readonly LessonNews[];
}
