/** Grids of losses as contour charts need them: the part that is complete, levels that all lanes share, and rings. */
import { contours, range } from 'd3';

/** The coarser grid within a finer one: every value that it has, row by row. */
export function subgrid(losses: readonly number[], side: number, part: number): number[] {
  const stride = (side - 1) / (part - 1);
  return range(part).flatMap((row) =>
    range(part).map((column) => losses[row * stride * side + column * stride] ?? Number.NaN),
  );
}

/** Logarithms of losses, where what is not finite stands above all that is. */
export function heights(losses: readonly number[], ceiling: number): number[] {
  return losses.map((loss) => (loss < Infinity ? Math.log(Math.max(loss, 1e-12)) : ceiling));
}

export interface Levels {
  /** Logarithms of the losses at the contour lines, ascending. */
  readonly at: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Levels over all finite losses of all lanes, evenly spaced in the logarithm; null where nothing is finite. */
export function sharedLevels(grids: readonly (readonly number[])[], count = 12): Levels | null {
  const finite = grids
    .flat()
    .filter(Number.isFinite)
    .map((loss) => Math.log(Math.max(loss, 1e-12)));
  if (finite.length === 0) return null;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const span = high > low ? high - low : 1;
  return { at: range(count).map((i) => low + (i * span) / count), low, high: low + span };
}

export interface Ring {
  readonly level: number;
  /** SVG path in a square from 0 to 1. */
  readonly path: string;
}

/**
 * Filled areas above each level, from low to high, each over the one before. Values stand at the corners of cells, the
 * outermost on the edges of the square.
 */
export function rings(heightsOfGrid: readonly number[], side: number, levels: readonly number[]): Ring[] {
  const unit = (coordinate: number): number => Math.min(1, Math.max(0, (coordinate - 0.5) / (side - 1)));
  return contours()
    .size([side, side])
    .thresholds([...levels])([...heightsOfGrid])
    .map(({ value, coordinates }) => ({
      level: value,
      path: coordinates
        .flat()
        .map(
          (ring) =>
            `M${ring.map(([x = 0, y = 0]) => `${unit(x).toFixed(4)},${unit(y).toFixed(4)}`).join('L')}Z`,
        )
        .join(''),
    }));
}
