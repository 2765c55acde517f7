/** Weights that the experiment names and this browser does not keep. */
import { useStore } from 'zustand';
import type { WeightsConfig } from '../../config/schema';
import { experimentStore } from '../../state/experiment';
import { runStore } from '../../state/run';

/** Those that the run has ended for; null where it has not. */
export function useMissingWeights(): WeightsConfig | null {
  const message = useStore(runStore, ({ status }) =>
    status.kind === 'failed' && status.code === 'own-weights' ? status.message : null,
  );
  const lanes = useStore(experimentStore, ({ config }) => config.lanes);
  // The trainer tells their hash behind their name.
  return message === null
    ? null
    : (lanes.find(({ weights }) => weights !== undefined && message.includes(weights.hash))?.weights ?? null);
}
