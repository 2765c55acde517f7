/**
 * Undo and redo of changes of the experiment, and of switches thrown, in one order. It watches the experiment, so that every
 * control, preset and link is covered alike. What is recorded while training is no change of what is built, and rides along
 * with the newest state; a switch is undone as it was thrown, in the run at hand.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { equal } from '../../config/equal';
import type { Blocks, ExperimentConfig } from '../../config/schema';
import { changeExperiment, experimentStore } from '../../state/experiment';

/** So many changes can be undone; a config is some kilobytes. */
const LONGEST = 100;

/** Skips of a lane that were switched, and how to switch them back and forth in whatever run there is then. */
export interface Throw {
  readonly kind: 'switch';
  readonly lane: string;
  readonly block: Blocks;
  readonly gain: number;
  readonly back: () => void;
  readonly again: () => void;
}

/** What can be undone or done again: settings give way to those of `config`. */
export type Change = { readonly kind: 'settings'; readonly config: ExperimentConfig } | Throw;

interface HistoryState {
  /** The newest last. */
  readonly past: readonly Change[];
  /** The next one first. */
  readonly future: readonly Change[];
}

export interface History {
  readonly store: StoreApi<HistoryState>;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Changes the experiment in a way that can be undone whatever it changes: blocks that move may differ in gains alone. */
  readonly perform: (config: ExperimentConfig) => void;
  /** Notes a switch that is being thrown. */
  readonly thrown: (change: Omit<Throw, 'kind'>) => void;
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

/** The history of the experiment in a store, which `alter` changes. */
export function createHistory(
  experiment: StoreApi<{ readonly config: ExperimentConfig }>,
  alter: (config: ExperimentConfig) => void,
): History {
  const store = createStore<HistoryState>()(() => ({ past: [], future: [] }));
  let present = experiment.getState().config;
  let travelling = false;
  let performing = false;

  const add = (change: Change): void => {
    store.setState({ past: [...store.getState().past, change].slice(-LONGEST), future: [] });
  };
  const noticed = (): void => {
    const { config } = experiment.getState();
    if (config === present) return;
    if (!travelling && (performing || !sameBuilt(config, present)))
      add({ kind: 'settings', config: present });
    present = config;
  };
  /** Carries a change out; returns the one that takes it back. */
  const travel = (change: Change, throwing: 'back' | 'again'): Change => {
    if (change.kind === 'switch') {
      change[throwing]();
      return change;
    }
    const inverse = { kind: 'settings', config: present } as const;
    travelling = true;
    try {
      alter(change.config);
    } finally {
      travelling = false;
    }
    return inverse;
  };
  return {
    store,
    undo() {
      const { past, future } = store.getState();
      const change = past.at(-1);
      if (change === undefined) return;
      store.setState({ past: past.slice(0, -1), future: [travel(change, 'back'), ...future] });
    },
    redo() {
      const { past, future } = store.getState();
      const [change, ...rest] = future;
      if (change === undefined) return;
      store.setState({ past: [...past, travel(change, 'again')], future: rest });
    },
    thrown(change) {
      add({ kind: 'switch', ...change });
    },
    perform(config) {
      performing = true;
      try {
        alter(config);
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
