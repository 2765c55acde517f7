/** A run that ended is brought back to its step, and goes on as if it had never ended. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig } from '../config/schema';
import type { Report } from '../contract/messages';
import { openSession as open, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

const lively: ExperimentConfig = {
  ...tiny,
  testInterval: 3,
  timeline: [
    { step: 2, lane: 'plain', block: 0, gain: 0.5 },
    { step: 6, lane: 'residual', block: 0, gain: 0 },
  ],
  rates: [{ step: 4, rate: 0.03 }],
};

/** What the page hears of the way: rows of steps, tests, changes. */
const heard = (reports: readonly Report[], run: number) =>
  reports
    .filter(
      (report) => report.run === run && ['metrics', 'tested', 'switched', 'rated'].includes(report.type),
    )
    .filter((report) => report.type !== 'metrics' || report.stepCount > (report.rows[0] ?? 0))
    .map((report) =>
      report.type === 'metrics' ? { step: report.stepCount, rows: [...report.rows] } : { ...report, run: 0 },
    );

describe.each([
  ['momentum and batch norm', { ...lively, optimiser: { ...DEFAULTS.optimiser, momentum: 0.9 } }],
  ['Adam', { ...lively, optimiser: { ...DEFAULTS.optimiser, kind: 'adam', learningRate: 0.01 } }],
] as const)('with %s', (_, experiment) => {
  it('every row, test and change is as it was, to the last bit, and so is what comes after', async () => {
    const { reports, send, start, until, stepped } = open();
    const step = (run: number) => send({ type: 'step', run });
    start(1, experiment);
    for (let i = 0; i < 10; i++) step(1);
    await until(stepped(1, 10));
    send({ type: 'start', run: 2, experiment, backend: 'auto', replayTo: 7 });
    await until((report) => report.run === 2 && report.type === 'running');
    const ready = reports.find((report) => report.run === 2 && report.type === 'running');
    expect(ready).toMatchObject({ running: false });
    expect(reports.filter(stepped(2, 7))).toHaveLength(1);
    expect(reports.some(stepped(2, 8))).toBe(false);
    for (let i = 0; i < 3; i++) step(2);
    await until(stepped(2, 10));
    expect(heard(reports, 2)).toEqual(heard(reports, 1));
  });
});

it('throws what is asked for on the way at its end, and says so only there', async () => {
  const { reports, send, until, stepped } = open();
  send({ type: 'start', run: 1, experiment: lively, backend: 'auto', replayTo: 5 });
  await until(stepped(1, 2));
  send({ type: 'switch', run: 1, lane: 'plain', block: 'all', gain: 1 });
  send({ type: 'train', run: 1 });
  await until(stepped(1, 6));
  const thrown = reports.flatMap((report) =>
    report.type === 'switched' && !report.replayed ? [report.step] : [],
  );
  expect(thrown).toEqual([5]);
  const running = reports.flatMap((report, i) => (report.type === 'running' ? [{ ...report, i }] : []));
  expect(running).toMatchObject([{ running: true }]);
  expect(running[0]?.i).toBeGreaterThan(reports.findIndex(stepped(1, 5)));
});

it('waits where it is told to stop, and is trained on from there', async () => {
  const { reports, send, until, stepped } = open();
  send({ type: 'start', run: 1, experiment: lively, backend: 'auto', replayTo: 1000 });
  await until(stepped(1, 3));
  send({ type: 'stop-replay', run: 1 });
  await until((report) => report.type === 'running');
  const reached = Math.max(...reports.map((report) => (report.type === 'metrics' ? report.stepCount : 0)));
  expect(reached).toBeLessThan(1000);
  send({ type: 'step', run: 1 });
  await until(stepped(1, reached + 1));
  const count = reports.filter((report) => report.type === 'running').length;
  send({ type: 'stop-replay', run: 1 });
  expect(reports.filter((report) => report.type === 'running')).toHaveLength(count);
});
