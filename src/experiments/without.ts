/** Accuracy of the trained networks without one set of blocks, which the user has chosen by hand. */
import { scoreLogits } from '../engine/measures';
import { testBatches } from '../training/images';
import type { DeletionResult, StudyRequest } from '../worker/protocol';
import { deleted } from './deletion';
import { imagesPerTurn, residualPlans, withBlocksOnly, type StudyContext, type StudyRun } from './study';
import { Trained } from './trained';

type Request = Extract<StudyRequest, { kind: 'deletion' }>;

const LARGEST_BATCH = 100;

/** A block that a network does not have, or that cannot be deleted, makes its answer null. */
export async function* deletionStudy(request: Request, context: StudyContext): StudyRun<DeletionResult> {
  const { data, step } = context;
  const experiment = withBlocksOnly(context.experiment);
  const plans = residualPlans(experiment);
  const snapshots = (await context.snapshots()).filter(({ id }) =>
    experiment.lanes.some((lane) => lane.id === id),
  );
  const wanted = Math.min(request.images, data.test.count);
  const blocks = [...new Set(request.blocks)].toSorted((a, b) => a - b);
  const deletions = plans.map((plan, lane) =>
    plan.blocks.map((block, i) => deleted(block, snapshots[lane]?.gains[i] ?? 0)),
  );
  const isPossible = deletions.map((own) => blocks.every((block) => (own[block] ?? null) !== null));
  const intact = snapshots.map(() => 0);
  const without = snapshots.map(() => 0);
  const result = (images: number): DeletionResult => ({
    kind: 'deletion',
    lanes: snapshots.map(({ id }) => id),
    step,
    images,
    wanted,
    blocks,
    intact: intact.map((correct) => correct / images),
    without: without.map((correct, lane) => (isPossible[lane] === true ? correct / images : null)),
  });
  const size = Math.min(...plans.map((plan) => imagesPerTurn(plan, Math.min(LARGEST_BATCH, wanted))));
  let images = 0;
  for (const { images: batch, labels } of testBatches(data, wanted, size)) {
    try {
      for (const [lane, plan] of plans.entries()) {
        const snapshot = snapshots[lane];
        if (snapshot === undefined) continue;
        const network = new Trained(plan, snapshot);
        try {
          network.enter(batch);
          const score = async (missing: readonly number[]): Promise<number> =>
            scoreLogits(await network.logits(missing, deletions[lane] ?? []), labels, plan.classes).correct;
          intact[lane] = (intact[lane] ?? 0) + (await score([]));
          if (isPossible[lane] === true) without[lane] = (without[lane] ?? 0) + (await score(blocks));
        } finally {
          network.dispose();
        }
      }
    } finally {
      batch.dispose();
    }
    images += labels.length;
    yield { done: images, total: wanted, result: result(images) };
  }
}
