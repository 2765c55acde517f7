/** Where dragged blocks would go: a line in the gap, and in words. */
import type { RefObject } from 'react';
import type { NetworkPlan } from '../../architecture/plan';
import { rem, unit } from '../../charts/core/unit';
import { useMessages } from '../../i18n/messages';
import type { Drag } from './drag';

const WIDTH = 260;

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
