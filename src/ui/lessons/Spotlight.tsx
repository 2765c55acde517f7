/**
 * Rings around the places that a lesson looks at, over the page and in nobody’s way: what is under them is clicked as ever. All
 * else of the stage is dimmed a little until something is done, where one of them is on the screen. Parts of the diagrams light up themselves besides.
 */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { equal } from '../../config/equal';
import type { Spot } from '../../lessons/spots';
import { elementsOfAll, partsOfSpot } from './places';
import { spotlightStore, undim } from './spotlight-store';
import './spotlight.css';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether it is of what lies over the stage. */
  readonly over: boolean;
}

const OVER = '.page-head, .part-bar, .header-tools, .drawer';

/** Milliseconds after which a page that changed by itself is looked at again. */
const INTERVAL = 250;
/** Between a place and its ring, in CSS pixels. */
const MARGIN = 3;

/** Around all of the elements. */
function boxAround(elements: readonly Element[]): Box {
  const rects = elements.map((element) => element.getBoundingClientRect());
  const x = Math.min(...rects.map(({ left }) => left)) - MARGIN;
  const y = Math.min(...rects.map(({ top }) => top)) - MARGIN;
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(Math.max(...rects.map(({ right }) => right)) + MARGIN - x),
    height: Math.round(Math.max(...rects.map(({ bottom }) => bottom)) + MARGIN - y),
    over: elements[0]?.closest(OVER) !== null,
  };
}

/** Whether any of it is on the screen. */
const isInView = ({ x, y, width, height }: Box): boolean =>
  x < innerWidth && x + width > 0 && y < innerHeight && y + height > 0;

/** Boxes of places, wherever they go; the same list while nothing moves. */
function useBoxes(spots: readonly Spot[]): readonly Box[] {
  const [boxes, setBoxes] = useState<readonly Box[]>([]);
  useEffect(() => {
    let frame = 0;
    const look = (): void => {
      const found = elementsOfAll(spots).map(boxAround);
      setBoxes((before) => (equal<unknown>(before, found) ? before : found));
    };
    const soon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    look();
    if (spots.length === 0) return;
    addEventListener('scroll', soon, { capture: true, passive: true });
    addEventListener('resize', soon);
    const timer = setInterval(soon, INTERVAL);
    return () => {
      removeEventListener('scroll', soon, { capture: true });
      removeEventListener('resize', soon);
      clearInterval(timer);
      cancelAnimationFrame(frame);
    };
  }, [spots]);
  return boxes;
}

/** Parts of the diagrams that light up, as the style sheet knows them: `skip`, or `skip:plain` of one network. */
function useLitParts(spots: readonly Spot[]): void {
  const parts = spots
    .map((spot) => partsOfSpot(spot))
    .flatMap((part) => (part.kind === 'lane' ? [part] : []));
  const told = parts.map(({ spot, lane }) => `${spot}:${lane ?? ''}`).join(' ');
  useEffect(() => {
    const light = (): void => {
      for (const card of document.querySelectorAll<HTMLElement>('.lane')) {
        const id = card.dataset['testid']?.slice('lane-'.length) ?? '';
        const own = told
          .split(' ')
          .map((one) => one.split(':'))
          .filter(([spot = '', lane = '']) => spot !== '' && (lane === '' || lane === id))
          .map(([spot = '']) => spot);
        if (own.length === 0) delete card.dataset['lit'];
        else card.dataset['lit'] = own.join(' ');
      }
    };
    light();
    if (told === '') return;
    // Cards come and go with the experiment.
    const timer = setInterval(light, INTERVAL);
    return () => {
      clearInterval(timer);
      for (const card of document.querySelectorAll<HTMLElement>('.lane')) delete card.dataset['lit'];
    };
  }, [told]);
}

export function Spotlight() {
  const look = useStore(spotlightStore, (state) => state.look);
  const pointed = useStore(spotlightStore, (state) => state.pointed);
  const dims = useStore(spotlightStore, (state) => state.dims);
  const [spots, setSpots] = useState(look);
  const wanted = pointed === null ? look : [pointed];
  if (!equal(wanted, spots)) setSpots(wanted);
  const boxes = useBoxes(spots);
  useLitParts(spots);
  useEffect(() => {
    if (!dims) return;
    const act = (event: Event): void => {
      if (event instanceof KeyboardEvent && ['Tab', 'Shift', 'Control', 'Alt', 'Meta'].includes(event.key))
        return;
      undim();
    };
    addEventListener('pointerdown', act, { capture: true, passive: true });
    addEventListener('keydown', act, { capture: true, passive: true });
    return () => {
      removeEventListener('pointerdown', act, { capture: true });
      removeEventListener('keydown', act, { capture: true });
    };
  }, [dims]);
  if (boxes.length === 0) return null;
  // A page on which nothing is lit would be grey for no reason.
  const isDimmed = (dims || pointed !== null) && boxes.some(isInView);
  return (
    <div className="spotlight" aria-hidden="true" data-testid="spotlight">
      <svg className="spotlight-dim" data-on={isDimmed} width="100%" height="100%">
        <mask id="spotlight-holes">
          <rect width="100%" height="100%" fill="#fff" />
          {boxes.map(({ over: _over, ...box }, place) => (
            <rect key={place} {...box} rx={9} fill="#000" />
          ))}
        </mask>
        <rect width="100%" height="100%" mask="url(#spotlight-holes)" />
      </svg>
      {boxes.map(({ x, y, width, height, over }, place) => (
        <span
          key={place}
          className="spotlight-ring"
          data-over={over}
          style={{ translate: `${x}px ${y}px`, width: `${width}px`, height: `${height}px` }}
        />
      ))}
    </div>
  );
}
