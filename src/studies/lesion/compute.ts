/**
 * Lesion (Veit 2016, arXiv:1605.06431): blocks of the trained networks are deleted at test time, each in turn and in random sets, and the
 * accuracy is measured on test images.
 */
import type { NetworkPlan } from '../../architecture/plan';
import { randomStream } from '../../data/random';
import {
  changesShape,
  chanceOf,
  countRight,
  countsOf,
  subjectsOf,
  tallyOf,
  type Count,
  type Counted,
  type DeletedSet,
  type Subjects,
} from '../ablation/compute';
import type { Computation } from '../compute-parts';
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

export const study: Computation<RequestOf<'lesion'>, LesionResult, Count, Counted> = {
  async plan(request, context) {
    const { data, step } = context;
    const subjects = await subjectsOf(context);
    const { experiment, plans, snapshots, ablations } = subjects;
    const wanted = Math.min(request.images, data.test.count);
    const candidates = candidatesOf(plans, ablations);
    const intact: DeletedSet = plans.map(() => []);
    const most = Math.max(0, ...plans.map(({ blocks }) => blocks.length));
    const single = Array.from({ length: most }, (_, block): DeletedSet =>
      ablations.map((own) => ((own[block] ?? null) === null ? null : [block])),
    );
    const fewest = Math.min(...candidates.filter(({ length }) => length > 0).map(({ length }) => length));
    const several =
      request.draws === 0 || fewest === Infinity
        ? []
        : setSizes(fewest).map((size) => ({
            size,
            sets: Array.from({ length: request.draws }, (_, draw): DeletedSet =>
              candidates.map((own) =>
                own.length === 0 ? null : drawSet(own, size, experiment.seeds.init, draw),
              ),
            ),
          }));
    const sets = [intact, ...single, ...several.flatMap((each) => each.sets)];
    const parts = countsOf(sets, subjects, wanted);
    return {
      parts,
      combine: (found, isDone) => {
        const { images, accuracy } = tallyOf(sets, parts, found, isDone);
        return {
          kind: 'lesion',
          lanes: snapshots.map(({ id }) => id),
          step,
          images,
          wanted,
          chance: chanceOf(data, wanted),
          blocks: plans.map(({ blocks }) =>
            blocks.map((block) => ({ name: block.name, changesShape: changesShape(block) })),
          ),
          intact: snapshots.map((_, lane) => accuracy(intact, lane) ?? Number.NaN),
          single: plans.map(({ blocks }, lane) =>
            single.slice(0, blocks.length).map((one) => accuracy(one, lane)),
          ),
          several: several.map((each) => ({
            count: each.size,
            accuracies: snapshots.map((_, lane) =>
              each.sets.map((set) => accuracy(set, lane)).filter((one) => one !== null),
            ),
          })),
        };
      },
    };
  },
  perform: countRight,
};
