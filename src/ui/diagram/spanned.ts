/** Which layers and blocks of a network lie in the span of layers that the panels show. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { LaneAxes } from '../../charts/geometry/layer-axes';
import { layerSpanStore } from '../../state/layer-span';
import { usePlans } from '../page/hooks';

/** Names of the layers that are shown, of one of the lanes' plans; null where all are, as no span was chosen. */
export function useSpannedLayers(plan: LanePlan): ReadonlySet<string> | null {
  const plans = usePlans();
  const span = useStore(layerSpanStore, (state) => state.span);
  return useMemo(() => {
    const axis = span === null ? null : new LaneAxes(plans).within(span, plans.indexOf(plan));
    return axis && new Set(axis.layers.map(({ layer }) => layer.name));
  }, [plans, plan, span]);
}
