/** Counts files that are left out, and keeps the first of them by name. */
import { shownName } from '../config/shown';
import type { Skipped, SkipReason } from './report';

/** Names that are kept of each reason. */
const EXAMPLES = 5;

export class SkipTally {
  readonly #paths = new Map<SkipReason, string[]>();
  readonly #counts = new Map<SkipReason, number>();

  add(path: string, reason: SkipReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    const paths = this.#paths.get(reason) ?? [];
    if (paths.length < EXAMPLES) this.#paths.set(reason, [...paths, shownName(path)]);
  }

  /** All so far. */
  told(): Skipped {
    return {
      counts: Object.fromEntries(this.#counts),
      examples: [...this.#paths].flatMap(([reason, paths]) => paths.map((path) => ({ path, reason }))),
    };
  }
}
