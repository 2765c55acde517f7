/** Places of labels beside the ends of lines. */

/**
 * Moves labels apart so that none covers another: as little as their order allows, within the edges as long as there is room.
 *
 * @param wanted Where each would stand, in pixels.
 * @param gap Fewest pixels between two.
 */
export function apart(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = [...wanted.keys()].toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let least = top;
  for (const label of order) {
    placed[label] = Math.max(placed[label] ?? 0, least);
    least = (placed[label] ?? 0) + gap;
  }
  let most = bottom;
  for (const label of order.toReversed()) {
    placed[label] = Math.min(placed[label] ?? 0, most);
    most = (placed[label] ?? 0) - gap;
  }
  return placed;
}

/** About as wide as a character of a label, in units. */
export const CHARACTER = 8;

/** A label cut to so many units. */
export function fitting(label: string, room: number): string {
  const most = Math.max(3, Math.floor(room / CHARACTER));
  return label.length <= most ? label : `${label.slice(0, most - 1).trimEnd()}…`;
}
