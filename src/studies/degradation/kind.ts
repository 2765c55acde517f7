/** He 2015 (arXiv:1512.03385): the same network trained anew at several depths. */
import { depthsOf, withDepth } from '../../config/edit/edit';
import { SETTINGS } from '../../config/settings';
import { depthsField, seedsField, stepsField, studyOf } from '../../contract/studies';
import { sumOfWork, timesWork, trainingWork, withBlocksOnly } from '../../contract/study-work';

export interface DegradationResult {
  readonly kind: 'degradation';
  readonly lanes: readonly string[];
  readonly seeds: readonly number[];
  readonly depths: readonly number[];
  readonly rates: readonly number[];
  readonly steps: number;
  /** Last steps that the final loss is the mean of. */
  readonly window: number;
  /** [depth][lane][rate][seed]: mean training loss of the last steps; Infinity where it diverged. */
  readonly finals: readonly (readonly (readonly (readonly number[])[])[])[];
  /** Number of steps that each point of a curve ends with. */
  readonly points: readonly number[];
  /** [depth][lane][rate][seed][point]: mean training loss of the steps since the point before. */
  readonly curves: readonly (readonly (readonly (readonly (readonly number[])[])[])[])[];
}

export const DEGRADATION = studyOf<DegradationResult>()({
  fields: {
    seeds: seedsField(2),
    steps: stepsField(100),
    depths: depthsField(8, 20, 32, 56),
    rates: { ...SETTINGS.lr, integer: false, first: [0.02, 0.1], most: 6 },
  },
  needsBlocks: true,
  work: (experiment, { depths, seeds, rates, steps }) => {
    const own = withBlocksOnly(experiment);
    const each = depthsOf(own, depths).map((depth) => trainingWork(withDepth(own, depth), steps));
    return timesWork(seeds * rates.length, sumOfWork(each));
  },
  pace: 1.1,
  makes: (experiment, { depths }) =>
    depthsOf(experiment, depths).map((depth) => withDepth(experiment, depth)),
  trainings: ({ depths, seeds, rates }, lanes) => depths.length * seeds * rates.length * lanes,
});
