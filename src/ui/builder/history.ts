/**
 * Undo and redo of changes of the experiment. It watches the experiment, so that every control, preset and link is
 * covered alike. Skip connections switched and learning rates set while training are no change of what is built: they ride along with the newest state.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { equal } from '../../config/equal';
import type { ExperimentConfig } from '../../config/schema';
import { changeExperiment, experimentStore } from '../../state/experiment';

/** So many changes can be undone; a config is some kilobytes. */
const LONGEST = 100;

interface HistoryState {
  readonly past: readonly ExperimentConfig[];
  readonly future: readonly ExperimentConfig[];
}

export interface History {
  readonly store: StoreApi<HistoryState>;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Changes the experiment in a way that can be undone whatever it changes: blocks that move may differ in gains alone. */
  readonly perform: (config: ExperimentConfig) => void;
  /** Begins to watch; returns how to end that. */
  readonly watch: () => () => void;
}

function sameBuilt(a: ExperimentConfig, b: ExperimentConfig): boolean {
  const built = (config: ExperimentConfig) => ({
    ...config,
    lanes: config.lanes.map((lane) => ({ ...lane, gains: [] })),
    timeline: [],
    rates: [],
  });
  return equal<unknown>(built(a), built(b));
}

/** The history of the experiment in a store, which `change` alters. */
export function createHistory(
  experiment: StoreApi<{ readonly config: ExperimentConfig }>,
  change: (config: ExperimentConfig) => void,
): History {
  const store = createStore<HistoryState>()(() => ({ past: [], future: [] }));
  let present = experiment.getState().config;
  let travelling = false;
  let performing = false;

  const noticed = (): void => {
    const { config } = experiment.getState();
    if (config === present) return;
    if (!travelling && (performing || !sameBuilt(config, present))) {
      store.setState({ past: [...store.getState().past, present].slice(-LONGEST), future: [] });
    }
    present = config;
  };
  const travel = (to: ExperimentConfig): void => {
    travelling = true;
    try {
      change(to);
    } finally {
      travelling = false;
    }
  };
  return {
    store,
    undo() {
      const { past, future } = store.getState();
      const to = past.at(-1);
      if (to === undefined) return;
      store.setState({ past: past.slice(0, -1), future: [present, ...future] });
      travel(to);
    },
    redo() {
      const { past, future } = store.getState();
      const to = future[0];
      if (to === undefined) return;
      store.setState({ past: [...past, present], future: future.slice(1) });
      travel(to);
    },
    perform(config) {
      performing = true;
      try {
        change(config);
      } finally {
        performing = false;
      }
    },
    watch() {
      present = experiment.getState().config;
      return experiment.subscribe(noticed);
    },
  };
}

/** Of the experiment on the page. */
export const editHistory = createHistory(experimentStore, changeExperiment);
