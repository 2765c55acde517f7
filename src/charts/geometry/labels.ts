/** Labels along a line that must not run into each other. */

export interface PlacedLabel<T> {
  readonly x: number;
  /** Left end of the text; the text may stand left of its mark where it would leave the chart on the right. */
  readonly left: number;
  readonly item: T;
  /** Items behind it that had no room for a label of their own. */
  readonly more: number;
}

/**
 * Places labels from left to right; one that would touch the one before is counted with that. `widthOf` measures a
 * label with `more` hidden items, in pixels; `right` is the end of the line.
 */
export function placeLabels<T>(
  items: readonly { readonly x: number; readonly item: T }[],
  right: number,
  widthOf: (item: T, more: number) => number,
): PlacedLabel<T>[] {
  const placed: PlacedLabel<T>[] = [];
  const leftOf = (x: number, item: T, more: number): number =>
    Math.max(0, Math.min(x, right - widthOf(item, more)));
  for (const { x, item } of items.toSorted((a, b) => a.x - b.x)) {
    const before = placed.at(-1);
    const left = leftOf(x, item, 0);
    if (before !== undefined && before.left + widthOf(before.item, before.more) + 6 > left) {
      const more = before.more + 1;
      placed[placed.length - 1] = {
        ...before,
        more,
        left: Math.min(before.left, leftOf(before.x, before.item, more)),
      };
    } else {
      placed.push({ x, left, item, more: 0 });
    }
  }
  return placed;
}
