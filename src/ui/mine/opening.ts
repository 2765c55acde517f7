/** Opening a saved experiment: alone, or with its run. */
import type { Session } from '../../client/session';
import { experimentOf } from '../../experiments/file';
import type { Saved } from '../../experiments/saved';
import { FormatError } from '../../formats/errors';
import { experimentStore, openExperiment } from '../../state/experiment';
import { runStore } from '../../state/run';
import { attempt, shelves, tell } from './shelf';

/** Opens the experiment alone, from its first step. */
export function openAlone({ link }: Saved, session: Session): void {
  const { config } = experimentStore.getState();
  openExperiment(experimentOf(link).config);
  // The same experiment is not begun anew by itself.
  if (experimentStore.getState().config === config && runStore.getState().stepCount > 0) session.reset();
}

/** Opens the experiment with its run, at its step; where that cannot be read any more, alone, which is told. */
export async function openWithRun(saved: Saved, session: Session): Promise<void> {
  await attempt(async () => {
    if (await goOn(saved, session)) return;
    openAlone(saved, session);
    tell({ kind: 'no-run', name: saved.name });
  });
}

/** Goes on with the run as one of its own. False where it cannot be read any more. */
async function goOn({ run }: Pick<Saved, 'run'>, session: Pick<Session, 'continueFrom'>): Promise<boolean> {
  if (run === null) return false;
  const { shelf } = await shelves();
  const bytes = await shelf.readRun(run);
  if (bytes === null) return false;
  try {
    const { unpackRun } = await import('../../runs/pack');
    const at = Date.now();
    const id = `saved-${at.toString(36)}-${run.hash}`;
    await session.continueFrom({ ...unpackRun(bytes), id, at, trained: run.trained });
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
