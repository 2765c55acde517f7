/** From a request to the study that answers it: the computations of all kinds, each from the folder of its name. */
import type { StudyContext, StudyRun } from './compute';
import type { RequestOf, ResultOf, StudyKind } from './kinds';

type Computation<K extends StudyKind> = (
  request: RequestOf<K>,
  context: StudyContext,
) => StudyRun<ResultOf<K>>;

const COMPUTATIONS = import.meta.glob('./*/compute.ts', { eager: true, import: 'study' });

export function openStudy<K extends StudyKind>(
  request: { readonly kind: K } & RequestOf<K>,
  context: StudyContext,
): StudyRun<ResultOf<K>> {
  const study = COMPUTATIONS[`./${request.kind}/compute.ts`] as Computation<K>;
  return study(request, context);
}
