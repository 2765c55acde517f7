/**
 * How long a worker may be silent before the page says so. While it computes a step it hears nothing: a step of the largest
 * networks takes a minute on wasm, and one under way cannot be told from a worker that hangs but by its length.
 */
import { estimateStep, stepWorkOf } from '../architecture/step-time';
import { planLanes } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import type { RunFacts } from '../state/run';
import { backendKey, stepTimeStore, USUAL_SPEEDS } from '../state/step-times';

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
  const usual = USUAL_SPEEDS[backend?.name ?? 'wasm'];
  const expected = estimateStep(work, timed, usual).milliseconds;
  const known = Number.isFinite(stepMilliseconds) ? stepMilliseconds : 0;
  return SHORT_PATIENCE + STEPS * Math.max(known, expected);
}
