/** What the browser's window says of the page: its title, and a question before it is closed. */
import { useEffect } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useMessages, type Messages } from '../../i18n/messages';
import { deployStore } from '../../state/deploy';
import { runStore, type RunFacts } from '../../state/run';
import type { ExperimentConfig } from '../../config/schema';
import { isOf, type PinnedRun } from '../../state/pinned-run';

/** Milliseconds between two titles that differ in their step alone; what the run does is told at once. */
const INTERVAL = 1_000;

type State = keyof Messages['ui']['pageTitle'];

/** What the title tells; null where there is nothing to tell: before the first step. */
function stateOf({ status, divergences, stepCount }: RunFacts): State | null {
  if (status.kind === 'failed') return 'failed';
  if (status.kind === 'running') return 'running';
  if (stepCount === 0) return null;
  // A run that diverged is paused, until it is said to go on.
  return status.kind === 'paused' && divergences.some(({ step }) => step >= stepCount - 1)
    ? 'diverged'
    : 'paused';
}

/**
 * Has the title of the page tell the step and what the run is doing, for whoever has it in another tab meanwhile.
 * @returns What ends that.
 */
export function keepTitle(
  facts: StoreApi<RunFacts>,
  { pageTitle, title }: Pick<Messages['ui'], 'pageTitle' | 'title'>,
  write: (title: string) => void,
): () => void {
  let last = stateOf(facts.getState());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    const now = facts.getState();
    last = stateOf(now);
    write(last === null ? title : `${pageTitle[last](now.stepCount)} · ${title}`);
  };
  tell();
  const leave = facts.subscribe((now, before) => {
    if (stateOf(now) !== last) {
      clearTimeout(timer);
      tell();
    } else if (now.stepCount !== before.stepCount) timer ??= setTimeout(tell, INTERVAL);
  });
  return () => {
    leave();
    clearTimeout(timer);
  };
}

export function usePageTitle(): void {
  const { ui } = useMessages();
  useEffect(
    () =>
      keepTitle(runStore, ui, (title) => {
        document.title = title;
      }),
    [ui],
  );
}

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

/**
 * Asks before the page is closed while something would be lost that took time: a run that trains, or one that came some way
 * and is not kept. Browsers ask only where the page was used, and in words of their own.
 * @returns What ends that.
 */
export function askBeforeLeaving(
  page: Leaving,
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (isAtStake(page) && !deployStore.getState().isLeft) event.preventDefault();
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
