/** What the worker that keeps runs is asked, and what it answers. */
import type { KeptRun } from './run';

/** Keeps a run; `open` are ids of runs that are at hand in some tab. */
export interface KeepCommand {
  readonly run: KeptRun;
  readonly open: readonly string[];
}

/** `full`: the browser has no room. */
export type KeepAnswer =
  { readonly type: 'kept' } | { readonly type: 'failed'; readonly full: boolean; readonly message: string };
