/** What may be wider than the text around it, and then is scrolled by itself, by keys too. */
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export function Wide({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const [isWider, setWider] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setWider(element.scrollWidth > element.clientWidth + 1));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className={className} tabIndex={isWider ? 0 : undefined}>
      {children}
    </div>
  );
}
