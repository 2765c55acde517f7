/** From a request to the study that answers it: the computations of all kinds, each from the folder of its name. */
import { inTurn, type Computation, type StudyContext, type StudyRun } from './compute-parts';
import type { RequestOf, ResultOf, StudyKind } from './kinds';

/** Of a kind. Tasks, and what is found by them, are its own affair. */
export type ComputationOf<K extends StudyKind> = Computation<RequestOf<K>, ResultOf<K>, unknown, unknown>;

const COMPUTATIONS = import.meta.glob('./*/compute.ts', { eager: true, import: 'study' });

export function computationOf<K extends StudyKind>(kind: K): ComputationOf<K> {
  return COMPUTATIONS[`./${kind}/compute.ts`] as ComputationOf<K>;
}

/** Carries a study out in this very worker. */
export function openStudy<K extends StudyKind>(
  request: { readonly kind: K } & RequestOf<K>,
  context: StudyContext,
): StudyRun<ResultOf<K>> {
  return inTurn(computationOf<K>(request.kind), request, context);
}
