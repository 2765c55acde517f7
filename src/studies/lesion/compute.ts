/**
 * Lesion (Veit 2016, arXiv:1605.06431): blocks of the trained networks are deleted at test time, each in turn and in random sets, and the
 * accuracy is measured on test images.
 */
import type { NetworkPlan } from '../../architecture/plan';
import { countClasses } from '../../data/dataset';
import { randomStream } from '../../data/random';
import {
  changesShape,
  countRight,
  subjectsOf,
  tallyOf,
  type Subjects,
  type Tally,
} from '../ablation/compute';
import type { StudyContext, StudyRun } from '../compute';
import type { RequestOf } from '../kinds';
import { setSizes, type LesionResult } from './kind';

/** A random set of `size` of the given blocks, ascending; the same for every network. */
export function drawSet(candidates: readonly number[], size: number, seed: number, draw: number): number[] {
  const random = randomStream(seed, 'lesion', size, draw);
  const rest = [...candidates];
  const chosen = Array.from({ length: Math.min(size, rest.length) }, () =>
    rest.splice(random.integer(rest.length), 1),
  );
  return chosen.flat().toSorted((a, b) => a - b);
}

/** Blocks that can be deleted in a lane and in all lanes of the same blocks, so that sets of them can be compared. */
function candidatesOf(
  plans: readonly NetworkPlan[],
  ablations: Subjects['ablations'],
): readonly (readonly number[])[] {
  return plans.map((plan) =>
    [...plan.blocks.keys()].filter((block) =>
      plans.every((other, lane) => other !== plan || ablations[lane]?.[block] !== null),
    ),
  );
}

export async function* study(request: RequestOf<'lesion'>, context: StudyContext): StudyRun<LesionResult> {
  const { data, step } = context;
  const subjects = await subjectsOf(context, request.images);
  const { experiment, plans, snapshots, ablations, wanted } = subjects;
  const counts = countClasses(data, data.test.labels.subarray(0, wanted));
  const candidates = candidatesOf(plans, ablations);
  const intact = tallyOf(plans.map(() => []));
  const most = Math.max(0, ...plans.map(({ blocks }) => blocks.length));
  const single = Array.from({ length: most }, (_, block) =>
    tallyOf(ablations.map((own) => ((own[block] ?? null) === null ? null : [block]))),
  );
  const fewest = Math.min(...candidates.filter(({ length }) => length > 0).map(({ length }) => length));
  const several =
    request.draws === 0 || fewest === Infinity
      ? []
      : setSizes(fewest).map((size) => ({
          size,
          sets: Array.from({ length: request.draws }, (_, draw) =>
            tallyOf(
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
      chance: Math.max(...counts) / wanted,
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
  yield* countRight(tallies, subjects, context, result);
}
