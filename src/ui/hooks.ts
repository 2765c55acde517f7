/** Hooks that several components share: the session, the plan of the experiment, sizes. */
import { createContext, useContext, useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { planNetwork, type NetworkPlan } from '../architecture/plan';
import type { Session } from '../client/session';
import { DATA_SETS } from '../config/data-sets';
import type { ExperimentConfig } from '../config/schema';
import { experimentStore } from '../state/experiment';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('no session above this component');
  return session;
}

export function useExperiment(): ExperimentConfig {
  return useStore(experimentStore, (state) => state.config);
}

/** Plan of the experiment's network; the same object until the network or its input changes. */
export function usePlan(): NetworkPlan {
  const { network, data } = useExperiment();
  const { set, inputSize } = data;
  return useMemo(() => {
    const { channels, classes } = DATA_SETS[set];
    return planNetwork(network, { height: inputSize, width: inputSize, channels }, classes);
  }, [network, set, inputSize]);
}

/** Width of an element's content in CSS pixels; `first` until it is known. */
export function useWidth(element: RefObject<Element | null>, first: number): number {
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    // Calls back before the first paint, too.
    const observer = new ResizeObserver(() => setWidth(target.clientWidth));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
