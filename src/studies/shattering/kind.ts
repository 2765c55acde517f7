/** Balduzzi 2017 (arXiv:1702.08591): how far gradients of neighbouring inputs agree. */
import { planLanes } from '../../architecture/plan-experiment';
import { depthsOf, withDepth } from '../../config/edit/edit';
import { depthsField, seedsField, studyOf } from '../../contract/studies';
import {
  GRADIENT_COST,
  gradientWork,
  imagesPerTurn,
  sumOfWork,
  timesWork,
  withBlocksOnly,
} from '../../contract/study-work';

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

/** Lines per seed. */
export const LINES = 2;
/** Distances between two inputs, as shares of a line's length, and the places on it that they are measured from. */
export const DISTANCES = [1 / 256, 1 / 128, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2];
export const PLACES = [0, 1 / 6, 1 / 3, 1 / 2];
/** Positions on a line at which gradients are taken: every place, then every place plus every distance. */
export const POSITIONS: readonly number[] = [
  ...PLACES,
  ...DISTANCES.flatMap((distance) => PLACES.map((place) => place + distance)),
];

export const SHATTERING = studyOf<ShatteringResult>()({
  fields: { seeds: seedsField(3), depths: depthsField(8, 20, 56) },
  needsBlocks: true,
  work: (experiment, { depths, seeds }) => {
    const own = withBlocksOnly(experiment);
    const each = depthsOf(own, depths)
      .flatMap((depth) => planLanes(withDepth(own, depth)))
      .map((plan) => {
        const images = imagesPerTurn(plan, POSITIONS.length, GRADIENT_COST);
        return timesWork(POSITIONS.length / images, gradientWork([plan], images));
      });
    return timesWork(seeds * LINES, sumOfWork(each));
  },
  pace: 1,
  makes: (experiment, { depths }) =>
    depthsOf(experiment, depths).map((depth) => withDepth(experiment, depth)),
});
