/** English texts: a run that was interrupted and goes on, and why runs are not kept. */
import type { KeepTrouble } from '../../state/offer';
import { integer } from './numerals';

const troubles: Record<KeepTrouble, string> = {
  full: 'This browser has no room left: the run is not kept should this tab close. It trains on; removing kept images or experiments makes room.',
  refused: 'This browser does not keep the run should this tab close. It trains on.',
  'too-large': 'These networks are too large to be kept should this tab close. They train on.',
  unreadable: 'The run that was kept cannot be read. Its experiment still replays it from the start.',
};

export const continues = {
  label: 'Interrupted run',
  /** `name`: of its experiment; null where that is the one on the page. */
  lead: (day: string, name: string | null): string =>
    name === null ? `A run was interrupted ${day}.` : `A run of “${name}” was interrupted ${day}.`,
  /** `lost`: seconds of training; null where that is not known. */
  go: (step: number, lost: number | null): string => {
    const at = `Continue at step ${integer(step)}`;
    if (lost === null) return at;
    return lost === 0 ? `${at} (nothing lost)` : `${at} (${integer(lost)} s lost)`;
  },
  goHint: 'Weights, optimiser and charts as they were; the losses that follow are those it would have had',
  decline: 'Forget this run',
  trouble: (trouble: KeepTrouble): string => troubles[trouble],
  dismiss: 'OK',
};
