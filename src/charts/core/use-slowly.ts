/** Renders a table anew as the series change, but seldom: it costs more than a drawing, and is read at leisure. */
import { useEffect, useState } from 'react';
import { instrumentStore } from '../../state/instruments';
import { metricsStore } from '../../state/metrics';

/** Milliseconds between two renders while steps come in. */
const INTERVAL = 1_000;

/** Renders anew at most once per interval, in milliseconds, while the series change. */
export function useSlowly(interval = INTERVAL): void {
  const [, count] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        count((n) => n + 1);
      }, interval);
    };
    const leave = [metricsStore.subscribe(later), instrumentStore.subscribe(later)];
    return () => {
      for (const stop of leave) stop();
      clearTimeout(timer);
    };
  }, [interval]);
}
