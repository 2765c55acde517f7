/**
 * How long a study will take, told before it begins: its work at the pace of the steps that were timed on this backend,
 * corrected by what the same kind took here before.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { estimateStep, type StepWork } from '../architecture/step-time';
import type { ExperimentConfig } from '../config/schema';
import type { BackendInfo } from '../contract/backend';
import { MOST_WORKERS } from '../contract/study-work';
import { partsOf, type StudyKind, type StudyRequest } from '../studies/kinds';
import type { RunFacts } from './run';
import { backendKey, stepTimeStore, usualSpeed, type StepTimes } from './step-times';
import type { StudyFacts } from './studies';

/** By backend and kind: how many times longer it took than training steps of as much work. */
export type StudyPaces = Readonly<Record<string, { readonly [K in StudyKind]?: number }>>;

export const studyPaceStore: StoreApi<StudyPaces> = createStore<StudyPaces>()(() => ({}));

export interface StudyEstimate {
  readonly seconds: number;
  /** What it rests on: the same kind carried out here, steps timed here, or the usual speed of the backend. */
  readonly by: 'study' | 'steps' | 'usual';
}

function coresHere(): number {
  return 'navigator' in globalThis ? navigator.hardwareConcurrency || 1 : 1;
}

/**
 * What studies of an experiment have to compute, by their requests: it takes plans of networks, and the estimates are told anew
 * whenever steps were timed.
 */
const works = new WeakMap<ExperimentConfig, Map<string, StepWork>>();

function workOf(request: StudyRequest, experiment: ExperimentConfig): StepWork {
  const known = works.get(experiment) ?? new Map<string, StepWork>();
  works.set(experiment, known);
  const key = JSON.stringify(request);
  let work = known.get(key);
  if (work === undefined) {
    const { study, values } = partsOf(request);
    work = study.work(experiment, values);
    known.set(key, work);
  }
  return work;
}

/** Studies on the processor are spread over its cores. */
export function estimateStudy(
  request: StudyRequest,
  experiment: ExperimentConfig,
  backend: BackendInfo,
  times: StepTimes,
  paces: StudyPaces,
  cores = coresHere(),
): StudyEstimate {
  const key = backendKey(backend);
  const { milliseconds, measured } = estimateStep(
    workOf(request, experiment),
    times[key] ?? [],
    usualSpeed(backend),
  );
  const own = paces[key]?.[request.kind];
  const workers = backend.name === 'webgpu' ? 1 : Math.min(cores, MOST_WORKERS);
  // Steps that were timed here had a worker for each lane.
  const timedWith = measured ? Math.min(workers, experiment.lanes.length) : 1;
  return {
    seconds: ((own ?? partsOf(request).study.pace) * milliseconds * timedWith) / workers / 1000,
    by: own !== undefined ? 'study' : measured ? 'steps' : 'usual',
  };
}

/**
 * Times every study from now on that is carried out to its end.
 * @returns What ends that.
 */
export function watchStudies(
  studies: Pick<StoreApi<StudyFacts>, 'subscribe'>,
  run: Pick<StoreApi<RunFacts>, 'getState'>,
  now: () => number = () => performance.now(),
): () => void {
  let study = -1;
  let begin = 0;
  return studies.subscribe(({ current, records }, before) => {
    if (current !== null && records[current]?.study !== study)
      [study, begin] = [records[current]?.study ?? -1, now()];
    const ended = before.current;
    const record = ended === null ? undefined : records[ended];
    const { backend } = run.getState();
    if (ended === null || current !== null || record?.state !== 'done' || record.study !== study) return;
    if (backend === null) return;
    const key = backendKey(backend);
    const { request, experiment } = record;
    const { study: kind } = partsOf(request);
    const expected = estimateStudy(request, experiment, backend, stepTimeStore.getState(), {});
    const pace = (kind.pace * (now() - begin)) / 1000 / expected.seconds;
    if (!Number.isFinite(pace)) return;
    studyPaceStore.setState((paces) => ({ ...paces, [key]: { ...paces[key], [ended]: pace } }), true);
  });
}
