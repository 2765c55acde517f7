import { expect, test } from 'vitest';
import { endLayers } from '../../architecture/end-layers';
import { planLanes } from '../../architecture/plan-experiment';
import { gradientOf, metricsLayout } from '../../contract/metrics';
import { applyReport, factsOfNewRun } from '../../client/reports';
import { MetricsStore } from '../../state/metrics';
import { initialRunFacts, type RunFacts } from '../../state/run';
import { pairOf } from '../../testing/config';
import { storyFacts } from './facts';

const config = pairOf([{ blocks: 2, width: 4, stride: 1 }]);
const plans = planLanes(config);
const layout = metricsLayout(config.lanes.map(({ id }, i) => ({ id, layers: plans[i]?.layers ?? [] })));
const plain = config.lanes.findIndex(({ id }) => id === 'plain');

/** A run of so many steps, whose loss is the step and whose first norm is a power of two, all other norms 1. */
function run(steps: number, switchedAt: number | null) {
  const metrics = new MetricsStore();
  metrics.reset(layout);
  let facts: RunFacts = factsOfNewRun(1, config, initialRunFacts);
  for (let step = 0; step < steps; step++) {
    if (step === switchedAt) {
      const report = { type: 'switched', run: 1, step, lane: 'plain', block: 'all', gain: 1, replayed: true };
      facts = applyReport(facts, report as Parameters<typeof applyReport>[1], layout);
      metrics.switched('plain', step);
    }
    const row = layout.lanes.flatMap(({ columns }, lane) => {
      const first = endLayers(plans[lane])?.[0] ?? '';
      return columns.map((column) =>
        column === 'loss' ? step : column === gradientOf(first) ? 2 ** (step % 2) : 1,
      );
    });
    metrics.append(new Float64Array([step, ...row]));
  }
  return storyFacts(config, { ...facts, stepCount: steps }, metrics, plans);
}

test('a loss is the mean of fifteen batches, a typical ratio their geometric mean', () => {
  const { lanes, measured, step } = run(40, null);
  expect([measured, step]).toEqual([39, 40]);
  const own = lanes[plain];
  expect(own?.loss).toBe(32);
  // Eight of fifteen are 2, the others 1.
  expect(own?.typical).toBeCloseTo(2 ** (8 / 15), 12);
  expect(own?.newest).toEqual({ first: 2, last: 1 });
  expect(own?.start).toEqual({ first: 1, last: 1 });
  expect(own?.switched).toBeNull();
  expect(own).toMatchObject({ recent: 37, startLoss: 0, ratios: [2, 1, 2] });
});

test('after a switch only what is measured since counts, beside what was before', () => {
  const { lanes } = run(25, 20);
  const own = lanes[plain];
  expect(own?.loss).toBe(22);
  expect(own?.switched).toMatchObject({ step: 20, until: 20, off: 0, batches: 5, lossBefore: 12 });
  expect(own?.switched?.before).toEqual({ first: 2, last: 1 });
  expect(own?.skips.on).toBe(own?.skips.count);
  expect(lanes.find(({ id }) => id !== 'plain')?.loss).toBe(17);
});

test('the loss that a switch is graded by is of its batches 15 to 29, and stays', () => {
  const settled = (steps: number, at: number): number | undefined =>
    run(steps, at).lanes[plain]?.switched?.settled;
  expect(settled(49, 20)).toBeNaN();
  expect(settled(50, 20)).toBe(42);
  expect(settled(90, 20)).toBe(42);
  expect(settled(29, 0)).toBeNaN();
  expect(settled(30, 0)).toBe(22);
});

test('before the first row nothing is known', () => {
  const { lanes, measured } = run(0, null);
  expect(measured).toBe(-1);
  expect(lanes[plain]).toMatchObject({ loss: Number.NaN, typical: Number.NaN, start: null, newest: null });
});
