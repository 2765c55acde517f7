/**
 * Degradation (He 2015, arXiv:1512.03385): the same network is trained anew at several depths, over several seeds, with every
 * learning rate of a small set, each lane on its own. Which rate is best is judged by whoever reads the result.
 */
import { depthsOf, withDepth } from '../../config/edit/edit';
import type { ExperimentConfig } from '../../config/schema';
import { withBlocksOnly } from '../../contract/study-work';
import {
  curvePoints,
  repeated,
  seedsFrom,
  trainAll,
  unmeasured,
  windowOf,
  type StudyContext,
  type StudyRun,
} from '../compute';
import type { RequestOf } from '../kinds';
import type { DegradationResult } from './kind';

export async function* study(
  request: RequestOf<'degradation'>,
  context: StudyContext,
): StudyRun<DegradationResult> {
  const experiment = withBlocksOnly(context.experiment);
  const { rates, steps } = request;
  const lanes = experiment.lanes.map(({ id }) => id);
  const seeds = seedsFrom(experiment.seeds.init, request.seeds);
  const depths = depthsOf(experiment, request.depths);
  const configs = depths.map((depth) => withDepth(experiment, depth));
  const points = curvePoints(steps);
  const finals = depths.map(() => lanes.map(() => rates.map(() => unmeasured(seeds.length))));
  const curves = finals.map((byLane) =>
    byLane.map((byRate) => byRate.map((bySeed) => bySeed.map(() => unmeasured(points.length)))),
  );
  const result: DegradationResult = {
    kind: 'degradation',
    lanes,
    seeds,
    depths,
    rates,
    steps,
    window: windowOf(steps),
    finals,
    points,
    curves,
  };
  // Seeds outermost: what is complete early is comparable.
  const trainings = seeds.flatMap((_, seed) =>
    configs.flatMap((config, depth) =>
      rates.flatMap((learningRate, rate) =>
        lanes.map((_id, lane) => ({
          experiment: single(repeated(config, seed), lane, learningRate),
          curve: curves[depth]?.[lane]?.[rate]?.[seed] ?? [],
          ended: (final: number) => void finals[depth]?.[lane]?.[rate]?.splice(seed, 1, final),
        })),
      ),
    ),
  );
  yield* trainAll(trainings, steps, context.data, result);
}

/** The experiment with one of its lanes alone, at a learning rate. */
function single(experiment: ExperimentConfig, lane: number, learningRate: number): ExperimentConfig {
  return {
    ...experiment,
    lanes: experiment.lanes.slice(lane, lane + 1),
    optimiser: { ...experiment.optimiser, learningRate },
  };
}
