/** Accuracy without one set of blocks, which the user has chosen by hand; they are deleted together. */
import { planLanes } from '../../architecture/plan-experiment';
import { studyOf, whole } from '../../contract/studies';
import { forwardWork, timesWork, withBlocksOnly } from '../../contract/study-work';
import { LARGEST_BATCH } from '../lesion/kind';

export interface AblationResult {
  readonly kind: 'ablation';
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  readonly wanted: number;
  /** Accuracy of always saying the most frequent class of the `wanted` images. */
  readonly chance: number;
  /** Deleted together, ascending. */
  readonly blocks: readonly number[];
  /** [lane]: accuracy with all blocks. */
  readonly intact: readonly number[];
  /** [lane]: accuracy without them; null where that is impossible. */
  readonly ablated: readonly (number | null)[];
}

export const ABLATION = studyOf<AblationResult>()({
  fields: {
    images: whole(500, 50, 500),
    blocks: { first: [], min: 0, max: Infinity, integer: true, most: Infinity },
  },
  // The whole networks, and those without the blocks.
  work: (experiment, { images }) =>
    timesWork(
      (2 * images) / LARGEST_BATCH,
      forwardWork(planLanes(withBlocksOnly(experiment)), LARGEST_BATCH),
    ),
  pace: 0.42,
  needsBlocks: true,
});
