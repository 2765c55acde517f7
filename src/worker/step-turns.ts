/** How a run's steps give way where they last: the page hears how far they are, or the first gradient of what is prepared. */
import type { ReportBody } from '../contract/messages';
import { WorkerTurns } from '../training/turns';
import type { RunHost } from './live-trainer';

export function stepTurns(
  { now, breathe }: Pick<RunHost, 'now' | 'breathe'>,
  post: (report: ReportBody) => void,
  /** Whether the first gradient is still to come. */
  isPreparing: () => boolean,
): WorkerTurns {
  return new WorkerTurns({
    now: () => now(),
    breathe: () => breathe(),
    onProgress: (progress) => {
      const { done, of } = progress;
      // Of a test, and of initial values, nothing is told.
      if (of === 0) return;
      if (isPreparing()) post({ type: 'progress', phase: 'first-gradient', fraction: done / of });
      else post({ type: 'step-progress', ...progress });
    },
  });
}
