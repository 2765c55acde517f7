/**
 * Dragging blocks to another place: by the bars of a block or folded run, with all that is selected along. A finger that
 * moves at once scrolls; one that rests on a block picks it up, and what is selected already it drags without resting.
 */
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { unit } from '../../charts/core/unit';
import type { NetworkConfig } from '../../config/schema';
import { meant, place } from './edits';
import { nearestGap, type Drop } from './gaps';
import type { DiagramLayout } from './layout';
import { chooseAll, selectionStore } from './selection';

/** CSS pixels that a pointer moves before it drags instead of clicking. */
const THRESHOLD = 5;

/** Milliseconds that a finger rests on a block before it picks it up: less than browsers take for a long press. */
const REST = 350;

export interface Drag {
  readonly blocks: readonly number[];
  /** Where they would go; null where no stage has room. */
  readonly drop: Drop | null;
  /** Whether they were picked up by a resting finger, and not moved yet. */
  readonly resting: boolean;
}

interface Start {
  readonly x: number;
  readonly y: number;
  readonly blocks: readonly number[];
  /** Picks up what a finger rests on; undefined where a move is enough. */
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * @param host What holds the diagram.
 * @param blocksOf The blocks of what stands at an element, empty where nothing can be dragged.
 * @returns What is dragged now, and the handlers of the diagram.
 */
export function useBlockDrag(
  layout: DiagramLayout,
  network: NetworkConfig,
  host: RefObject<HTMLElement | null>,
  blocksOf: (element: Element) => readonly number[],
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const start = useRef<Start | null>(null);
  const dragged = useRef(false);
  const dragging = drag !== null;
  const end = (): void => {
    clearTimeout(start.current?.timer);
    start.current = null;
  };

  // Whether a touch scrolls is settled when it begins, except that a page may refuse its first move.
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const hold = (event: Event): void => {
      if (dragged.current && start.current !== null && event.cancelable) event.preventDefault();
    };
    const quiet = (event: Event): void => {
      // What a long press offers by itself: to copy, to select, to look up.
      if (start.current !== null) event.preventDefault();
    };
    element.addEventListener('touchmove', hold, { passive: false });
    element.addEventListener('contextmenu', quiet);
    return () => {
      element.removeEventListener('touchmove', hold);
      element.removeEventListener('contextmenu', quiet);
      clearTimeout(start.current?.timer);
    };
  }, [host]);

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

  const dropAt = (element: Element, blocks: readonly number[], x: number, y: number): Drop | null => {
    const { left, top } = element.getBoundingClientRect();
    return nearestGap(layout, network, blocks, { x: (x - left) / unit(), y: (y - top) / unit() });
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      dragged.current = false;
      end();
      const body = event.target instanceof Element ? event.target.closest('[data-body]') : null;
      if (event.button !== 0 || body === null) return;
      const blocks = blocksOf(body);
      const selected = blocks.every((block) => selectionStore.getState().blocks.includes(block));
      const rests = event.pointerType === 'touch' && !selected;
      const { clientX: x, clientY: y, currentTarget, pointerId } = event;
      const pickUp = (): void => {
        if (start.current === null) return;
        start.current = { ...start.current, timer: undefined };
        dragged.current = true;
        currentTarget.setPointerCapture(pointerId);
        chooseAll(blocks);
        navigator.vibrate?.(15);
        setDrag({ blocks, drop: dropAt(currentTarget, blocks, x, y), resting: true });
      };
      start.current = { x, y, blocks: meant(blocks), timer: rests ? setTimeout(pickUp, REST) : undefined };
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const from = start.current;
      if (from === null) return;
      const { clientX, clientY, currentTarget, pointerId } = event;
      const moved = Math.hypot(clientX - from.x, clientY - from.y) >= THRESHOLD;
      if (drag?.resting === true && !moved) return;
      if (!dragged.current) {
        if (!moved) return;
        if (from.timer !== undefined) {
          end();
          return;
        }
        dragged.current = true;
        currentTarget.setPointerCapture(pointerId);
        chooseAll(from.blocks);
      }
      const drop = dropAt(currentTarget, from.blocks, clientX, clientY);
      setDrag({ blocks: from.blocks, drop, resting: false });
    },
    onPointerUp: () => {
      end();
      if (drag === null) return;
      setDrag(null);
      if (drag.drop !== null && !drag.resting) place(drag.blocks, drag.drop.gap);
    },
    onPointerCancel: () => {
      end();
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
