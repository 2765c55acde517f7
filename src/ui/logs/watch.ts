/** What charts of logs are drawn anew for: another view, and more of a file. */
import type { Invalidate } from '../../charts/core/frame';
import { sourcesStore } from './sources';
import { onView } from './view-store';

/** Returns what ends it. */
export function watch(invalidate: Invalidate): () => void {
  const leave = [onView(invalidate), sourcesStore.subscribe(() => invalidate(true))];
  return () => {
    for (const stop of leave) stop();
  };
}
