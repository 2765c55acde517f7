/** Choosing a place of the page by pointing at it. */
import type { Spot } from '../../../lessons/spots';
import { elementsOf } from '../places';

/** What of the page is no place to be lit up: the editor itself. */
const OUTSIDE = '.lesson-editor';

const areaOf = (element: Element): number => {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
};

/** The smallest of some places that a point of the page lies in; null where it lies in none. */
function spotAt(spots: readonly Spot[], x: number, y: number): Spot | null {
  const target = document.elementFromPoint(x, y);
  if (target === null || target.closest(OUTSIDE) !== null) return null;
  let found: { readonly spot: Spot; readonly area: number } | null = null;
  for (const spot of spots)
    for (const element of elementsOf(spot).flat()) {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (x < left || x > right || y < top || y > bottom) continue;
      const area = areaOf(element);
      // Of places that are the same, as a network's and that of its card, the first one given.
      if (found === null || area < found.area) found = { spot, area };
    }
  return found?.spot ?? null;
}

/**
 * Has the next click on the page choose a place, and do nothing else. Escape, or a click where there is none, leaves.
 * @param point Hears which place the pointer is over.
 * @param choose Hears of the choice, once; null for none.
 * @returns What ends it without a choice.
 */
export function pickSpot(
  spots: readonly Spot[],
  point: (spot: Spot | null) => void,
  choose: (spot: Spot | null) => void,
): () => void {
  const controller = new AbortController();
  const options = { capture: true, signal: controller.signal } as const;
  const isOutside = ({ target }: Event): boolean =>
    !(target instanceof Element) || target.closest(OUTSIDE) !== null;
  const end = (): void => {
    controller.abort();
    delete document.documentElement.dataset['picking'];
    point(null);
  };
  const take = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.documentElement.dataset['picking'] = '';
  for (const type of ['pointerdown', 'pointerup', 'mousedown', 'mouseup'])
    addEventListener(type, (event) => !isOutside(event) && take(event), options);
  addEventListener('pointermove', ({ clientX, clientY }) => point(spotAt(spots, clientX, clientY)), options);
  addEventListener(
    'click',
    (event) => {
      if (isOutside(event)) return;
      take(event);
      const spot = spotAt(spots, event.clientX, event.clientY);
      end();
      choose(spot);
    },
    options,
  );
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      take(event);
      end();
      choose(null);
    },
    options,
  );
  return end;
}
