/** Hooks and handlers that several components share: the session, the plan of the experiment, the width of the page. */
import {
  createContext,
  startTransition,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type FocusEvent,
} from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { NetworkPlan } from '../../architecture/plan';
import { planExperiment, planLanes, type LanePlan } from '../../architecture/plan-experiment';
import type { Session } from '../../client/session';
import type { ExperimentConfig } from '../../config/schema';
import { useMessages } from '../../i18n/messages';
import { experimentStore } from '../../state/experiment';
import { printingStore } from '../../state/page';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('no session above this component');
  return session;
}

export function useExperiment(): ExperimentConfig {
  return useStore(experimentStore, (state) => state.config);
}

/** Plan of the network that lanes without one of their own have; the same object until it or its input changes. */
export function usePlan(): NetworkPlan {
  return useStore(experimentStore, ({ config }) => planExperiment(config));
}

/** Plans of all lanes, in their order; the same list until one of their networks or the input changes. */
export function usePlans(): readonly LanePlan[] {
  return useStore(
    experimentStore,
    useShallow(({ config }) => planLanes(config)),
  );
}

/** What a class of the experiment's set is called: those of a reader's own set as the reader wrote them, in every language. */
export function useClassName(): (name: string) => string {
  const { className } = useMessages();
  const isOwn = useStore(experimentStore, ({ config }) => config.data.set === 'own');
  return isOwn ? asWritten : className;
}

const asWritten = (name: string): string => name;

/** A value, late by a frame: for what may follow after the page has answered, as it then does not have to wait for it. */
export function useAfterFrame<T>(value: T): T {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setShown(() => value)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return shown;
}

/** Pages at most so wide are laid out as on a phone; the style sheets say the same. */
const NARROW = typeof matchMedia === 'undefined' ? null : matchMedia('screen and (max-width: 47.5em)');

function subscribeToWidth(listener: () => void): () => void {
  NARROW?.addEventListener('change', listener);
  return () => NARROW?.removeEventListener('change', listener);
}

export function isNarrow(): boolean {
  return NARROW?.matches ?? false;
}

export function useIsNarrow(): boolean {
  const narrow = useSyncExternalStore(subscribeToWidth, isNarrow);
  // Paper is as wide as it is, whatever the window.
  const printing = useStore(printingStore, (state) => state.printing);
  return narrow && !printing;
}

/** Windows in which three networks leave too little room for the charts. */
const LOW = typeof matchMedia === 'undefined' ? null : matchMedia('screen and (max-height: 53em)');

function subscribeToHeight(listener: () => void): () => void {
  LOW?.addEventListener('change', listener);
  return () => LOW?.removeEventListener('change', listener);
}

/** Whether so many networks have room for a line each, with their numbers beside it and not above. A phone folds them. */
export function useIsCompact(networks: number): boolean {
  const low = useSyncExternalStore(subscribeToHeight, () => LOW?.matches ?? false);
  const narrow = useIsNarrow();
  const printing = useStore(printingStore, (state) => state.printing);
  return networks > (low ? 2 : 3) && !printing && !narrow;
}

/** A handler of `blur` that acts where somebody left the field: not where it was taken out of sight with what is typed in it. */
export const whenLeft =
  (act: () => void) =>
  ({ currentTarget }: FocusEvent): void => {
    if (currentTarget.getClientRects().length > 0) act();
  };
