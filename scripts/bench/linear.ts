/** How far costs are from a straight line over depth. */

export interface Point {
  readonly depth: number;
  readonly milliseconds: number;
}

/**
 * The line of least squares of the relative errors through measured points, and how far each point is off it, relative to the
 * line.
 * @throws RangeError for fewer than two depths.
 */
export function deviations(points: readonly Point[]): {
  readonly fixed: number;
  readonly perLayer: number;
  readonly relative: readonly number[];
} {
  // Weights of 1 / milliseconds² make the errors relative.
  const sum = (f: (point: Point) => number): number =>
    points.reduce((total, point) => total + f(point) / point.milliseconds ** 2, 0);
  const [weight, x, y] = [sum(() => 1), sum(({ depth }) => depth), sum(({ milliseconds }) => milliseconds)];
  const [xx, xy] = [
    sum(({ depth }) => depth * depth),
    sum(({ depth, milliseconds }) => depth * milliseconds),
  ];
  const determinant = weight * xx - x * x;
  if (!(determinant > 0)) throw new RangeError('A line needs two depths');
  const perLayer = (weight * xy - x * y) / determinant;
  const fixed = (y - perLayer * x) / weight;
  const relative = points.map(({ depth, milliseconds }) => milliseconds / (fixed + perLayer * depth) - 1);
  return { fixed, perLayer, relative };
}
