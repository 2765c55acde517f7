/** How a chosen layer looks apart from the colour of its lane: a dash, and its number at the end of its lines. */

const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [10, 3, 2, 3]];

/** Dash of a layer by its place among the chosen ones. */
export function layerDash(slot: number): number[] {
  return [...(DASHES[slot % DASHES.length] ?? [])];
}

/** Number that stands for a layer in the chart and its texts. */
export function layerNumber(slot: number): number {
  return slot + 1;
}
