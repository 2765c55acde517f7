/** Width of an element, followed. */
import { useLayoutEffect, useState, type RefObject } from 'react';
import { onMeasure } from './measure';
import { unit } from './unit';

/** Width of an element's content in units; `first` until it is known. */
export function useWidth(element: RefObject<Element | null>, first = 0): number {
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    // Calls back before the first paint, too, and when larger type makes the element higher. To a fraction of a pixel: rounded
    // up, what is as wide as it would not fit into it.
    const observer = new ResizeObserver((entries) =>
      setWidth((entries.at(-1)?.contentRect.width ?? target.clientWidth) / unit()),
    );
    observer.observe(target);
    const forget = onMeasure(() => setWidth(target.clientWidth / unit()));
    return () => {
      observer.disconnect();
      forget();
    };
  }, [element]);
  return width;
}
