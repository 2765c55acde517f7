/** Where blocks that are dragged may be dropped, free of the DOM: the gaps of a layout, and the nearest one to a point. */
import { hasRoom, type Gap } from '../../config/edit/blocks';
import type { NetworkConfig } from '../../config/schema';
import type { DiagramLayout } from './layout';

/** A gap, and where it is drawn. */
export interface GapPlace {
  readonly gap: Gap;
  readonly x: number;
  readonly y: number;
  /** The side of the gap that its stage is on: two stages meet in one line. */
  readonly side: -1 | 1;
}

export interface Drop extends GapPlace {
  /** The stage that would have been nearer, but is full; null where there is none. */
  readonly full: number | null;
}

/** Every gap of what is drawn: before and behind each block and folded run. */
export function gapsOf({ blocks, runs, pitch }: DiagramLayout): readonly GapPlace[] {
  const cells = [
    ...blocks.map(({ block, x, y }) => ({
      stage: block.stage,
      first: block.index,
      count: 1,
      x,
      y,
      width: pitch,
    })),
    ...runs.flatMap(({ run, folded, x, y, width }) => {
      const { first, blocks: members } = run;
      return folded ? [{ stage: members[0]?.stage ?? 0, first, count: members.length, x, y, width }] : [];
    }),
  ];
  return cells.flatMap(({ stage, first, count, x, y, width }): GapPlace[] => [
    { gap: { stage, before: first }, x, y, side: 1 },
    { gap: { stage, before: first + count }, x: x + width, y, side: -1 },
  ]);
}

/** The gap nearest to a point in whose stage the blocks find room, null where there is none at all. */
export function nearestGap(
  layout: DiagramLayout,
  network: NetworkConfig,
  blocks: readonly number[],
  point: { readonly x: number; readonly y: number },
): Drop | null {
  // Rows are further from each other than they look: their arcs are above the line.
  const distance = ({ x, y, side }: GapPlace): number =>
    Math.abs(x + side - point.x) + 10 * Math.max(0, Math.abs(y - point.y) - 40);
  const near = gapsOf(layout).toSorted((a, b) => distance(a) - distance(b));
  const fitting = near.find(({ gap }) => hasRoom(network, blocks, gap.stage));
  if (fitting === undefined) return null;
  const wished = near[0]?.gap.stage ?? fitting.gap.stage;
  return { ...fitting, full: wished === fitting.gap.stage ? null : wished };
}
