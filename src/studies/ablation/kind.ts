/** Accuracy without one set of blocks, which the user has chosen by hand; they are deleted together. */
import { studyOf, whole } from '../../contract/studies';

export interface AblationResult {
  readonly kind: 'ablation';
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  readonly wanted: number;
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
  needsBlocks: true,
});
