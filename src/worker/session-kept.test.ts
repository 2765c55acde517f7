/** A run goes on where it was kept, elsewhere and to the last bit, as one that was never interrupted. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentConfig } from '../config/schema';
import type { Report } from '../contract/messages';
import type { RunState } from '../contract/run-state';
import { packRun, unpackRun } from '../runs/pack';
import { useNodeBackend } from '../../scripts/goldens/node';
import { keptRunOf } from '../testing/kept-run';
import { openSession, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

const LAST = 8;
const KEPT = 4;

/** What is told of the steps from the one on at which the run was kept. */
function told(reports: readonly Report[], run: number): unknown[] {
  return reports.flatMap((report): unknown[] => {
    if (report.run !== run) return [];
    // Rows of steps that were taken, not of measurements.
    if (report.type === 'metrics' && report.stepCount > KEPT && report.stepCount > (report.rows[0] ?? 0))
      return [[...report.rows]];
    if (report.type === 'tested' && report.step > KEPT) return [report.step, report.results];
    return report.type === 'switched' && report.step > KEPT ? [report] : [];
  });
}

/** As it was packed and read again. */
function throughStore(experiment: ExperimentConfig, state: RunState): RunState {
  return unpackRun(packRun({ ...keptRunOf(experiment, KEPT), state })).state;
}

/** What is told of a run after it was kept: undisturbed, and gone on with elsewhere. */
async function interrupted(experiment: ExperimentConfig): Promise<readonly [unknown[], unknown[]]> {
  const whole = openSession();
  whole.start(1, experiment);
  for (let step = 1; step <= KEPT; step++) {
    whole.send({ type: 'step', run: 1 });
    await whole.until(whole.stepped(1, step));
    if (step === 2) whole.send({ type: 'switch', run: 1, lane: 'residual', block: 0, gain: 0.5 });
    if (step === 3) whole.send({ type: 'rate', run: 1, rate: 0.01 });
  }
  whole.send({ type: 'state', run: 1 });
  const answer = (report: Report): report is Extract<Report, { type: 'state' }> => report.type === 'state';
  await whole.until(answer);
  const state = whole.reports.find(answer)?.state;
  if (state === undefined) throw new Error('no state');
  expect(state.checkpoint.stepCount).toBe(KEPT);
  const kept = throughStore(experiment, state);
  whole.send({ type: 'train', run: 1, until: LAST });
  await whole.until(whole.stepped(1, LAST));
  const isLast = (report: Report): boolean => report.type === 'tested' && report.step === LAST;
  if (experiment.testInterval > 0) await whole.until(isLast);

  const other = openSession();
  other.send({ type: 'start', run: 1, experiment, backend: 'auto', from: kept });
  other.send({ type: 'train', run: 1, until: LAST });
  await other.until(other.stepped(1, LAST));
  if (experiment.testInterval > 0) await other.until(isLast);
  return [told(whole.reports, 1), told(other.reports, 1)];
}

describe('a run that is kept after 4 steps and goes on elsewhere', () => {
  it.each(['sgd', 'adam', 'adamw', 'rmsprop'] as const)('is the same by %s', async (kind) => {
    const [undisturbed, continued] = await interrupted({ ...tiny, optimiser: { ...tiny.optimiser, kind } });
    expect(undisturbed).toHaveLength(LAST - KEPT);
    expect(continued).toEqual(undisturbed);
  });

  it('is the same with tests, recorded switches to come, and what is drawn in each step', async () => {
    const recorded = { step: 6, lane: 'plain', block: 'all', gain: 1 } as const;
    const [undisturbed, continued] = await interrupted({ ...tiny, testInterval: 2, timeline: [recorded] });
    expect(undisturbed.length).toBeGreaterThan(LAST - KEPT);
    expect(continued).toEqual(undisturbed);
  });
});

describe('a state that is asked for', () => {
  it('is that of step 0 before any step, and of none is told after the end', async () => {
    const { send, start, until, reports } = openSession();
    start(1);
    send({ type: 'state', run: 1 });
    await until((report) => report.type === 'state');
    expect(reports.find((report) => report.type === 'state')).toMatchObject({
      state: { checkpoint: { stepCount: 0, rate: tiny.optimiser.learningRate }, testedStep: 0, diverged: [] },
    });
  });
});
