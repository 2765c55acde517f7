/** Parts of a convolution that is too long to be computed in one call. */

/** Multiply-adds of a piece at most, where that is more than one stretch: some tens of milliseconds. */
export const PIECE = 1e8;

/** So many pixels, or tiles, from one of them on. */
export interface Piece {
  readonly begin: number;
  readonly count: number;
}

/**
 * Pieces of `count` pixels that take `each` multiply-adds. They begin where a stretch does, so that every number is summed in the
 * same order as in one call.
 */
export function piecesOf(count: number, stretch: number, each: number, most: number): readonly Piece[] {
  const step = stretch * Math.max(1, Math.floor(most / (stretch * each)));
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => ({
    begin: i * step,
    count: Math.min(step, count - i * step),
  }));
}
