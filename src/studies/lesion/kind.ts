/** Veit 2016 (arXiv:1605.06431): blocks deleted at test time, each in turn, then `draws` random sets of several. */
import { studyOf, whole } from '../../contract/studies';

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

export const LESION = studyOf<LesionResult>()({
  fields: { images: whole(500, 50, 500), draws: whole(3, 0, 20) },
  needsBlocks: true,
  needsTraining: true,
});
