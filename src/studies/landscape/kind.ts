/** Li 2018 (arXiv:1712.09913): the loss on a plane around the weights at hand. */
import { planLanes } from '../../architecture/plan-experiment';
import { SETTINGS } from '../../config/settings';
import { choice, studyOf } from '../../contract/studies';
import { forwardWork, imagesPerTurn, timesWork } from '../../contract/study-work';

/** Random directions, or those in which the recorded path of training varies most. */
const PLANES = ['random', 'path'] as const;
export type PlaneKind = (typeof PLANES)[number];

/** Which statistics batch norms use: those of the batch at every point, or, as Li 2018, those gathered in training. */
const STATISTICS = ['batch', 'running'] as const;
export type NormStatisticsKind = (typeof STATISTICS)[number];

export interface LandscapeResult {
  readonly kind: 'landscape';
  readonly lanes: readonly string[];
  readonly step: number;
  readonly images: number;
  /** Of the planes; `random` also where a path was asked for and none spans a plane. */
  readonly plane: PlaneKind;
  readonly statistics: NormStatisticsKind;
  /** [lane]: how far the plane reaches, in multiples of its directions. */
  readonly radii: readonly number[];
  /** [lane]: the recorded path of training, projected on the plane; empty where none was recorded. */
  readonly paths: readonly (readonly {
    readonly step: number;
    readonly x: number;
    readonly y: number;
  }[])[];
  /** [lane]: share of a squared distance that the plane shows, mean over the path's points; NaN without a path. */
  readonly captured: readonly number[];
  /** Side of the finest grid. */
  readonly side: number;
  /** Side of the grid that is complete in all lanes: 0, 5, 9 or 17. */
  readonly complete: number;
  /** [lane][row · side + column]: loss, row by row. */
  readonly losses: readonly (readonly number[])[];
}

/** Side of the finest grid. */
export const SIDE = 17;

export const LANDSCAPE = studyOf<LandscapeResult>()({
  fields: {
    plane: choice(PLANES, 'random'),
    statistics: choice(STATISTICS, 'batch'),
    radius: { first: 1, min: 0.01, max: 5, integer: false },
    seed: { ...SETTINGS['seed.order'], first: 0, integer: true },
  },
  work: (experiment) => {
    const plans = planLanes(experiment);
    const images = Math.min(...plans.map((plan) => imagesPerTurn(plan, experiment.batchSize)));
    return timesWork(SIDE * SIDE, forwardWork(plans, images));
  },
  pace: 0.92,
  needsBlocks: false,
});
