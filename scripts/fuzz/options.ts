/** How the programs of `npm run fuzz` are asked. */
import type { LiveBackend } from '../live/built-page';

export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
  readonly backend: LiveBackend;
  /** Milliseconds for which nothing may stand still. */
  readonly hang: number;
}

/** Tries so many times; gives the faults, each with what led to it. */
export type Fuzz = (options: FuzzOptions) => Promise<readonly string[]>;
