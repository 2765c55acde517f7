/**
 * Zoos: the residual network of the experiment in several variants, each trained anew for some steps over several seeds:
 * the five orders of layers and the kinds of shortcuts of He 2016, and ways to start without a norm (De & Smith 2020,
 * Zhang 2019). All variants see the same batches and share the initial values of what they have in common.
 */
import { planLanes } from '../../architecture/plan-experiment';
import { CHOICES } from '../../config/limits';
import { networkOf, type ExperimentConfig, type NetworkConfig } from '../../config/schema';
import { Trainer } from '../../training/trainer';
import type { StudyRequest, ZooName, ZooResult, ZooVariant } from '../../contract/studies';
import { curvePoints, lastMean, WINDOW } from '../degradation/compute';
import {
  repeated,
  seedsFrom,
  unmeasured,
  withBlocksOnly,
  type StudyContext,
  type StudyRun,
} from '../compute/study';

type Request = Extract<StudyRequest, { kind: 'zoo' }>;

interface Variant {
  readonly name: ZooVariant;
  readonly network: Partial<NetworkConfig>;
  /** Of every skip. */
  readonly gain?: number;
}

/** He 2016, table 1: on identity shortcuts, of the experiment's kind where the shape changes. */
const SHORTCUTS: readonly Variant[] = [
  { name: 'identity', network: {} },
  { name: 'constant', network: { branchScale: 0.5 }, gain: 0.5 },
  { name: 'exclusive', network: { gate: 'exclusive' } },
  { name: 'shortcut-only', network: { gate: 'shortcut-only' } },
  { name: 'convolution', network: { shortcut: 'C' } },
  { name: 'dropout', network: { shortcutDropout: 0.5 } },
];

const STARTS: readonly Variant[] = [
  { name: 'batch-norm', network: { norm: 'batch' } },
  ...CHOICES.branchStart.map((branchStart): Variant => ({
    name: branchStart,
    network: { norm: 'none', branchStart, fixupScalars: branchStart === 'fixup' },
  })),
];

const VARIANTS: Readonly<Record<ZooName, readonly Variant[]>> = {
  order: CHOICES.order.map((order) => ({ name: order, network: { order } })),
  shortcut: SHORTCUTS,
  'norm-free': STARTS,
};

/**
 * One residual lane of this variant: the network of the first lane that has skips, with all of them on. What the variants
 * of a zoo differ in is as usual in all but theirs; blocks of their own kinds are kept.
 */
function variantOf(experiment: ExperimentConfig, zoo: ZooName, variant: Variant): ExperimentConfig {
  const { lanes } = withBlocksOnly(experiment);
  const lane = lanes.find(({ gains }) => gains.some((gain) => gain > 0)) ?? lanes[0];
  if (lane === undefined) throw new RangeError('There is no network of residual blocks');
  const own = networkOf(experiment, lane);
  const usual: Partial<NetworkConfig> =
    zoo === 'order'
      ? {}
      : zoo === 'shortcut'
        ? {
            gate: 'none',
            branchScale: 1,
            shortcutDropout: 0,
            shortcut: own.shortcut === 'C' ? 'B' : own.shortcut,
          }
        : { branchStart: 'plain' };
  return {
    ...experiment,
    network: { ...own, ...usual, ...variant.network },
    lanes: [{ id: 'residual', gains: lane.gains.map(() => variant.gain ?? 1) }],
    timeline: [],
    rates: [],
    testInterval: 0,
  };
}

export async function* zooStudy(request: Request, { experiment, data }: StudyContext): StudyRun<ZooResult> {
  const { zoo, steps } = request;
  const variants = VARIANTS[zoo];
  const configs = variants.map((variant) => variantOf(experiment, zoo, variant));
  const costs = configs.map((config) => planLanes(config)[0]?.multiplyAdds ?? 0);
  const seeds = seedsFrom(experiment.seeds.init, request.seeds);
  const points = curvePoints(steps);
  const result: ZooResult = {
    kind: 'zoo',
    zoo,
    lanes: [],
    variants: variants.map(({ name }) => name),
    seeds,
    steps,
    window: Math.min(WINDOW, Math.max(1, Math.floor(steps / 2))),
    learningRate: experiment.optimiser.learningRate,
    finals: variants.map(() => unmeasured(seeds.length)),
    accuracies: variants.map(() => unmeasured(seeds.length)),
    points,
    curves: variants.map(() => seeds.map(() => unmeasured(points.length))),
  };
  const finals = result.finals as number[][];
  const accuracies = result.accuracies as number[][];
  const curves = result.curves as number[][][];
  const total = seeds.length * steps * costs.reduce((sum, cost) => sum + cost, 0);
  let done = 0;

  // Seeds outermost: what is complete early is comparable.
  for (let seed = 0; seed < seeds.length; seed++) {
    for (const [variant, config] of configs.entries()) {
      const cost = costs[variant] ?? 0;
      const trainer = new Trainer(repeated(config, seed), data);
      try {
        const losses: number[] = [];
        while (losses.length < steps) {
          const [, loss = Number.NaN] = await trainer.step();
          if (!Number.isFinite(loss)) break;
          losses.push(loss);
          done += cost;
          const point = points.indexOf(losses.length);
          const curve = curves[variant]?.[seed];
          if (point >= 0 && curve !== undefined)
            curve[point] = lastMean(losses, losses.length - (points[point - 1] ?? 0));
          yield { done, total, result };
        }
        done += (steps - losses.length) * cost;
        const hasDiverged = losses.length < steps;
        const own = finals[variant];
        if (own !== undefined) own[seed] = hasDiverged ? Infinity : lastMean(losses, result.window);
        if (!hasDiverged) {
          const test = trainer.test();
          try {
            let next = await test.next();
            while (next.done !== true) {
              yield { done, total, result };
              next = await test.next();
            }
            const scores = accuracies[variant];
            if (scores !== undefined) scores[seed] = next.value[0]?.accuracy ?? Number.NaN;
          } finally {
            // Frees what it holds where this study is cancelled.
            await test.return([]);
          }
        }
        yield { done, total, result };
      } finally {
        trainer.dispose();
      }
    }
  }
}
