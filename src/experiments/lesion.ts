/**
 * Lesion (Veit 2016): blocks of the trained networks are deleted at test time, each in turn and in random sets, and the
 * accuracy is measured on test images. Images come in batches, and all deletions are applied to one before the next: the
 * inputs of all blocks are then known, and a network is run only from its first deleted block on.
 */
import type { NetworkPlan } from '../architecture/plan';
import { randomStream } from '../data/random';
import { scoreLogits } from '../engine/measures';
import { testBatches } from '../training/images';
import type { LesionResult, StudyRequest } from '../worker/protocol';
import { changesShape, deleted, type Deleted } from './deletion';
import { imagesPerTurn, residualPlans, withBlocksOnly, type StudyContext, type StudyRun } from './study';
import { Trained } from './trained';

type Request = Extract<StudyRequest, { kind: 'lesion' }>;

const LARGEST_BATCH = 100;

/** Sizes of random sets: powers of two below the number of blocks. */
export function setSizes(blocks: number): number[] {
  return [2, 4, 8, 16, 32, 64].filter((size) => size < blocks);
}

/** A random set of `size` of the given blocks, ascending; the same for every network. */
export function drawSet(candidates: readonly number[], size: number, seed: number, draw: number): number[] {
  const random = randomStream(seed, 'lesion', size, draw);
  const rest = [...candidates];
  const chosen = Array.from({ length: Math.min(size, rest.length) }, () =>
    rest.splice(random.integer(rest.length), 1),
  );
  return chosen.flat().toSorted((a, b) => a - b);
}

/** Images classified rightly with sets of blocks deleted. */
interface Tally {
  /** Of each lane, ascending; null where this lane is not asked. */
  readonly blocks: readonly (readonly number[] | null)[];
  readonly correct: number[];
}

/** Blocks that can be deleted in a lane and in all lanes of the same blocks, so that sets of them can be compared. */
function candidatesOf(
  plans: readonly NetworkPlan[],
  deletions: readonly (readonly (Deleted | null)[])[],
): readonly (readonly number[])[] {
  return plans.map((plan) =>
    [...plan.blocks.keys()].filter((block) =>
      plans.every((other, lane) => other !== plan || deletions[lane]?.[block] !== null),
    ),
  );
}

export async function* lesionStudy(request: Request, context: StudyContext): StudyRun<LesionResult> {
  const { data, step } = context;
  const experiment = withBlocksOnly(context.experiment);
  const plans = residualPlans(experiment);
  const snapshots = (await context.snapshots()).filter(({ id }) =>
    experiment.lanes.some((lane) => lane.id === id),
  );
  const wanted = Math.min(request.images, data.test.count);
  const classes = data.classes.length;
  const deletions = plans.map((plan, lane) =>
    plan.blocks.map((block, i) => deleted(block, snapshots[lane]?.gains[i] ?? 0)),
  );
  const candidates = candidatesOf(plans, deletions);
  const tally = (blocks: Tally['blocks']): Tally => ({ blocks, correct: snapshots.map(() => 0) });
  const intact = tally(plans.map(() => []));
  const most = Math.max(0, ...plans.map(({ blocks }) => blocks.length));
  const single = Array.from({ length: most }, (_, block) =>
    tally(deletions.map((own) => ((own[block] ?? null) === null ? null : [block]))),
  );
  const fewest = Math.min(...candidates.filter(({ length }) => length > 0).map(({ length }) => length));
  const several =
    request.draws === 0 || fewest === Infinity
      ? []
      : setSizes(fewest).map((size) => ({
          size,
          sets: Array.from({ length: request.draws }, (_, draw) =>
            tally(
              candidates.map((own) =>
                own.length === 0 ? null : drawSet(own, size, experiment.seeds.init, draw),
              ),
            ),
          ),
        }));
  const tallies = [intact, ...single, ...several.flatMap(({ sets }) => sets)];

  const result = (images: number): LesionResult => {
    const accuracy = ({ correct }: Tally, lane: number): number => (correct[lane] ?? 0) / images;
    return {
      kind: 'lesion',
      lanes: snapshots.map(({ id }) => id),
      step,
      images,
      wanted,
      classes,
      blocks: plans.map(({ blocks }) =>
        blocks.map((block) => ({ name: block.name, changesShape: changesShape(block) })),
      ),
      intact: snapshots.map((_, lane) => accuracy(intact, lane)),
      single: plans.map(({ blocks }, lane) =>
        single
          .slice(0, blocks.length)
          .map((one) => ((one.blocks[lane] ?? null) === null ? null : accuracy(one, lane))),
      ),
      several: several.map(({ size, sets }) => ({
        count: size,
        accuracies: snapshots.map((_, lane) =>
          sets.flatMap((set) => ((set.blocks[lane] ?? null) === null ? [] : [accuracy(set, lane)])),
        ),
      })),
    };
  };

  const size = Math.min(LARGEST_BATCH, wanted, ...plans.map((plan) => imagesPerTurn(plan, LARGEST_BATCH)));
  // A network is run from its first deleted block on; the intact one from the beginning.
  const cost = ({ blocks }: Tally, lane: number): number =>
    (plans[lane]?.blocks.length ?? 0) + 1 - (blocks[lane]?.[0] ?? 0);
  const costs = tallies.flatMap((one) =>
    plans.map((_, lane) => ((one.blocks[lane] ?? null) === null ? 0 : cost(one, lane))),
  );
  const total = wanted * costs.reduce((sum, each) => sum + each, 0);
  let done = 0;
  let counted = result(0);
  let images = 0;
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
            one.correct[lane] = (one.correct[lane] ?? 0) + scoreLogits(logits, labels, classes).correct;
            done += labels.length * cost(one, lane);
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
