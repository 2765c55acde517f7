/** Studies as the page sees them: messages in, messages out, between the steps of a run. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { smallData, smallExperiment, trained } from '../testing/studies';
import { loadDataSet } from '../data/dataset';
import type { Command, Report } from '../contract/messages';
import type { StudyRequest } from '../studies/kinds';
import { Session } from './session';
import { StudyQueue } from './study-queue';

type StudyReport = Extract<Report, { type: 'study' }>;

function open() {
  const reports: Report[] = [];
  let heard: () => void = () => undefined;
  const session = new Session({
    post: (report) => {
      // As messages do: what is posted does not change afterwards.
      reports.push(structuredClone(report));
      heard();
    },
    chooseBackend: (requested) =>
      Promise.resolve({ name: 'wasm', reason: 'no-adapter', requested, detail: '', trouble: '' }),
    loadData: ({ experiment }, onProgress) =>
      loadDataSet(experiment.data, 0, { baseUrl: 'https://example.test/', onProgress }),
    breathe: () => new Promise((resolve) => void setImmediate(resolve)),
    now: () => performance.now(),
  });
  const until = async (holds: (report: Report) => boolean): Promise<void> => {
    while (!reports.some(holds)) await new Promise<void>((resolve) => (heard = resolve));
  };
  const send = (command: Command): void => session.handle(command);
  const start = (run: number): void =>
    send({ type: 'start', run, experiment: smallExperiment(), backend: 'auto' });
  const ask = (study: number, request: StudyRequest, run = 1): void =>
    send({ type: 'study', run, study, request });
  const studies = (study: number): StudyReport[] =>
    reports.flatMap((report) => (report.type === 'study' && report.study === study ? [report] : []));
  const rows = (run: number): number[][] =>
    reports.flatMap((report) => (report.type === 'metrics' && report.run === run ? [[...report.rows]] : []));
  return { reports, send, start, ask, until, studies, rows };
}

const ended =
  (study: number) =>
  (report: Report): boolean =>
    report.type === 'study' && report.study === study && report.state !== 'running';
const stepped =
  (run: number, count: number) =>
  (report: Report): boolean =>
    report.type === 'metrics' && report.run === run && report.stepCount === count;

const lesion = { kind: 'lesion', images: 40, draws: 1 } as const;
const long = { kind: 'degradation', depths: [8, 20], seeds: 5, rates: [0.01, 0.1], steps: 500 } as const;

beforeAll(() => useNodeBackend('wasm'));

describe('a study', () => {
  it('tells of its progress, ends once, and leaves training exactly as it was', async () => {
    const { reports, send, start, ask, until, studies, rows } = open();
    start(1);
    for (let step = 0; step < 4; step++) send({ type: 'step', run: 1 });
    await until(stepped(1, 4));
    start(2);
    for (let step = 0; step < 2; step++) send({ type: 'step', run: 2 });
    await until(stepped(2, 2));
    ask(7, lesion, 2);
    ask(8, { kind: 'init', seeds: 1, depths: [8] }, 2);
    await until(ended(8));
    for (let step = 0; step < 2; step++) send({ type: 'step', run: 2 });
    await until(stepped(2, 4));
    expect(rows(2)).toEqual(rows(1));
    const own = studies(7);
    expect(own.map(({ state }) => state).filter((state) => state !== 'running')).toEqual(['done']);
    expect(own.at(-1)).toMatchObject({
      run: 2,
      fraction: 1,
      result: { kind: 'lesion', step: 2, images: 40 },
    });
    const fractions = own.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    // One after another, in the order asked.
    const order = reports.flatMap((report) => (report.type === 'study' ? [report.study] : []));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('makes training wait, and training goes on by itself', async () => {
    const { reports, send, start, ask, until } = open();
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 2));
    ask(1, lesion);
    await until(ended(1));
    const begin = reports.findIndex((report) => report.type === 'study');
    const end = reports.findIndex(ended(1));
    expect(reports.slice(begin, end).some((report) => report.type === 'metrics')).toBe(false);
    const seen = reports.length;
    await until((report) => report.type === 'metrics' && reports.indexOf(report) >= seen);
    send({ type: 'pause', run: 1 });
  });

  it('is cancelled at its next turn, with what it has found so far', async () => {
    const { send, start, ask, until, studies } = open();
    start(1);
    ask(1, long);
    ask(2, lesion);
    await until((report) => report.type === 'study' && report.study === 1 && report.fraction > 0);
    send({ type: 'cancel-study', run: 1, study: 2 });
    send({ type: 'cancel-study', run: 1, study: 1 });
    await until(ended(1));
    expect(studies(1).at(-1)).toMatchObject({ state: 'cancelled', result: { kind: 'degradation' } });
    expect(studies(2).map(({ state }) => state)).toEqual(['cancelled']);
    expect(studies(1).at(-1)?.fraction).toBeLessThan(1);
  });

  it('says nothing more once another run has started', async () => {
    const { reports, start, ask, until } = open();
    start(1);
    ask(1, long);
    await until((report) => report.type === 'study' && report.fraction > 0);
    start(2);
    await until(stepped(2, 0));
    const first = reports.findIndex((report) => report.run === 2);
    expect(reports.slice(first).every((report) => report.run === 2)).toBe(true);
    expect(reports.some(ended(1))).toBe(false);
  });

  it('confirms switches thrown meanwhile, which are in force when training goes on', async () => {
    const { reports, send, start, ask, until } = open();
    start(1);
    ask(1, long);
    await until((report) => report.type === 'study' && report.fraction > 0);
    send({ type: 'switch', run: 1, lane: 'plain', block: 'all', gain: 1 });
    await until((report) => report.type === 'switched');
    expect(reports.some(ended(1))).toBe(false);
    send({ type: 'cancel-study', run: 1, study: 1 });
    await until(ended(1));
    const seen = reports.length;
    await until((report) => report.type === 'metrics' && reports.indexOf(report) >= seen - 1);
    const row = reports.findLast((report) => report.type === 'metrics')?.rows ?? new Float64Array(0);
    expect(row[1]).toBe(row[1 + (row.length - 1) / 2]);
  });

  it('that fails is told of, and the run goes on', async () => {
    const { send, start, ask, until, studies } = open();
    start(1);
    ask(1, { kind: 'init', seeds: 2 ** 40, depths: [] });
    await until(ended(1));
    expect(studies(1).at(-1)?.state).toBe('failed');
    expect(studies(1).at(-1)?.message).not.toBe('');
    send({ type: 'step', run: 1 });
    await until(stepped(1, 1));
  });
});

it('tells how long a study takes from what one worker did and what is ahead of the one that ends last', async () => {
  const data = await smallData();
  const trainer = await trained(data, 0);
  const reports: Report[] = [];
  let now = 0;
  const parts = Array.from({ length: 100 }, (_, i) => ({ share: i < 10 ? 1 : 0, work: 1 }));
  const result = {
    kind: 'ablation', lanes: [], step: 0, images: 0, wanted: 0, chance: 0, blocks: [], intact: [], ablated: [],
  } as const; // prettier-ignore
  const tick = { total: 100, parts, result };
  const queue = new StudyQueue({
    post: (report) => void reports.push(report),
    now: () => now,
    async *open() {
      yield { ...tick, done: 0, ahead: 50, atOnce: 2 };
      now = 4_000;
      yield { ...tick, done: 20, ahead: 40, atOnce: 2 };
      now = 19_000;
      yield { ...tick, done: 95, ahead: 5, atOnce: 1 };
      await Promise.resolve();
    },
  });
  queue.ask({ type: 'study', run: 1, study: 1, request: lesion });
  await queue.carryOut(trainer, data, { turn: () => Promise.resolve(), wanted: () => true, path: [] });
  trainer.dispose();
  const said = reports.flatMap((report) => (report.type === 'study' ? [report] : []));
  // Two workers did 20 in 4 s: each would do 40 in 16 s. Then two did 95 in 19 s, and one has 5 before it.
  expect(said.map(({ secondsLeft }) => secondsLeft)).toEqual([null, 16, 2, 0]);
  expect(said.map(({ atOnce }) => atOnce)).toEqual([0, 2, 1, 1]);
  // Neighbours are told together.
  const told = said[1]?.parts ?? [];
  expect(told.length).toBeLessThanOrEqual(48);
  expect(told.reduce((sum, { work }) => sum + work, 0)).toBe(100);
  expect(told.reduce((sum, { work, share }) => sum + work * share, 0)).toBe(10);
});
