/** Verdicts on made-up runs whose answer is plain, and on what design notes measured. */
import { describe, expect, it } from 'vitest';
import { planLanes } from '../../architecture/plan-experiment';
import { PRESETS } from '../../config/presets';
import type { ExperimentConfig } from '../../config/schema';
import { MetricsStore } from '../../state/metrics';
import { pinnedOf } from '../../state/pinned-run';
import { initialRunFacts, type RunFacts } from '../../state/run';
import { metricsLayout } from '../../contract/metrics';
import {
  evidenceOfPins,
  evidenceOfRun,
  judgeRegime,
  type Evidence,
  type LaneEvidence,
  type RegimeClaim,
} from './regimes';

const LN10 = Math.log(10);

const presetConfig = (id: string): ExperimentConfig => PRESETS.find((one) => one.id === id)!.config;

function lane(
  first: number | null,
  last: number | null,
  loss: number,
  diverged: number | null = null,
): LaneEvidence {
  return { first, last, loss, diverged };
}

function run(plain: LaneEvidence, residual: LaneEvidence, steps = 120): Evidence {
  return { seeds: { data: 0, init: 0, order: 0 }, steps, plain, residual };
}

/** First and last gradient, and loss, as PyTorch measured them in the presets. */
const MEASURED: readonly (readonly [RegimeClaim, string, Evidence, 'holds' | 'fails'])[] = [
  ['exploding', 'exploding-56', run(lane(196, 0.3, 1.95), lane(2.7, 0.52, 0.98)), 'holds'],
  ['exploding', 'exploding-20', run(lane(1.3, 0.21, 1.14), lane(0.39, 0.28, 0.77)), 'fails'],
  ['easier', 'exploding-56', run(lane(196, 0.3, 1.95), lane(2.7, 0.52, 0.98)), 'holds'],
  ['signal-loss', 'signal-loss-56', run(lane(3e-4, 7e-4, 2.3), lane(0.22, 0.14, 1.23)), 'holds'],
  ['signal-loss', 'signal-loss-20', run(lane(0.014, 0.018, 1.89), lane(0.13, 0.16, 1.05)), 'fails'],
  ['vanishing', 'vanishing-56', run(lane(0, 0.16, 2.3), lane(4e-20, 0.16, 2.3)), 'holds'],
  ['easier', 'vanishing-56', run(lane(0, 0.16, 2.3), lane(4e-20, 0.16, 2.3)), 'fails'],
  [
    'activation-explosion',
    'activation-explosion-56',
    run(lane(9e-4, 1e-3, 2.3), lane(4.9e3, 2.6e4, Number.NaN, 1), 3),
    'holds',
  ],
];

describe('a regime', () => {
  it.each(MEASURED)('%s in %s', (claim, preset, evidence, verdict) => {
    expect(judgeRegime(claim, presetConfig(preset), [evidence], null, LN10, 10)).toEqual({
      verdict,
      evidence: [evidence],
    });
  });

  // Losses of the very networks trained by other losses, each as far from chance as 2.3 and 1.8 are by cross-entropy.
  it.each([
    ['cross-entropy', 0, 2, Math.log(10), 2.3, 1.8],
    // The least that PyTorch’s cross_entropy gives with label_smoothing=0.3 is 1.1765.
    ['cross-entropy', 0.3, 2, Math.log(10), 2.3014, 2.057],
    ['squared-error', 0, 2, 0.09, 0.0899, 0.0704],
    ['focal', 0, 2, 0.81 * Math.log(10), 1.863, 1.458],
  ] as const)(
    'is judged by the chance of its own loss: %s, %f',
    (kind, smoothing, focus, chance, lost, learnt) => {
      const config = { ...presetConfig('signal-loss-56'), loss: { kind, smoothing, focus } };
      const verdict = (plain: number, residual: number) =>
        judgeRegime('signal-loss', config, [run(lane(1, 1, plain), lane(1, 1, residual))], null, chance, 10)
          .verdict;
      expect(verdict(lost, learnt)).toBe('holds');
      expect(verdict(learnt, learnt)).toBe('fails');
      expect(verdict(lost, lost)).toBe('fails');
    },
  );

  const config = presetConfig('exploding-56');
  const good = run(lane(196, 0.3, 1.95), lane(2.7, 0.52, 0.98));

  it('holds only if it does for every seed that says anything', () => {
    const bad = run(lane(1, 1, 1), lane(1, 1, 1));
    const silent = run(lane(null, null, 1), lane(null, null, 1));
    expect(judgeRegime('exploding', config, [good, silent, good], null, LN10, 10)).toEqual({
      verdict: 'holds',
      evidence: [good, good],
    });
    expect(judgeRegime('exploding', config, [good, bad], null, LN10, 10).verdict).toBe('fails');
  });

  it.each([
    ['vanishing', config, [good], null, 'setting'],
    ['easier', { ...config, lanes: config.lanes.slice(1) }, [good], null, 'pair'],
    ['easier', config, [good], 'switched', 'switched'],
    ['easier', config, [good], 'rated', 'rated'],
    ['easier', config, [{ ...good, steps: 99 }], null, 'steps'],
    ['exploding', config, [], null, 'start'],
  ] as const)('%s cannot be judged: case %#', (claim, experiment, runs, changed, why) =>
    expect(judgeRegime(claim, experiment, runs, changed, LN10, 10)).toEqual({ verdict: 'unknown', why }),
  );

  it('of twins is not judged by networks of two architectures', () => {
    const [residual, plain] = config.lanes;
    const other = { ...config.network, activation: 'tanh' } as const;
    const lanes = [residual!, { ...plain!, network: other }];
    expect(judgeRegime('easier', { ...config, lanes }, [good], null, LN10, 10)).toEqual({
      verdict: 'unknown',
      why: 'pair',
    });
  });
});

describe('evidence', () => {
  const config = presetConfig('exploding-20');
  const plans = planLanes(config);

  /** A run whose gradients at step 0 are 1, 2, 3, … by layer and whose loss is 200 − step, lane by lane 0 and 1000 more. */
  function trained(steps: number, capacity: number): { metrics: MetricsStore; facts: RunFacts } {
    const metrics = new MetricsStore(capacity);
    metrics.reset(metricsLayout(config.lanes.map(({ id }, i) => ({ id, layers: plans[i]!.layers }))));
    for (let step = 0; step < steps; step++) {
      const row = [0, 1000].flatMap((more, i) => [
        more + 200 - step,
        0.5,
        ...plans[i]!.layers.map((_, layer) => (step === 0 ? more + layer + 1 : 0)),
      ]);
      metrics.append(new Float64Array([step, ...row]));
    }
    return { metrics, facts: { ...initialRunFacts, stepCount: steps } };
  }
  // The last convolution stands before the classifier, and behind both projections.
  const last = plans[0]!.layers.length - 1;

  it('compares with step 0 also when the steps after it are thinned out', () => {
    const { metrics, facts } = trained(60, 40);
    const evidence = evidenceOfRun(config, facts, metrics, plans);
    // Mean of steps 45 to 59.
    expect(evidence).toMatchObject({
      steps: 60,
      residual: { first: 1, last, loss: 200 - 52 },
      plain: { first: 1001, last: 1000 + last, loss: 1200 - 52 },
    });
    // Of 0, 4, … 20.
    expect(metrics.stride).toBe(4);
    expect(evidenceOfRun(config, facts, metrics, plans, 20)?.residual.loss).toBe(200 - 10);
  });

  it('counts up to a step, and what came after it does not', () => {
    const { metrics, facts } = trained(40, 100);
    const divergences = [{ lane: config.lanes[1]!.id, step: 30, place: 'logits', layer: null } as const];
    const at = (upTo: number) => evidenceOfRun(config, { ...facts, divergences }, metrics, plans, upTo);
    // Mean of steps 6 to 20, and of 25 to 39.
    expect(at(20)).toMatchObject({ steps: 21, residual: { loss: 200 - 13 }, plain: { diverged: null } });
    expect(at(39)).toMatchObject({ steps: 40, residual: { loss: 200 - 32 }, plain: { diverged: 30 } });
  });

  it('of pinned runs counts where all but the seeds is the same, once per set of seeds', () => {
    const { metrics, facts } = trained(40, 100);
    const pin = (id: string, init: number, rate: number, stepCount: number) =>
      pinnedOf(
        {
          ...config,
          optimiser: { ...config.optimiser, learningRate: rate },
          seeds: { ...config.seeds, init },
        },
        { ...facts, stepCount },
        metrics,
        { id, name: id, now: 0 },
      )!;
    const rate = config.optimiser.learningRate;
    const runs = [pin('a', 1, rate, 30), pin('b', 1, rate, 40), pin('c', 0, rate, 40), pin('d', 2, 0.5, 40)];
    const found = evidenceOfPins(config, runs, plans);
    expect(found.map(({ seeds, steps }) => [seeds.init, steps])).toEqual([[1, 40]]);
    expect(found[0]?.plain).toEqual({ first: 1001, last: 1000 + last, loss: 1200 - 32, diverged: null });
  });
});
