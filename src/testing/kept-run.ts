/** A run as the browser keeps it, of an experiment that was never trained: its numbers are made up. Used by tests only. */
import { planLanes } from '../architecture/plan-experiment';
import { encode } from '../config/codec/url';
import type { ExperimentConfig } from '../config/schema';
import type { KeptRun } from '../runs/run';

/** @param step Updates that it tells of. */
export function keptRunOf(config: ExperimentConfig, step: number): KeptRun {
  const plans = planLanes(config);
  const lanes = config.lanes.map(({ id, gains }, index) => {
    const plan = plans[index];
    if (plan === undefined) throw new Error('a plan for each lane');
    const count = plan.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const norms = plan.norms.filter(({ groups }) => groups === null);
    return {
      id,
      gains,
      parameters: Float32Array.from({ length: count }, (_, i) => Math.sin(i + index + step)),
      statistics: new Map(
        norms.map(({ name, shape: { channels } }) => [
          name,
          { mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) },
        ]),
      ),
      optimiser: {
        first: new Float32Array(count),
        second: new Float32Array(0),
        updates: plan.parameters.map(() => step),
      },
    };
  });
  return {
    id: `run-${step}`,
    link: encode(config),
    step,
    at: 1_700_000_000_000,
    trained: 1_000,
    state: {
      checkpoint: { stepCount: step, rate: 0.02, lanes },
      changes: { made: [], coming: [] },
      testedStep: 0,
      diverged: [],
    },
    history: {
      metrics: {
        layout: { lanes: config.lanes.map(({ id }) => ({ id, columns: ['loss'] })) },
        steps: Int32Array.of(step),
        values: Float64Array.from(config.lanes, () => 2.3),
        thinning: { stride: 1, before: 0, changes: [], tests: [] },
        before: [],
      },
      instruments: null,
      lanes: config.lanes.map(({ id, gains }) => ({ id, tests: [], answers: null, began: gains })),
      switches: [],
      rates: [],
      divergences: [],
      replaysTo: null,
    },
  };
}
