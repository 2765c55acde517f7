/**
 * The run that ended last since something else was begun: how to bring it back, and its series as a kept run that lies behind
 * the next one. Its steps are replayed, so nothing of its weights is held.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExperimentConfig } from '../config/schema';
import type { MetricsStore } from './metrics';
import { pinnedOf, type PinnedRun } from './pinned-run';
import { pins, type Pins } from './pins';
import type { RunFacts } from './run';

/** A run that came so many steps further than the ended one has taken its place. */
const FURTHER = 10;

export interface EndedRun {
  /** Its experiment, with what was recorded. */
  readonly config: ExperimentConfig;
  /** The same with all that was changed live, also what a link has no room for. */
  readonly replay: ExperimentConfig;
  /** Updates made. */
  readonly step: number;
  /** The step up to which its link replays it; null where that is all of it. */
  readonly replaysTo: number | null;
  /** Its series; null where none were measured. */
  readonly ghost: PinnedRun | null;
}

/** The run at hand as one that ends; null where it made no update. */
export function endedRunOf(
  config: ExperimentConfig,
  facts: RunFacts,
  metrics: MetricsStore,
  replaysTo: number | null,
): EndedRun | null {
  const { stepCount: step, run, switches, rates } = facts;
  if (step === 0) return null;
  // What was changed at step 0 is what the experiment begins with. A change by hand ends what was recorded for later.
  const timeline = switches.filter((one) => one.step > 0);
  const replay = replaysTo === null ? config : { ...config, timeline, rates };
  const ghost = pinnedOf(config, facts, metrics, { id: `ended-${run}`, name: '', now: 0, replaysTo });
  return { config, replay, step, replaysTo, ghost };
}

export interface EndedRuns {
  readonly store: StoreApi<{ readonly ended: EndedRun | null }>;
  /** Takes the place of the one before. `reach`: steps that the next run takes before it counts as trained further. */
  readonly keep: (ended: EndedRun, reach?: number) => void;
  /** Gives the ended run away, to be brought back or forgotten. */
  readonly take: () => EndedRun | null;
  /** The run at hand has made so many updates: an ended one is forgotten where it is left behind. */
  readonly outrun: (stepCount: number) => void;
}

export function createEndedRuns(behind: Pick<Pins, 'lay'>): EndedRuns {
  const store = createStore<{ readonly ended: EndedRun | null }>()(() => ({ ended: null }));
  let limit = Infinity;
  const set = (ended: EndedRun | null): void => {
    store.setState({ ended });
    behind.lay(ended?.ghost ?? null);
  };
  const take = (): EndedRun | null => {
    const { ended } = store.getState();
    if (ended !== null) set(null);
    return ended;
  };
  return {
    store,
    keep(ended, reach = 0) {
      limit = Math.max(ended.step, reach) + FURTHER;
      set(ended);
    },
    take,
    outrun(stepCount) {
      if (stepCount >= limit) take();
    },
  };
}

/** Of this page. */
export const endedRuns = createEndedRuns(pins);
