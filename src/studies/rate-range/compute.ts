/** The learning-rate range test: copies of the networks take one step at each of ever higher rates. */
import { planLanes } from '../../architecture/plan-experiment';
import { Trainer } from '../../training/trainer';
import { unmeasured, type StudyContext, type StudyRun } from '../compute';
import type { RequestOf } from '../kinds';
import { marksOf, ratesBetween, type RateRangeResult } from './kind';

export async function* study(
  { from, to, steps }: RequestOf<'rate-range'>,
  { experiment, data, step, snapshots }: StudyContext,
): StudyRun<RateRangeResult> {
  const rates = ratesBetween(from, to, steps);
  const lanes = experiment.lanes.map(({ id }) => id);
  const losses = lanes.map(() => unmeasured(steps));
  const result: RateRangeResult = { kind: 'rate-range', lanes, step, rates, losses };
  const costs = planLanes(experiment).map(({ multiplyAdds }) => multiplyAdds);
  const total = steps * costs.reduce((sum, cost) => sum + cost, 0);
  let before = 0;
  for (const [lane, snapshot] of (await snapshots()).entries()) {
    const own = losses[lane] ?? [];
    const cost = costs[lane] ?? 0;
    const copy = new Trainer(
      {
        ...experiment,
        lanes: experiment.lanes.slice(lane, lane + 1),
        schedule: { ...experiment.schedule, kind: 'constant', warmUp: 0 },
      },
      data,
      { checkpoint: { stepCount: step, rate: from, lanes: [snapshot] }, changes: { made: [], coming: [] } },
    );
    try {
      for (const [taken, rate] of rates.entries()) {
        copy.setRate(rate);
        const [, loss = Number.NaN] = await copy.step();
        // NaN stands for what is not measured.
        own[taken] = Number.isFinite(loss) ? loss : Infinity;
        yield { done: before + (taken + 1) * cost, total, result };
        if (marksOf(own).broken !== null) break;
      }
    } finally {
      copy.dispose();
    }
    before += steps * cost;
    yield { done: before, total, result };
  }
}
