/**
 * Asks before the page is closed while something would be lost that took time: a run that trains, or one that came some way
 * and is not kept. Browsers ask only where the page was used, and in words of their own.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { ExperimentConfig } from '../../config/schema';
import { isOf, type PinnedRun } from '../../state/pinned-run';
import type { RunFacts } from '../../state/run';

/** A paused run of fewer steps is had again sooner than a question is read. */
const WORTH_ASKING = 20;

interface Leaving {
  readonly facts: Pick<StoreApi<RunFacts>, 'getState' | 'subscribe'>;
  readonly experiment: Pick<StoreApi<{ readonly config: ExperimentConfig }>, 'getState'>;
  readonly pins: Pick<StoreApi<{ readonly runs: readonly PinnedRun[] }>, 'getState'>;
}

/** Whether closing the page would lose the run at hand. A kept run replays from its link. */
function isAtStake({ facts, experiment, pins }: Leaving): boolean {
  const { status, stepCount } = facts.getState();
  if (status.kind === 'running') return true;
  if (stepCount < WORTH_ASKING) return false;
  const { config } = experiment.getState();
  return !pins.getState().runs.some((run) => run.steps >= stepCount && isOf(run, config));
}

/** Begins to ask; returns what ends that. */
export function askBeforeLeaving(
  page: Leaving,
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (isAtStake(page)) event.preventDefault();
  };
  let listens = false;
  // Not all the time: a page that listens may not be kept by the browser for its Back button.
  const follow = ({ status, stepCount }: RunFacts): void => {
    const wanted = status.kind === 'running' || stepCount >= WORTH_ASKING;
    if (wanted === listens) return;
    listens = wanted;
    if (wanted) target.addEventListener('beforeunload', ask);
    else target.removeEventListener('beforeunload', ask);
  };
  follow(page.facts.getState());
  const leave = page.facts.subscribe(follow);
  return () => {
    leave();
    target.removeEventListener('beforeunload', ask);
  };
}
