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

/** About as wide as a character of a label, in units, and as one of Chinese and its like. */
const CHARACTER = 8;
const WIDE_CHARACTER = 14;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/;

/** About as wide as a label, in units. */
export function widthOf(label: string): number {
  return Array.from(label).reduce((sum, one) => sum + (WIDE.test(one) ? WIDE_CHARACTER : CHARACTER), 0);
}

/** A label cut to so many units, but to three characters at least. */
export function fitting(label: string, room: number): string {
  if (widthOf(label) <= room) return label;
  const characters = Array.from(label);
  while (characters.length > 2 && widthOf(`${characters.join('')}…`) > room) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
