/**
 * Dragging blocks to another place: by the bars of a block or folded run, with all that is selected along. A finger that
 * moves at once scrolls; one that rests on a block picks it up, and what is selected already it drags without resting.
 */
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { unit } from '../../charts/core/unit';
import type { NetworkConfig } from '../../config/schema';
import { hasRoom, type Gap } from '../../config/edit/blocks';
import { meant, place } from './edits';
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
