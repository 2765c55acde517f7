/**
 * Where the page was scrolled to, kept apart for narrow and wide pages: one that is made narrow for a while folds its
 * sections, is shorter, and would come back at another place.
 */
import { useLayoutEffect, useRef } from 'react';
import { isNarrow, useIsNarrow } from './hooks';

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
