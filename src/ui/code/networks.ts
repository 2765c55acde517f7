/** The networks of the experiment as code writes them: lanes of one architecture together, with the gains that are in force. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { LanePlan } from '../../architecture/plan-experiment';
import { expectedGains } from '../../client/reports';
import type { ModelLane } from '../../pytorch/model';
import { runStore } from '../../state/run';
import { useExperiment, usePlans } from '../page/hooks';

/** An architecture, and the lanes that have it. */
export interface CodeNetwork {
  readonly plan: LanePlan;
  readonly lanes: readonly ModelLane[];
}

/** The architectures of all lanes, in the order of their first ones. */
export function useNetworks(): readonly CodeNetwork[] {
  const { lanes } = useExperiment();
  const plans = usePlans();
  const pending = useStore(runStore, (state) => state.pending);
  // Not the lanes themselves, which are other objects after every step.
  const running = useStore(
    runStore,
    useShallow((state) => lanes.map(({ id }) => state.lanes.find((one) => one.id === id)?.gains)),
  );
  return useMemo(() => {
    const networks = new Map<LanePlan, ModelLane[]>();
    for (const [index, { id, gains }] of lanes.entries()) {
      const plan = plans[index];
      if (plan === undefined) continue;
      const inForce = running[index];
      // What runs may be the network before an edit.
      const own = inForce?.length === gains.length ? inForce : gains;
      const lane = { id, plan, gains: expectedGains({ id, gains: own }, pending) };
      networks.set(plan, [...(networks.get(plan) ?? []), lane]);
    }
    return Array.from(networks, ([plan, own]) => ({ plan, lanes: own }));
  }, [lanes, plans, running, pending]);
}

/** Tells which lane's diagram the pointer or the focus is in, whenever it comes to something in one. */
export function useLanePointedAt(tell: (lane: string) => void): void {
  useEffect(() => {
    const listen = ({ target }: Event): void => {
      const item =
        target instanceof Element ? target.closest('.diagram-svg [data-place], .classic-item') : null;
      const lane = item?.closest<HTMLElement>('.lane')?.dataset['testid'];
      if (lane !== undefined) tell(lane.slice('lane-'.length));
    };
    addEventListener('pointerover', listen);
    addEventListener('focusin', listen);
    return () => {
      removeEventListener('pointerover', listen);
      removeEventListener('focusin', listen);
    };
  }, [tell]);
}
