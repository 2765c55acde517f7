/**
 * What happens at one step happens in one order, live as when the link is opened: the step is tested, then changes are made,
 * then it is taken. Each case does something live, and compares all that it saw with the replay of what was recorded.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { recordRate, recordSwitch } from '../config/edit/edit';
import type { ExperimentConfig } from '../config/schema';
import type { Command, Report } from '../contract/messages';
import type { RunHost } from './live-trainer';
import { openSession as open, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

/** Skips matter in it within few steps: two blocks, and a rate at which it learns. */
const experiment: ExperimentConfig = {
  ...tiny,
  network: { ...tiny.network, stages: tiny.network.stages.with(1, { blocks: 1, width: 4, stride: 1 }) },
  lanes: [
    { id: 'residual', gains: [1, 1] },
    { id: 'plain', gains: [0, 0] },
  ],
  optimiser: { ...tiny.optimiser, learningRate: 0.1 },
  testInterval: 4,
};

const PAUSED = 4;
const END = 10;

type Asked = Command extends infer C ? (C extends { run: number } ? Omit<C, 'run'> : never) : never;

const skip = (lane: string, block: number | 'all', gain: number): Asked => ({
  type: 'switch',
  lane,
  block,
  gain,
});
const rate = (value: number): Asked => ({ type: 'rate', rate: value });
const watch: Asked = { type: 'watch', instruments: ['streams', 'layers'] };
const lesion: Asked = { type: 'study', study: 1, request: { kind: 'lesion', images: 40, draws: 1 } };
const paths: Asked = { type: 'study', study: 2, request: { kind: 'paths', samples: 2, seed: 1 } };
const predictions: Asked = { type: 'inspect', request: { kind: 'predictions', pixels: false } };

/** Whether a report is the answer to what was asked, of which there may be more than one. */
function answers({ type }: Asked, report: Report): boolean {
  if (report.type === 'switched' || report.type === 'rated')
    return !report.replayed && type === (report.type === 'rated' ? 'rate' : 'switch');
  if (report.type === 'study') return type === 'study' && report.state === 'done';
  return (
    (type === 'watch' && report.type === 'watching') || (type === 'inspect' && report.type === 'inspected')
  );
}

/** A session stepped to the pause, asked for things there one after the other, and then stepped to the end. */
async function run(config: ExperimentConfig, asked: readonly Asked[], host: Partial<RunHost> = {}) {
  const session = open(host);
  const { send, start, until, reports } = session;
  start(1, config);
  send({ type: 'record-path', run: 1, on: true });
  const stepTo = async (count: number, from: number): Promise<void> => {
    for (let step = from; step < count; step++) send({ type: 'step', run: 1 });
    await until(session.stepped(1, count));
    if (count % config.testInterval === 0)
      await until((report) => report.type === 'tested' && report.step === count);
  };
  await stepTo(PAUSED, 0);
  for (const command of asked) {
    const before = reports.length;
    send({ ...command, run: 1 } as Command);
    await until((report) => answers(command, report) && reports.indexOf(report) >= before);
  }
  await stepTo(END, PAUSED);
  return session;
}

/** What a link of this run would replay. */
function recorded(reports: readonly Report[], config = experiment): ExperimentConfig {
  return reports.reduce((link, report) => {
    if (report.type === 'switched' && !report.replayed) return recordSwitch(link, report);
    if (report.type === 'rated' && !report.replayed) return recordRate(link, report);
    return link;
  }, config);
}

/** What a run has to show in the end: of every step the newest row, its tests, and the answers to what was asked. */
function outcome(reports: readonly Report[]) {
  const rows = new Map<number, readonly number[]>();
  const instruments = new Map<number, readonly number[]>();
  const tests = new Map<number, unknown>();
  const answered: unknown[] = [];
  for (const report of reports) {
    if (report.type === 'metrics') rows.set(report.rows[0] ?? -1, [...report.rows]);
    if (report.type === 'instruments') instruments.set(report.row[0] ?? -1, [...report.row]);
    if (report.type === 'tested') tests.set(report.step, report.results);
    if (report.type === 'inspected') answered.push(report.result);
    if (report.type === 'study' && report.state === 'done') answered.push(report.result);
  }
  return { rows: [...rows], instruments: [...instruments], tests: [...tests], answered };
}

const CHANGES: readonly (readonly [string, readonly Asked[]])[] = [
  ['all skips', [skip('residual', 'all', 0)]],
  ['one skip, in both lanes', [skip('residual', 0, 0), skip('plain', 1, 0.5)]],
  ['a skip and back again', [skip('plain', 'all', 1), skip('plain', 'all', 0)]],
  ['the learning rate', [rate(0.5)]],
  ['skips and the learning rate', [skip('residual', 'all', 0), rate(0.02), skip('plain', 0, 1), rate(0.3)]],
];

describe.each(CHANGES)('%s, changed after a test while paused', (_, changes) => {
  it('gives every row and test again, to the last bit', async () => {
    const live = await run(experiment, changes);
    const calm = await run(experiment, []);
    const link = recorded(live.reports);
    const replay = await run(link, []);
    expect(outcome(replay.reports)).toEqual(outcome(live.reports));
    // What was seen before is as if nothing had been changed later.
    const seen = outcome(calm.reports);
    expect(outcome(live.reports).tests[0]).toEqual(seen.tests[0]);
    expect(outcome(live.reports).rows.slice(0, PAUSED)).toEqual(seen.rows.slice(0, PAUSED));
  });

  it('has studies, instruments and predictions asked for afterwards see the same', async () => {
    const asked = [lesion, paths, predictions, watch];
    const live = await run(experiment, [...changes, ...asked]);
    const replay = await run(recorded(live.reports), asked);
    expect(outcome(replay.reports)).toEqual(outcome(live.reports));
    expect(outcome(replay.reports).answered).toHaveLength(3);
  });
});

it('shows the row of a step anew where a recorded switch changes it, as the page that threw it did', async () => {
  const live = open();
  live.start(1, experiment);
  for (let step = 0; step < PAUSED; step++) live.send({ type: 'step', run: 1 });
  await live.until((report) => report.type === 'tested');
  live.send({ ...skip('residual', 'all', 0), run: 1 } as Command);
  const ofPause = (report: Report): boolean => report.type === 'metrics' && report.rows[0] === PAUSED;
  await live.until(ofPause);

  const replay = open();
  replay.start(1, recorded(live.reports));
  for (let step = 0; step < PAUSED; step++) replay.send({ type: 'step', run: 1 });
  await replay.until(ofPause);
  expect(outcome(replay.reports)).toEqual(outcome(live.reports));
  const kinds = replay.reports.map(({ type }) => type).filter((type) => /tested|switched/.test(type));
  expect(kinds).toEqual(['tested', 'switched']);
});

it('keeps the order where a switch was thrown while the test was under way', async () => {
  const live = open();
  live.start(1, experiment);
  live.send({ type: 'train', run: 1 });
  // The last row before the test is posted before the test begins.
  await live.until(live.stepped(1, PAUSED));
  live.send({ ...skip('residual', 'all', 0), run: 1 } as Command);
  live.send({ ...rate(0.4), run: 1 } as Command);
  await live.until((report) => report.type === 'rated');
  const { step } = live.reports.find((report) => report.type === 'switched') as { step: number };
  const end = 4 * Math.ceil((step + 4) / 4);
  await live.until((report) => report.type === 'tested' && report.step === end);
  live.send({ type: 'pause', run: 1 });

  const replay = open();
  replay.start(1, recorded(live.reports));
  replay.send({ type: 'train', run: 1 });
  await replay.until((report) => report.type === 'tested' && report.step === end);
  replay.send({ type: 'pause', run: 1 });
  const upTo = (reports: readonly Report[]) => {
    const { rows, tests } = outcome(reports);
    return { rows: rows.slice(0, end), tests: tests.filter(([at]) => at <= end) };
  };
  expect(upTo(replay.reports)).toEqual(upTo(live.reports));
});

describe('a device that is lost', () => {
  const onGpu: Partial<RunHost> = {
    chooseBackend: (requested) =>
      Promise.resolve({ name: 'webgpu', reason: 'preferred', requested, detail: '', trouble: '' }),
    now: () => 0,
  };
  const timeline = [
    { step: 2, lane: 'plain', block: 'all', gain: 1 },
    { step: PAUSED, lane: 'residual', block: 'all', gain: 0 },
  ] as const;
  const link: ExperimentConfig = { ...experiment, timeline, rates: [{ step: PAUSED, rate: 0.3 }] };

  it('during a test has the step tested before it is changed, and the change told once', async () => {
    const calm = await run(link, []);
    let lose = (): void => undefined;
    let turns = 0;
    const hurt = open({
      ...onGpu,
      breathe: () => {
        // Long after the row of the last step before the test, the first turns are those of the test.
        if (hurt.reports.some(hurt.stepped(1, PAUSED)) && turns++ === 0) lose();
        return new Promise((resolve) => void setImmediate(resolve));
      },
    });
    lose = () => hurt.session.deviceLost();
    hurt.start(1, link);
    for (let step = 0; step < END; step++) hurt.send({ type: 'step', run: 1 });
    await hurt.until(hurt.stepped(1, END));
    expect(hurt.reports.some((report) => report.type === 'recovered')).toBe(true);
    const { rows, tests } = outcome(calm.reports);
    expect(outcome(hurt.reports)).toMatchObject({ rows: rows.slice(0, END), tests });
    const changes = (reports: readonly Report[]) =>
      reports.filter(({ type }) => type === 'switched' || type === 'rated');
    expect(changes(hurt.reports)).toEqual(changes(calm.reports));
  });

  it('after the pause gives the switches made there again, behind the test that was before them', async () => {
    const live = open(onGpu);
    live.start(1, experiment);
    for (let step = 0; step < PAUSED; step++) live.send({ type: 'step', run: 1 });
    await live.until((report) => report.type === 'tested');
    live.send({ ...skip('residual', 'all', 0), run: 1 } as Command);
    await live.until((report) => report.type === 'metrics' && report.rows[0] === PAUSED);
    live.session.deviceLost();
    await live.until((report) => report.type === 'recovered');
    for (let step = PAUSED; step < END; step++) live.send({ type: 'step', run: 1 });
    await live.until((report) => report.type === 'tested' && report.step === 8);
    await live.until(live.stepped(1, END));
    const replay = await run(recorded(live.reports), []);
    expect(outcome(live.reports)).toEqual(outcome(replay.reports));
  });
});
