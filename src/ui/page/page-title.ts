/** The title of the page tells the step and what the run is doing, for whoever has it in another tab meanwhile. */
import { useEffect } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useMessages, type Messages } from '../../i18n/messages';
import { runStore, type RunFacts } from '../../state/run';

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

/** Keeps the title current; returns what ends that. */
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
