/**
 * Counts how many test images the trained networks of a run classify rightly with sets of blocks deleted. Images come in
 * batches, and all sets are applied to one before the next: the inputs of all blocks are then known, and a network is run
 * only from its first deleted block on.
 */
import type { NetworkPlan } from '../../architecture/plan';
import type { ExperimentConfig } from '../../config/schema';
import { scoreLogits } from '../../engine/measures';
import { testBatches } from '../../training/images';
import type { LaneSnapshot } from '../../training/trainer';
import type { StudyResult } from '../../contract/studies';
import { deleted, type Deleted } from '../ablation/compute';
import { imagesPerTurn, residualPlans, withBlocksOnly, type StudyContext, type StudyRun } from './study';
import { Trained } from './trained';

const LARGEST_BATCH = 100;

/** Trained networks that blocks can be deleted from, lane by lane. */
export interface Subjects {
  /** With its residual lanes alone. */
  readonly experiment: ExperimentConfig;
  readonly plans: readonly NetworkPlan[];
  readonly snapshots: readonly LaneSnapshot[];
  /** What stands where each block was; null where it cannot be deleted. */
  readonly deletions: readonly (readonly (Deleted | null)[])[];
  /** Test images that are to be counted. */
  readonly wanted: number;
}

/** The networks of a run as they are now, and at most `images` test images. */
export async function subjectsOf(context: StudyContext, images: number): Promise<Subjects> {
  const experiment = withBlocksOnly(context.experiment);
  const plans = residualPlans(experiment);
  const snapshots = (await context.snapshots()).filter(({ id }) =>
    experiment.lanes.some((lane) => lane.id === id),
  );
  const deletions = plans.map((plan, lane) =>
    plan.blocks.map((block, i) => deleted(block, snapshots[lane]?.gains[i] ?? 0, plan.activation)),
  );
  return { experiment, plans, snapshots, deletions, wanted: Math.min(images, context.data.test.count) };
}

/** Images classified rightly with sets of blocks deleted. */
export interface Tally {
  /** Of each lane, ascending; null where this lane is not asked. */
  readonly blocks: readonly (readonly number[] | null)[];
  readonly correct: number[];
}

export function tallyOf(blocks: Tally['blocks']): Tally {
  return { blocks, correct: blocks.map(() => 0) };
}

/**
 * Fills tallies. Gives way after every network and set; work is counted in images times blocks. `result` makes of the tallies
 * what is shown, whenever all of them have counted the same number of images, at first 0.
 */
export async function* countRight<R extends StudyResult>(
  tallies: readonly Tally[],
  { experiment, plans, snapshots, deletions, wanted }: Subjects,
  { data }: StudyContext,
  result: (images: number) => R,
): StudyRun<R> {
  const size = Math.min(LARGEST_BATCH, wanted, ...plans.map((plan) => imagesPerTurn(plan, LARGEST_BATCH)));
  const costOf = ({ blocks }: Tally, lane: number): number => {
    const own = blocks[lane] ?? null;
    // A network is run from its first deleted block on; the intact one from the beginning.
    return own === null ? 0 : (plans[lane]?.blocks.length ?? 0) + 1 - (own[0] ?? 0);
  };
  const perImage = tallies.flatMap((one) => plans.map((_, lane) => costOf(one, lane)));
  const total = wanted * perImage.reduce((sum, each) => sum + each, 0);
  let done = 0;
  let images = 0;
  let counted = result(0);
  for (const { images: batch, labels } of testBatches(data, wanted, size)) {
    try {
      for (const [lane, plan] of plans.entries()) {
        const snapshot = snapshots[lane];
        if (snapshot === undefined) continue;
        const network = new Trained(plan, snapshot);
        try {
          network.enter(batch);
          for (const one of tallies) {
            const missing = one.blocks[lane] ?? null;
            if (missing === null) continue;
            const logits = await network.logits(missing, deletions[lane] ?? []);
            const { correct } = scoreLogits(logits, labels, plan.classes, experiment.loss);
            one.correct[lane] = (one.correct[lane] ?? 0) + correct;
            done += labels.length * costOf(one, lane);
            yield { done, total, result: counted };
          }
        } finally {
          network.dispose();
        }
      }
    } finally {
      batch.dispose();
    }
    images += labels.length;
    counted = result(images);
    yield { done, total, result: counted };
  }
}
