/** Veit 2016 (arXiv:1605.06431): blocks deleted at test time, each in turn, then `draws` random sets of several. */
import { planLanes } from '../../architecture/plan-experiment';
import { studyOf, whole } from '../../contract/studies';
import { forwardWork, imagesPerTurn, sumOfWork, timesWork, withBlocksOnly } from '../../contract/study-work';

export interface LesionResult {
  readonly kind: 'lesion';
  readonly lanes: readonly string[];
  readonly step: number;
  /** Test images that the accuracies are of so far; `wanted` when it is done. */
  readonly images: number;
  readonly wanted: number;
  /** Accuracy of always saying the most frequent class of the `wanted` images. */
  readonly chance: number;
  /** [lane][block] */
  readonly blocks: readonly (readonly { readonly name: string; readonly changesShape: boolean }[])[];
  /** [lane]: accuracy of the whole network. */
  readonly intact: readonly number[];
  /** [lane][block]: accuracy without that block; null where it cannot be deleted. */
  readonly single: readonly (readonly (number | null)[])[];
  /** Sets of random blocks, the same ones in all lanes of the same blocks: [lane][draw]. */
  readonly several: readonly {
    readonly count: number;
    readonly accuracies: readonly (readonly number[])[];
  }[];
}

/** Sizes of random sets: powers of two below the number of blocks. */
export function setSizes(blocks: number): number[] {
  return [2, 4, 8, 16, 32, 64].filter((size) => size < blocks);
}

/** Test images that go through a network at once, at most. */
export const LARGEST_BATCH = 100;

export const LESION = studyOf<LesionResult>()({
  fields: { images: whole(500, 50, 500), draws: whole(3, 0, 20) },
  work: (experiment, { images, draws }) => {
    const plans = planLanes(withBlocksOnly(experiment));
    const size = Math.min(LARGEST_BATCH, images, ...plans.map((plan) => imagesPerTurn(plan, LARGEST_BATCH)));
    const each = plans.map((plan) => {
      const { length } = plan.blocks;
      // A network is run from its first deleted block on: of so many at random, that is the one at 1 / (so many + 1).
      const sets = setSizes(length).reduce((sum, count) => sum + draws * (1 - 1 / (count + 1)), 0);
      return timesWork(2 + length / 2 + sets, forwardWork([plan], size));
    });
    return timesWork(images / size, sumOfWork(each));
  },
  pace: 0.42,
  needsBlocks: true,
  needsTraining: true,
});
