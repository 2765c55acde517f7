/**
 * Times of steps that were run in this browser, by backend, so that the time of others can be told before they are run. Kept
 * where the browser keeps anything.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { planLanes } from '../architecture/plan-experiment';
import { stepWorkOf, type TimedWork, type DefaultSpeed } from '../architecture/step-time';
import type { ExperimentConfig } from '../config/schema';
import type { BackendInfo, BackendName } from '../contract/backend';
import type { RunFacts } from './run';

const KEY = 'resnet-explorer.step-times';
/** Experiments kept of each backend, the newest first. */
const KEPT = 16;
/** Steps of a run that are timed together; the first of all is left out, in which kernels are compiled. */
const WINDOW = 7;

/**
 * What is expected before anything was timed: of tfjs's wasm on one thread of a common processor, of plain JavaScript a fiftieth of
 * that, of a small GPU with fused kernels.
 */
const DEFAULT_SPEEDS: Readonly<Record<BackendName, DefaultSpeed>> = {
  wasm: { perMillisecond: 4e6, layerMilliseconds: 0.6 },
  cpu: { perMillisecond: 8e4, layerMilliseconds: 0.6 },
  webgpu: { perMillisecond: 1.2e8, layerMilliseconds: 0.15 },
};

/** Of wasm with kernels of our own. */
const SIMD_SPEED: DefaultSpeed = { perMillisecond: 1.2e7, layerMilliseconds: 0.25 };

/** What is expected of a backend before anything was timed on it. */
export function usualSpeed({ name, kernels }: Pick<BackendInfo, 'name' | 'kernels'>): DefaultSpeed {
  return kernels === 'simd' || kernels === 'relaxed' ? SIMD_SPEED : DEFAULT_SPEEDS[name];
}

/** Timed experiments by backend: see `backendKey`. */
export type StepTimes = Readonly<Record<string, readonly TimedWork[]>>;

export const stepTimeStore: StoreApi<StepTimes> = createStore<StepTimes>()(() => ({}));

/** What steps are as fast on: a backend, and the adapter or kernels it runs with. */
export function backendKey({
  name,
  detail,
  kernels,
}: Pick<BackendInfo, 'name' | 'detail' | 'kernels'>): string {
  return [name, detail, kernels ?? ''].filter((part) => part !== '').join(' ');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The times with those of an experiment in place of older ones of the same size. */
export function withTimed(times: StepTimes, key: string, timed: TimedWork): StepTimes {
  const others = (times[key] ?? []).filter(
    ({ multiplyAdds, layers }) => multiplyAdds !== timed.multiplyAdds || layers !== timed.layers,
  );
  return { ...times, [key]: [timed, ...others].slice(0, KEPT) };
}

/**
 * Times the steps of every run from now on.
 * @returns What ends that.
 */
export function watchStepTimes(
  facts: StoreApi<RunFacts>,
  experiment: StoreApi<{ readonly config: ExperimentConfig }>,
  store: StoreApi<StepTimes> = stepTimeStore,
): () => void {
  let run = -1;
  let seen = 0;
  let taken: number[] = [];
  return facts.subscribe((now) => {
    if (now.run !== run) [run, seen, taken] = [now.run, 0, []];
    const { stepCount, stepMilliseconds, backend } = now;
    if (stepCount <= seen || !Number.isFinite(stepMilliseconds) || backend === null) return;
    seen = stepCount;
    if (stepCount < 2) return;
    taken = [...taken, stepMilliseconds].slice(-WINDOW);
    // A few are enough to begin with; after that, whenever all are new.
    if (taken.length < 3 || (taken.length === WINDOW && stepCount % WINDOW !== 0)) return;
    const { config } = experiment.getState();
    const work = stepWorkOf(planLanes(config), config.batchSize);
    store.setState(
      (times) => withTimed(times, backendKey(backend), { ...work, milliseconds: median(taken) }),
      true,
    );
  });
}

/** Reads what was kept on an earlier visit, and keeps what is timed on this one. */
export function keepStepTimes(storage: Pick<Storage, 'getItem' | 'setItem'>): void {
  try {
    stepTimeStore.setState(readStepTimes(storage.getItem(KEY)), true);
  } catch {
    // Storage may be forbidden; then this visit begins without.
  }
  stepTimeStore.subscribe((times) => {
    try {
      storage.setItem(KEY, JSON.stringify(times));
    } catch {
      // As above.
    }
  });
}

/** What was kept, as far as it is sound. */
export function readStepTimes(text: string | null): StepTimes {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {};
  return Object.fromEntries(
    Object.entries(kept).flatMap(([key, list]: [string, unknown]) => {
      const sound = Array.isArray(list) ? list.filter(isTimed).slice(0, KEPT) : [];
      return sound.length === 0 ? [] : [[key, sound]];
    }),
  );
}

function isTimed(value: unknown): value is TimedWork {
  if (typeof value !== 'object' || value === null) return false;
  const { multiplyAdds, layers, milliseconds } = value as Record<string, unknown>;
  return [multiplyAdds, layers, milliseconds].every(
    (each) => typeof each === 'number' && Number.isFinite(each) && each >= 0,
  );
}
