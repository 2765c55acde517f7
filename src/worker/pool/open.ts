/**
 * Where a study is carried out: on the processor of a machine with several cores spread over workers, else in this worker. Its
 * numbers are the same.
 */
import type { BackendInfo } from '../../contract/backend';
import { carriedOut, fixed, Progress, type StudyContext, type StudyRun } from '../../studies/compute-parts';
import type { RequestOf, ResultOf, StudyKind } from '../../studies/kinds';
import { computationOf } from '../../studies/worker';
import { PoolUnavailable, StudyPool, type PartWorker } from './pool';
import { workersFor, type Machine } from './size';

/** What a worker is named that carries out parts of studies. */
export const STUDY_WORKER = 'study';

export interface StudyPlaces {
  readonly backend: BackendInfo;
  readonly machine: Machine;
  readonly createWorker: () => PartWorker;
}

/** The signal ends it at once; what is carried out here ends when it is returned. */
export async function* openSpread<K extends StudyKind>(
  request: { readonly kind: K } & RequestOf<K>,
  given: StudyContext,
  { backend, machine, createWorker }: StudyPlaces,
  signal: AbortSignal,
): StudyRun<ResultOf<K>> {
  const { kind } = request;
  const { plan, perform } = computationOf<K>(kind);
  const context = await fixed(given);
  const planned = await plan(request, context);
  const progress = new Progress(planned);
  const workers = backend.name === 'webgpu' ? 1 : workersFor(planned.parts, context.data, machine);
  if (workers > 1) {
    const { experiment, data, step, nextBatch } = context;
    const sent = { experiment, data, step, nextBatch, snapshots: await context.snapshots() };
    const task = { plan: planned, progress, kind, context: sent, backend };
    try {
      yield* new StudyPool(task, workers, createWorker).run(signal);
      return;
    } catch (error) {
      // This browser has no workers within workers, or does not allow them.
      if (!(error instanceof PoolUnavailable)) throw error;
    }
  }
  yield* carriedOut(planned, perform, context, progress);
}
