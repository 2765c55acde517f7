/** The learning-rate range test: copies of the networks take one step at each of ever higher rates. */
import { memoryOf } from '../../architecture/memory';
import { planLanes } from '../../architecture/plan-experiment';
import { Trainer } from '../../training/trainer';
import { unmeasured } from '../compute';
import type { Computation } from '../compute-parts';
import type { RequestOf } from '../kinds';
import { marksOf, ratesBetween, type RateRangeResult } from './kind';

/** A copy of one lane goes through all rates: each step begins where the one before has led. */
interface Task {
  readonly lane: number;
  readonly rates: readonly number[];
}

/** Losses at the rates; NaN: not measured. */
type Losses = readonly number[];

export const study: Computation<RequestOf<'rate-range'>, RateRangeResult, Task, Losses> = {
  plan({ from, to, steps }, { experiment, step }) {
    const rates = ratesBetween(from, to, steps);
    return {
      parts: planLanes(experiment).map((plan, lane) => ({
        task: { lane, rates },
        work: steps * plan.multiplyAdds,
        round: 0,
        memory: memoryOf([plan], experiment.batchSize),
      })),
      combine: (found) => ({
        kind: 'rate-range',
        lanes: experiment.lanes.map(({ id }) => id),
        step,
        rates,
        losses: experiment.lanes.map((_, lane) => found[lane] ?? unmeasured(steps)),
      }),
    };
  },

  async *perform({ lane, rates }, { experiment, data, step, snapshots }) {
    const snapshot = (await snapshots()).slice(lane, lane + 1);
    const losses = unmeasured(rates.length);
    const copy = new Trainer(
      {
        ...experiment,
        lanes: experiment.lanes.slice(lane, lane + 1),
        schedule: { ...experiment.schedule, kind: 'constant', warmUp: 0 },
      },
      data,
      {
        checkpoint: { stepCount: step, rate: rates[0] ?? 0, lanes: snapshot },
        changes: { made: [], coming: [] },
      },
    );
    try {
      for (const [taken, rate] of rates.entries()) {
        copy.setRate(rate);
        const [, loss = Number.NaN] = await copy.step();
        // NaN stands for what is not measured.
        losses[taken] = Number.isFinite(loss) ? loss : Infinity;
        yield { share: (taken + 1) / rates.length, found: losses };
        if (marksOf(losses).broken !== null) return;
      }
    } finally {
      copy.dispose();
    }
  },
};
