/**
 * Work in pieces, of which the longest take some tens of milliseconds: whoever carries it out may hear messages between two of
 * them, or leave the rest undone. Meanwhile nothing else may be computed on the same machine.
 */

/** After every piece it yields how many layers that has finished. */
export type Work<T = void> = Generator<number, T, void>;

/** Carries work out in one go. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}
