/** Balduzzi 2017 (arXiv:1702.08591): how far gradients of neighbouring inputs agree. */
import { depthsOf, withDepth } from '../../config/edit/edit';
import { depthsField, seedsField, studyOf } from '../../contract/studies';

export interface ShatteringResult {
  readonly kind: 'shattering';
  readonly lanes: readonly string[];
  readonly seeds: readonly number[];
  /** Pairs of test images, a line each, per seed. */
  readonly lines: number;
  readonly depths: readonly number[];
  /** Of two inputs, as a share of the distance between the two images. */
  readonly distances: readonly number[];
  /** [depth][lane][seed][distance]: mean cosine between the input gradients of two such inputs. */
  readonly cosines: readonly (readonly (readonly (readonly number[])[])[])[];
}

export const SHATTERING = studyOf<ShatteringResult>()({
  fields: { seeds: seedsField(3), depths: depthsField(8, 20, 56) },
  needsBlocks: true,
  makes: (experiment, { depths }) =>
    depthsOf(experiment, depths).map((depth) => withDepth(experiment, depth)),
});
