/** What a rule of the diagnosis is, and what it finds. */
import type { Quantity } from '../quantities';
import type { Log } from '../summary';
import type { TryId } from '../tries';

/** Where a symptom is described: authors and year, and where it is read. */
export interface Source {
  readonly name: string;
  /** Number at arXiv, `1512.03385`, or an address of what is not there. */
  readonly at: { readonly arXiv: string } | { readonly address: string };
}

/** What holds, with the number that the threshold is held against. */
export interface Finding {
  readonly measured: number;
  /** Names of layers that it is about: the first, and the last or another; empty where it is about none. */
  readonly layers: readonly string[];
  /** How many layers it is about, where these are too many to name. */
  readonly count: number;
  /** At which it was measured, or first seen; −1 where it is of the whole run. */
  readonly step: number;
  /** What the view shows of it. */
  readonly shows: Quantity | 'loss' | 'ratio' | 'numerics';
  /** A number that belongs to the words: what was expected, or measured at the other end. */
  readonly beside?: number;
}

export type Outcome = Finding | 'fine' | 'unknown';

export interface Rule {
  readonly threshold: number;
  readonly source: Source;
  readonly tries: readonly TryId[];
  readonly check: (log: Log, threshold: number) => Outcome;
}

export const nameOf = (log: Log, layer: number | undefined): string => log.layers[layer ?? -1]?.name ?? '';
