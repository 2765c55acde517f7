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
  train,
  trainingPart,
  unlearnt,
  windowOf,
  type Learnt,
  type Training,
} from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import type { DegradationResult } from './kind';

export const study: Computation<RequestOf<'degradation'>, DegradationResult, Training, Learnt> = {
  plan(request, context) {
    const experiment = withBlocksOnly(context.experiment);
    const { rates, steps } = request;
    const lanes = experiment.lanes.map(({ id }) => id);
    const seeds = seedsFrom(experiment.seeds.init, request.seeds);
    const depths = depthsOf(experiment, request.depths);
    const configs = depths.map((depth) => withDepth(experiment, depth));
    const parts = seeds.flatMap((_, seed) =>
      configs.flatMap((config) =>
        rates.flatMap((rate) =>
          lanes.map((_id, lane) =>
            trainingPart(
              { experiment: single(repeated(config, seed), lane, rate), steps, tested: false },
              seed,
            ),
          ),
        ),
      ),
    );
    return {
      parts,
      combine: (found) => {
        const table = <V>(of: (learnt: Learnt) => V): V[][][][] =>
          depths.map((_d, depth) =>
            lanes.map((_l, lane) =>
              rates.map((_r, rate) =>
                seeds.map((_s, seed) => {
                  const place = ((seed * depths.length + depth) * rates.length + rate) * lanes.length + lane;
                  return of(found[place] ?? unlearnt(steps));
                }),
              ),
            ),
          );
        return {
          kind: 'degradation',
          lanes,
          seeds,
          depths,
          rates,
          steps,
          window: windowOf(steps),
          finals: table(({ final }) => final),
          points: curvePoints(steps),
          curves: table(({ curve }) => curve),
        };
      },
    };
  },
  perform: train,
};

/** The experiment with one of its lanes alone, at a learning rate. */
function single(experiment: ExperimentConfig, lane: number, learningRate: number): ExperimentConfig {
  return {
    ...experiment,
    lanes: experiment.lanes.slice(lane, lane + 1),
    optimiser: { ...experiment.optimiser, learningRate },
  };
}
