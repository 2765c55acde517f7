/** Delays, frames, and how long a worker may be silent. */
import { estimateStep, stepWorkOf } from '../architecture/step-time';
import { planLanes } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { RunFacts } from '../state/run';
import { backendKey, stepTimeStore, usualSpeed } from '../state/step-times';

/** Milliseconds for which what comes from elsewhere is waited for before something is told; the page's texts name them. */
export const LATE = 10_000;
/** Milliseconds that a worker which computes nothing long may take; it usually takes some. */
export const SHORT_PATIENCE = 20_000;
/** Steps that a piece of work may take: tests, instruments and what is done for the first time take more than one. */
const STEPS = 5;

/** In milliseconds: of a run of this experiment, by its own steps, or before there are any by those of others here. */
export function patienceFor(
  experiment: ExperimentConfig,
  { backend, stepMilliseconds }: Pick<RunFacts, 'backend' | 'stepMilliseconds'>,
): number {
  const work = stepWorkOf(planLanes(experiment), experiment.batchSize);
  const timed = backend === null ? [] : (stepTimeStore.getState()[backendKey(backend)] ?? []);
  const usual = usualSpeed(backend ?? { name: 'wasm' });
  const expected = estimateStep(work, timed, usual).milliseconds;
  const known = Number.isFinite(stepMilliseconds) ? stepMilliseconds : 0;
  return SHORT_PATIENCE + STEPS * Math.max(known, expected);
}

/** Calls back after so many milliseconds; returns what cancels it. Tests bring their own. */
export type Delay = (callback: () => void, milliseconds: number) => () => void;

export const delayed: Delay = (callback, milliseconds) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

/** Milliseconds after which a page that is given no frames, as it is out of sight, is called back all the same. */
const FRAME_PATIENCE = 1_000;

/** Calls back once: before the next frame is drawn, or a little later where none is. */
export function inFrame(callback: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, FRAME_PATIENCE);
}
