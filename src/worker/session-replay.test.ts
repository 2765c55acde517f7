/**
 * A run that ended is brought back to its step, and goes on as if it had never ended; a learning rate that is set while training is
 * part of that.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig } from '../config/schema';
import type { Report } from '../contract/messages';
import { openSession as open, tiny } from '../testing/session';
import type { RunHost } from './live-trainer';

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

it('measures what it began with, and stands with the numbers of its last step, not those of the next', async () => {
  const { reports, send, until, stepped } = open();
  const watched = { instruments: ['streams'] } as const;
  send({ type: 'start', run: 1, experiment: lively, backend: 'auto', replayTo: 5, watched });
  await until((report) => report.type === 'running');
  // It answers what is asked for between two steps after all that was to be shown.
  send({ type: 'weights', run: 1 });
  await until((report) => report.type === 'weights');
  const rows = reports.filter((report) => report.type === 'metrics');
  expect(rows.at(-1)).toMatchObject({ stepCount: 5 });
  expect(rows.at(-1)?.rows[0]).toBe(4);
  expect(reports.filter(stepped(1, 5))).toHaveLength(1);
  expect(reports.filter(({ type }) => type === 'instruments').length).toBeGreaterThanOrEqual(5);
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

const isRated = (report: Report) => report.type === 'rated';

describe('a learning rate set live', () => {
  it('is in force from the step that it names on, and replays from there', async () => {
    const { reports, send, start, until, stepped, rows } = open();
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 3));
    send({ type: 'rate', run: 1, rate: 0.5 });
    await until(isRated);
    const { step } = reports.find(isRated) as Extract<Report, { type: 'rated' }>;
    await until(stepped(1, step + 4));
    send({ type: 'pause', run: 1 });
    const seen = rows(1).slice(0, step + 4);

    const replay = open();
    replay.start(1, { ...tiny, rates: [{ step, rate: 0.5 }] });
    replay.send({ type: 'train', run: 1 });
    await replay.until(replay.stepped(1, step + 4));
    replay.send({ type: 'pause', run: 1 });
    expect(replay.rows(1).slice(0, step + 4)).toEqual(seen);
    expect(replay.reports.filter(isRated)).toEqual([
      { type: 'rated', run: 1, step, rate: 0.5, replayed: true },
    ]);

    // Without it the gradient after that step's update, and none before, would be another.
    const calm = open();
    calm.start(1);
    calm.send({ type: 'train', run: 1 });
    await calm.until(calm.stepped(1, step + 2));
    calm.send({ type: 'pause', run: 1 });
    expect(calm.rows(1).slice(0, step + 1)).toEqual(seen.slice(0, step + 1));
    expect(calm.rows(1)[step + 1]).not.toEqual(seen[step + 1]);
  });

  it('counts as the newest where several were set before a step', async () => {
    const { reports, send, start, until } = open();
    start(1);
    await until((report) => report.type === 'running');
    for (const rate of [0.3, 0.2, 0.1]) send({ type: 'rate', run: 1, rate });
    await until(isRated);
    expect(reports.filter(isRated)).toEqual([{ type: 'rated', run: 1, step: 0, rate: 0.1, replayed: false }]);
  });

  it('outlives a lost device, also where it was set before the checkpoint', async () => {
    let time = 0;
    const onGpu: Partial<RunHost> = {
      chooseBackend: (requested) =>
        Promise.resolve({ name: 'webgpu', reason: 'preferred', requested, detail: '', trouble: '' }),
      now: () => time,
    };
    const { session, reports, send, start, until, stepped, rows } = open(onGpu);
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 2));
    send({ type: 'rate', run: 1, rate: 0.3 });
    await until(isRated);
    time += 20_000;
    await until(stepped(1, 6));
    send({ type: 'rate', run: 1, rate: 0.001 });
    await until((report) => isRated(report) && 'rate' in report && report.rate === 0.001);
    await until(stepped(1, 9));
    session.deviceLost();
    await until((report) => report.type === 'recovered');
    await until(stepped(1, 14));
    send({ type: 'pause', run: 1 });
    const rated = reports.flatMap((report) => (report.type === 'rated' ? [report] : []));
    expect(rated).toHaveLength(2);

    const calm = open();
    calm.start(1, { ...tiny, rates: rated.map(({ step, rate }) => ({ step, rate })) });
    calm.send({ type: 'train', run: 1 });
    await calm.until(calm.stepped(1, 14));
    calm.send({ type: 'pause', run: 1 });
    expect(rows(1).slice(0, 14)).toEqual(calm.rows(1).slice(0, 14));
  });
});
