/**
 * Degradation (He 2015): the same network is trained anew at several depths, over several seeds, with every learning rate
 * of a small set, each lane on its own. Which rate is best is judged by whoever reads the result.
 */
import type { ExperimentConfig } from '../../config/schema';
import { Trainer } from '../../training/trainer';
import type { DegradationResult, StudyRequest } from '../../contract/studies';
import { depthsOf, withDepth } from '../../config/edit/edit';
import {
  repeated,
  residualPlans,
  seedsFrom,
  unmeasured,
  withBlocksOnly,
  type StudyContext,
  type StudyRun,
} from '../compute/study';

type Request = Extract<StudyRequest, { kind: 'degradation' }>;

/** Most steps that the final loss is the mean of, and most points of a curve. */
export const WINDOW = 15;
const POINTS = 40;

/** Mean of the last `count` values. */
export function lastMean(values: readonly number[], count: number): number {
  const last = values.slice(-count);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

/** Numbers of steps that at most `most` points of a curve end with, evenly spaced; the last is `steps`. */
export function curvePoints(steps: number, most: number = POINTS): number[] {
  const count = Math.min(steps, most);
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / count));
}

export async function* degradationStudy(
  request: Request,
  { data, ...context }: StudyContext,
): StudyRun<DegradationResult> {
  const experiment = withBlocksOnly(context.experiment);
  const { rates, steps } = request;
  const lanes = experiment.lanes.map(({ id }) => id);
  const seeds = seedsFrom(experiment.seeds.init, request.seeds);
  const depths = depthsOf(experiment, request.depths);
  const configs = depths.map((depth) => withDepth(experiment, depth));
  // [depth][lane]
  const costs = configs.map((config) => residualPlans(config).map(({ multiplyAdds }) => multiplyAdds));
  const points = curvePoints(steps);
  const window = Math.min(WINDOW, Math.max(1, Math.floor(steps / 2)));
  const finals = depths.map(() => lanes.map(() => rates.map(() => unmeasured(seeds.length))));
  const curves = depths.map(() =>
    lanes.map(() => rates.map(() => seeds.map(() => unmeasured(points.length)))),
  );
  const result = {
    kind: 'degradation',
    lanes,
    seeds,
    depths,
    rates,
    steps,
    window,
    finals,
    points,
    curves,
  } as const;
  const total = seeds.length * rates.length * steps * costs.flat().reduce((sum, cost) => sum + cost, 0);
  let done = 0;

  // Seeds outermost: what is complete early is comparable.
  for (let seed = 0; seed < seeds.length; seed++) {
    for (const [depth, config] of configs.entries()) {
      for (let rate = 0; rate < rates.length; rate++) {
        for (let lane = 0; lane < lanes.length; lane++) {
          const cost = costs[depth]?.[lane] ?? 0;
          const curve = curves[depth]?.[lane]?.[rate]?.[seed] ?? [];
          const losses: number[] = [];
          for await (const loss of train(
            single(repeated(config, seed), lane, rates[rate] ?? 0),
            data,
            steps,
          )) {
            losses.push(loss);
            done += cost;
            const point = points.indexOf(losses.length);
            if (point >= 0) curve[point] = lastMean(losses, losses.length - (points[point - 1] ?? 0));
            yield { done, total, result };
          }
          const diverged = losses.length < steps;
          done += (steps - losses.length) * cost;
          const final = finals[depth]?.[lane]?.[rate];
          if (final !== undefined) final[seed] = diverged ? Infinity : lastMean(losses, window);
          yield { done, total, result };
        }
      }
    }
  }
}

/** The experiment with one of its lanes alone, at a learning rate. */
function single(experiment: ExperimentConfig, lane: number, learningRate: number): ExperimentConfig {
  return {
    ...experiment,
    lanes: experiment.lanes.slice(lane, lane + 1),
    optimiser: { ...experiment.optimiser, learningRate },
  };
}

/** Losses of the training batches, step by step; ends early where one is not finite. */
async function* train(
  experiment: ExperimentConfig,
  data: StudyContext['data'],
  steps: number,
): AsyncGenerator<number> {
  const trainer = new Trainer(experiment, data);
  try {
    for (let step = 0; step < steps; step++) {
      const [, loss = Number.NaN] = await trainer.step();
      if (!Number.isFinite(loss)) return;
      yield loss;
    }
  } finally {
    trainer.dispose();
  }
}
