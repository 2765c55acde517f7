/** What is drawn over the blocks of a diagram: the span that the panels show, and where what is dragged would go. */
import { useMemo, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { NetworkPlan } from '../../architecture/plan';
import { rem, unit } from '../../charts/core/unit';
import { useMessages } from '../../i18n/messages';
import type { LanePlan } from '../../architecture/plan-experiment';
import { LaneAxes } from '../../charts/geometry/layer-axes';
import { layerSpanStore } from '../../state/layer-span';
import { usePlans } from '../page/hooks';
import { DIAGRAM, type DiagramLayout } from './layout';
import type { Drag } from './drag';

interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Top of a frame above the main line, and its bottom below it: just above the names of the stages. */
const ABOVE = DIAGRAM.lineY - 2;
const BELOW = 18;

/** Frames around the parts of a diagram whose layers the panels show, one a row, where a span of layers was chosen. */
export function SpanFrames({ plan, layout }: { readonly plan: NetworkPlan; readonly layout: DiagramLayout }) {
  const shown = useSpannedLayers(plan);
  if (shown === null) return null;
  return (
    <g className="diagram-span" aria-hidden="true">
      {frames(plan, layout, shown).map(({ x, y, width }) => (
        <rect key={`${x} ${y}`} x={x + 1.5} y={y - ABOVE} width={width - 3} height={ABOVE + BELOW} rx={6} />
      ))}
    </g>
  );
}

/** What lies side by side in a row shares a frame. */
function frames(plan: NetworkPlan, layout: DiagramLayout, shown: ReadonlySet<string>): readonly Extent[] {
  const blocks = new Set(
    plan.layers.flatMap(({ name, block }) => (block !== null && shown.has(name) ? [block] : [])),
  );
  const parts: Extent[] = [
    ...(shown.has(plan.stem.name) ? [{ ...layout.stem, width: DIAGRAM.endWidth }] : []),
    ...layout.blocks
      .filter(({ block }) => blocks.has(block.index))
      .map(({ x, y }) => ({ x, y, width: layout.pitch })),
    ...layout.runs.filter(({ folded, run }) => folded && run.blocks.some(({ index }) => blocks.has(index))),
    ...(shown.has(plan.dense.name) ? [{ ...layout.head, width: DIAGRAM.endWidth }] : []),
  ];
  const rows: Extent[] = [];
  for (const { x, y, width } of parts.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const last = rows.at(-1);
    if (last !== undefined && last.y === y && x - (last.x + last.width) < 1)
      rows[rows.length - 1] = { ...last, width: x + width - last.x };
    else rows.push({ x, y, width });
  }
  return rows;
}

const WIDTH = 260;

/** Where dragged blocks would go: a line in the gap, and in words. */
export function DropMark({ drag: { drop, resting } }: { readonly drag: Drag }) {
  if (drop === null || resting) return null;
  const { x, y, side } = drop;
  return (
    <g className="drop-mark" aria-hidden="true">
      <path d={`M${x},${y - 36}V${y + 22}`} />
      <path className="drop-side" d={`M${x},${y - 40}h${7 * side}l${-7 * side},8z`} />
    </g>
  );
}

interface DropNoteProps {
  readonly drag: Drag;
  readonly plan: NetworkPlan;
  readonly scroller: RefObject<HTMLElement | null>;
}

export function DropNote({ drag: { blocks, drop, resting }, plan, scroller }: DropNoteProps) {
  const { ui } = useMessages();
  const room = (scroller.current?.clientWidth ?? WIDTH) / unit();
  const middle = (drop?.x ?? 0) - (scroller.current?.scrollLeft ?? 0) / unit();
  const left = Math.max(0, Math.min(room - WIDTH, middle - WIDTH / 2));
  const { drag } = ui.diagram;
  const neighbour = drop === null ? undefined : plan.blocks[drop.gap.before - (drop.side === 1 ? 0 : 1)];
  return (
    <p
      className="readout drop-note"
      role="status"
      style={{ left: rem(left), width: rem(Math.min(WIDTH, room)), top: rem((drop?.y ?? 0) + 26) }}
    >
      {resting
        ? drag.pickedUp(blocks.length, plan.blocks[blocks[0] ?? 0]?.name ?? '')
        : drop === null
          ? drag.nowhere
          : drag.to(blocks.length, neighbour?.name ?? '', drop.side === 1, drop.gap.stage, drop.full)}
    </p>
  );
}

/** Names of the layers that are shown, of one of the lanes' plans; null where all are, as no span was chosen. */
export function useSpannedLayers(plan: LanePlan): ReadonlySet<string> | null {
  const plans = usePlans();
  const span = useStore(layerSpanStore, (state) => state.span);
  return useMemo(() => {
    const axis = span === null ? null : new LaneAxes(plans).within(span, plans.indexOf(plan));
    return axis && new Set(axis.layers.map(({ layer }) => layer.name));
  }, [plans, plan, span]);
}
