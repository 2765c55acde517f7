/** What a check of `npm run browsers` is. */
import { isDeepStrictEqual } from 'node:util';
import type { Explorer } from './explorer';

export interface Surroundings {
  readonly explorer: Explorer;
  /** A folder for files that are handed to the page. */
  readonly folder: string;
  /** Keeps a picture of what is seen among the results. */
  readonly picture: (name: string) => Promise<void>;
  /** Notes a number that every browser must have alike, as the page writes it, and Node too where it can be said what it is. */
  readonly figure: (name: string, value: string, expected?: string) => void;
  /** Says what was left out, and why. */
  readonly leaveOut: (what: string) => void;
  /** Links that browsers before this one made, with the losses that they had at their ends. */
  readonly links: LinkOf[];
}

/** A run that was shared: the fragment of its link, and what it came to. */
export interface LinkOf {
  readonly browser: string;
  readonly hash: string;
  readonly end: { readonly step: number; readonly residual: string; readonly plain: string };
}

export interface BrowserCheck {
  readonly name: string;
  /** @throws Error where something is not as it should be. */
  readonly run: (given: Surroundings) => Promise<void>;
}

/** Four blocks, identity and projection skips among them, and a step that takes some milliseconds. */
export const SMALL = '#v=1&set=shapes&blocks=2,1,1&width=4&batch=16&test=0';

/** @throws Error with both, where they differ. */
export function same(what: string, found: unknown, expected: unknown): void {
  // Drivers give the keys of an object in orders of their own.
  if (!isDeepStrictEqual(found, expected))
    throw new Error(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

/** @throws Error where it does not hold. */
export function holds(what: string, condition: boolean): void {
  if (!condition) throw new Error(what);
}
