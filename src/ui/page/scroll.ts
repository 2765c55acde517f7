/** Where the page is scrolled to, and that it is at rest. */
import { useLayoutEffect, useRef } from 'react';
import { runStore } from '../../state/run';
import { isNarrow, useIsNarrow } from './hooks';

/**
 * Where the page was scrolled to, kept apart for narrow and wide pages: one that is made narrow for a while folds its
 * sections, is shorter, and would come back at another place.
 */
export function useKeptScroll(): void {
  const narrow = useIsNarrow();
  const places = useRef(new Map<boolean, number>());
  useLayoutEffect(() => {
    const place = places.current.get(narrow);
    if (place !== undefined) scrollTo({ top: place, behavior: 'instant' });
    // Where the window is resized, this is heard before the page is laid out anew: then it is not for the page as it was.
    const remember = () => {
      if (isNarrow() === narrow) places.current.set(narrow, scrollY);
    };
    addEventListener('scroll', remember, { passive: true });
    return () => removeEventListener('scroll', remember);
  }, [narrow]);
}

/** Frames after which such cards have their heights. */
const FRAMES = 3;

/**
 * Keeps what the keyboard reaches in the window. A browser scrolls to it; but cards on the way, which are laid out only when
 * they come into sight, then change their heights and may push it out again.
 */
export function keepFocusInSight(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.matches(':focus-visible')) look(target, FRAMES);
  });
}

function look(element: Element, frames: number): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== element) return;
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) element.scrollIntoView({ block: 'center' });
    if (frames > 1) look(element, frames - 1);
  });
}

/** Milliseconds after which it is. */
const REST = 1000;

/** Says in the page's root whether it is at rest: nothing trains, and nobody did anything for a moment. */
export function watchRest(): void {
  const { dataset } = document.documentElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stir = (): void => {
    clearTimeout(timer);
    delete dataset['resting'];
    timer = setTimeout(() => {
      const { kind } = runStore.getState().status;
      if (kind !== 'running' && kind !== 'preparing') dataset['resting'] = '';
    }, REST);
  };
  // Not a pointer that presses: what is laid out otherwise then would be moved from under it before it is let go.
  for (const event of ['keydown', 'input', 'wheel'])
    addEventListener(event, stir, { capture: true, passive: true });
  runStore.subscribe(({ status }, before) => {
    if (status.kind !== before.status.kind) stir();
  });
  stir();
}
