/** Accuracy of the trained networks without one set of blocks, which the user has chosen by hand. */
import type { DeletionResult, StudyRequest } from '../../contract/studies';
import type { StudyContext, StudyRun } from './study';
import { countRight, subjectsOf, tallyOf, type Tally } from './tallies';

type Request = Extract<StudyRequest, { kind: 'deletion' }>;

/** A block that a network does not have, or that cannot be deleted, makes its answer null. */
export async function* deletionStudy(request: Request, context: StudyContext): StudyRun<DeletionResult> {
  const subjects = await subjectsOf(context, request.images);
  const { snapshots, deletions, plans, wanted } = subjects;
  const blocks = [...new Set(request.blocks)].toSorted((a, b) => a - b);
  const intact = tallyOf(plans.map(() => []));
  const without = tallyOf(
    deletions.map((own) => (blocks.every((block) => (own[block] ?? null) !== null) ? blocks : null)),
  );
  const result = (images: number): DeletionResult => {
    const accuracy = ({ correct }: Tally, lane: number): number => (correct[lane] ?? 0) / images;
    return {
      kind: 'deletion',
      lanes: snapshots.map(({ id }) => id),
      step: context.step,
      images,
      wanted,
      blocks,
      intact: plans.map((_, lane) => accuracy(intact, lane)),
      without: without.blocks.map((own, lane) => (own === null ? null : accuracy(without, lane))),
    };
  };
  yield* countRight([intact, without], subjects, context, result);
}
