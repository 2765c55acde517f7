/** The common axis of the layers of all lanes, as far as it is shown; the same object until plans or span change. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LanePlan } from '../../architecture/plan-experiment';
import { layerSpanStore } from '../../state/layer-span';
import { LaneAxes } from '../geometry/lane-axes';

export function useLayerAxes(plans: readonly LanePlan[]): LaneAxes {
  const span = useStore(layerSpanStore, (state) => state.span);
  return useMemo(() => new LaneAxes(plans, span), [plans, span]);
}
