/** What page and worker say to each other of a log that is read. */
import type { LogSummary } from './summary';

export interface LogCommand {
  readonly type: 'read';
  /** As it is now: of a file that grows another comes each time. */
  readonly file: File;
  /** Bytes of it that were read before. */
  readonly from: number;
  /** Whether its last line is whole without an end: it does not grow. */
  readonly isLast: boolean;
}

export type LogReport =
  | { readonly type: 'progress'; readonly bytes: number; readonly total: number }
  /** What was read so far; `isWhole` where that is all there is for now. */
  | { readonly type: 'summary'; readonly summary: LogSummary; readonly isWhole: boolean }
  /** The file could not be read on, as where it was removed meanwhile. */
  | { readonly type: 'failed'; readonly message: string };
