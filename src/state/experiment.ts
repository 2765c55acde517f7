/**
 * The experiment on the page, and its address: the one is always written into the other. Every config passes through
 * repair and budget before it is stored; what they changed is kept as notices until it is dismissed or another link is
 * opened. Parts of a config that equal those of the stored one do not replace them, so whoever watches `config`, or a part
 * of it, sees only real changes.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { fitToBudget } from '../architecture/budget';
import { sharing } from '../config/equal';
import { OPENING_PRESET } from '../config/presets';
import { repairConfig } from '../config/codec/repair';
import type { Repair } from '../config/codec/read';
import type { ExperimentConfig } from '../config/schema';
import { decode, encode } from '../config/codec/url';

interface ExperimentState {
  readonly config: ExperimentConfig;
  readonly notices: readonly Repair[];
  /** Where the config came from that the notices are about. */
  readonly origin: 'link' | 'page';
}

/** What the store needs of the window. */
export interface Address {
  /** The fragment, with its `#` unless empty. */
  read(): string;
  /** Replaces the fragment of the current history entry, leaving path and query. Throws where the browser refuses. */
  replace(hash: string): void;
  /** Makes a new history entry of this fragment, likewise. */
  push(hash: string): void;
  /** Calls back when the user or a link changes the fragment. */
  watch(listener: () => void): void;
  /** Calls back in about a second. */
  later(callback: () => void): void;
}

export interface Experiment {
  readonly store: StoreApi<ExperimentState>;
  /** Opens the experiment of the address, and every one that the address is changed to later. */
  readonly openFromLocation: () => void;
  /** Makes this the experiment on the page, repaired where it must be, and writes it into the address. */
  readonly changeExperiment: (config: ExperimentConfig) => void;
  /** The same as a step of the browser's history, so that Back returns to what is there now: for presets. */
  readonly openExperiment: (config: ExperimentConfig) => void;
  /** Takes the notices off the page. */
  readonly dismissNotices: () => void;
}

/** An experiment that lives in this address. */
export function createExperiment(address: Address): Experiment {
  const store = createStore<ExperimentState>()(() => ({
    config: OPENING_PRESET.config,
    notices: [],
    origin: 'link',
  }));
  let watching = false;
  let retrying = false;

  function write(as: 'push' | 'replace' = 'replace'): void {
    const hash = encode(store.getState().config);
    if (address.read() === hash) return;
    try {
      address[as](hash);
    } catch {
      // Browsers refuse more than some hundred changes in half a minute (Safari throws). The newest is written later.
      if (retrying) return;
      retrying = true;
      address.later(() => {
        retrying = false;
        write();
      });
    }
  }

  function open(): void {
    const decoded = decode(address.read());
    const fitted = fitToBudget(decoded.config);
    const current = store.getState().config;
    store.setState({
      config: sharing(fitted.config, current),
      notices: [...decoded.repairs, ...fitted.repairs],
      origin: 'link',
    });
    write();
  }

  function change(config: ExperimentConfig, as: 'push' | 'replace'): void {
    const repaired = repairConfig(config);
    const fitted = fitToBudget(repaired.config);
    const repairs = [...repaired.repairs, ...fitted.repairs];
    const current = store.getState();
    store.setState({
      config: sharing(fitted.config, current.config),
      ...(repairs.length > 0 ? { notices: repairs, origin: 'page' as const } : {}),
    });
    write(as);
  }

  return {
    store,
    openFromLocation() {
      open();
      if (watching) return;
      watching = true;
      address.watch(() => {
        if (address.read() !== encode(store.getState().config)) open();
      });
    },
    changeExperiment: (config) => change(config, 'replace'),
    openExperiment: (config) => change(config, 'push'),
    dismissNotices() {
      store.setState({ notices: [] });
    },
  };
}

/** The experiment on the page, in the address of its window. */
export const {
  store: experimentStore,
  openFromLocation,
  changeExperiment,
  openExperiment,
  dismissNotices,
} = createExperiment({
  read: () => window.location.hash,
  replace: (hash) => {
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, '', `${pathname}${search}${hash}`);
  },
  push: (hash) => {
    const { pathname, search } = window.location;
    window.history.pushState(window.history.state, '', `${pathname}${search}${hash}`);
  },
  watch: (listener) => window.addEventListener('hashchange', listener),
  later: (callback) => setTimeout(callback, 1_000),
});

export interface RecordingFacts {
  /** The first step at which the run was changed and its link does not tell so; null where it tells all. */
  readonly end: number | null;
  /** Recorded changes of later steps that were left out when the run was changed by hand. */
  readonly forgotten: number;
  /** Whether the notices of it were read. */
  readonly dismissed: boolean;
}

/**
 * How the link of the experiment and the run at hand go together: the link replays all of it, unless more was changed live
 * than a link holds; and a run that is changed by hand makes none of the changes that its link had for later.
 */
export const recordingStore = createStore<RecordingFacts>()(() => ({
  end: null,
  forgotten: 0,
  dismissed: false,
}));

/** Another run begins. */
export function recordingBegins(): void {
  recordingStore.setState({ end: null, forgotten: 0, dismissed: false });
}

/** Something was changed at a step that the link has no room for. */
export function recordingEnds(step: number): void {
  recordingStore.setState(({ end }) => ({ end: end ?? step }));
}

/** The run was changed at a step, and so many recorded changes of later ones are not made. */
export function recordingForgets(count: number): void {
  if (count > 0)
    recordingStore.setState(({ forgotten }) => ({ forgotten: forgotten + count, dismissed: false }));
}
