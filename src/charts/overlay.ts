/** How kept runs look in every chart, so that a legend names them once for all. */

const DASHES: readonly (readonly number[])[] = [
  [5, 3],
  [1.5, 2.5],
  [9, 3],
  [9, 3, 1.5, 3],
  [5, 2, 1.5, 2, 1.5, 2],
];

/** Dash of an overlaid run by its place among those that are shown; with more runs than dashes they repeat. */
export function overlayDash(index: number): number[] {
  return [...(DASHES[index % DASHES.length] ?? [])];
}
