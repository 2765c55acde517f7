/**
 * Dragging blocks to another place: by the bars of a block or folded run, with all that is selected along. A finger drags
 * what is selected already, everything else scrolls.
 */
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import type { NetworkConfig } from '../../config/schema';
import { meant, place } from './edits';
import { nearestGap, type Drop } from './gaps';
import type { DiagramLayout } from './layout';
import { chooseAll, selectionStore } from './selection';

/** CSS pixels that a pointer moves before it drags instead of clicking. */
const THRESHOLD = 5;

export interface Drag {
  readonly blocks: readonly number[];
  /** Where they would go; null where no stage has room. */
  readonly drop: Drop | null;
}

/**
 * @param blocksOf The blocks of what stands at an element, empty where nothing can be dragged.
 * @returns What is dragged now, and the handlers of the diagram.
 */
export function useBlockDrag(
  layout: DiagramLayout,
  network: NetworkConfig,
  blocksOf: (element: Element) => readonly number[],
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const start = useRef<{ x: number; y: number; blocks: readonly number[] } | null>(null);
  const dragged = useRef(false);
  const dragging = drag !== null;

  useEffect(() => {
    if (!dragging) return undefined;
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      start.current = null;
      setDrag(null);
    };
    window.addEventListener('keydown', cancel, { capture: true });
    return () => window.removeEventListener('keydown', cancel, { capture: true });
  }, [dragging]);

  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      dragged.current = false;
      const body = event.target instanceof Element ? event.target.closest('[data-body]') : null;
      if (event.button !== 0 || body === null) return;
      const blocks = blocksOf(body);
      const selected = blocks.every((block) => selectionStore.getState().blocks.includes(block));
      if (event.pointerType === 'touch' && !selected) return;
      start.current = { x: event.clientX, y: event.clientY, blocks: meant(blocks) };
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const from = start.current;
      if (from === null) return;
      const { clientX, clientY, currentTarget, pointerId } = event;
      if (!dragged.current) {
        if (Math.hypot(clientX - from.x, clientY - from.y) < THRESHOLD) return;
        dragged.current = true;
        currentTarget.setPointerCapture(pointerId);
        chooseAll(from.blocks);
      }
      const { left, top } = currentTarget.getBoundingClientRect();
      const point = { x: clientX - left, y: clientY - top };
      setDrag({ blocks: from.blocks, drop: nearestGap(layout, network, from.blocks, point) });
    },
    onPointerUp: () => {
      start.current = null;
      if (drag === null) return;
      setDrag(null);
      if (drag.drop !== null) place(drag.blocks, drag.drop.gap);
    },
    onPointerCancel: () => {
      start.current = null;
      setDrag(null);
    },
    /** A drag ends with a click, which is none. */
    onClickCapture: (event: React.MouseEvent) => {
      if (!dragged.current) return;
      dragged.current = false;
      event.stopPropagation();
    },
  };
  return { drag, handlers };
}
