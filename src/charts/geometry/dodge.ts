/** Labels in a column that make room for each other. */

export interface Dodger {
  /** Where its middle would best be. */
  readonly at: number;
  readonly height: number;
}

/**
 * Middles of labels in a column from `top` to `bottom`: in the order of where they want to be, of equals the earlier first, none
 * over another, none beyond the column, and the sum of the squares of their ways as small as that allows. Labels that together
 * are higher than the column share it by their heights.
 */
export function dodge(labels: readonly Dodger[], top: number, bottom: number): number[] {
  const total = labels.reduce((sum, { height }) => sum + height, 0);
  const shrink = Math.min(1, Math.max(0, bottom - top) / Math.max(total, Number.MIN_VALUE));
  const order = labels.map((_, i) => i).sort((a, b) => (labels[a]?.at ?? 0) - (labels[b]?.at ?? 0) || a - b);
  // Without the heights of those above it, each label has to stand below the one before and no more: an isotonic regression.
  const above: number[] = [];
  const pools: { sum: number; count: number }[] = [];
  let filled = 0;
  for (const i of order) {
    const { at, height } = labels[i] ?? { at: top, height: 0 };
    above.push(filled + (shrink * height) / 2);
    let pool = { sum: at - filled - (shrink * height) / 2, count: 1 };
    filled += shrink * height;
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  }
  const places: number[] = [];
  const bases = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  order.forEach((i, rank) => {
    const base = Math.max(top, Math.min(bottom - filled, bases[rank] ?? top));
    places[i] = base + (above[rank] ?? 0);
  });
  return places;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Where the top of a box may be so that it overlaps none of those that are taken: as near as possible to where it is, from `top` to
 * `bottom`. Where there is no such place, it stays, held between these.
 */
export function clearOf(box: Box, taken: readonly Box[], top: number, bottom: number): number {
  const height = box.bottom - box.top;
  const held = Math.max(top, Math.min(bottom - height, box.top));
  // Where its top may not be: between these, ends not included.
  const closed: [from: number, to: number][] = [];
  for (const one of taken.toSorted((a, b) => a.top - b.top)) {
    if (one.left >= box.right || box.left >= one.right) continue;
    const last = closed.at(-1);
    if (last !== undefined && one.top - height < last[1]) last[1] = Math.max(last[1], one.bottom);
    else closed.push([one.top - height, one.bottom]);
  }
  const around = closed.find(([from, to]) => from < held && held < to);
  if (around === undefined) return held;
  const [above, below] = around;
  if (above < top) return below + height <= bottom ? below : held;
  return below + height > bottom || box.top - above <= below - box.top ? above : below;
}
