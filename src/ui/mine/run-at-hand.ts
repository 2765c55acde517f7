/** The run on the page, as it is saved with its experiment. */
import { NoRunError } from '../../client/asked';
import { OpenRuns } from '../../client/open-runs';
import type { Session } from '../../client/session';
import type { RunToSave } from '../../experiments/shelf';
import { runStore } from '../../state/run';

/** Why a run that has made updates is not saved: it ended, or there is no memory for a copy of it. */
export type RunLost = 'gone' | 'too-large';

export interface RunAtHand {
  /** Null where it has made no update, or is lost. */
  readonly run: RunToSave | null;
  /** What stands behind the address of its experiment, from the `#` on; null likewise. */
  readonly link: string | null;
  readonly lost: RunLost | null;
}

export const NO_RUN: RunAtHand = { run: null, link: null, lost: null };

/** The run on the page. */
export async function runAtHand(session: Pick<Session, 'keptRun'>): Promise<RunAtHand> {
  if (runStore.getState().stepCount === 0) return NO_RUN;
  try {
    const run = await session.keptRun();
    if (run === null) return NO_RUN;
    const { packRun } = await import('../../runs/pack');
    // Whose run it was, when it was saved, and how long it took, is no part of it: the same run at the same step is the same.
    const bytes = packRun({ ...run, id: '', at: 0, trained: 0 });
    return { run: { bytes, step: run.step, trained: run.trained }, link: `#${run.link}`, lost: null };
  } catch (error) {
    if (error instanceof NoRunError) return { ...NO_RUN, lost: 'gone' };
    // More than an array holds, or than there is memory for.
    if (error instanceof RangeError) return { ...NO_RUN, lost: 'too-large' };
    throw error;
  }
}

/** Ids of the runs that are at hand in any tab. */
export async function runsAtHand(): Promise<readonly string[]> {
  return new OpenRuns(navigator).all();
}
