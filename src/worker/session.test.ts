/** The life of runs as the page sees it: messages in, messages out, with a real trainer on a tiny network. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { ExperimentConfig } from '../config/schema';
import { loadDataSet, type DataSet, type ImageSet } from '../data/dataset';
import { DataError } from '../data/download';
import { openSession as open, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

let lopsided: DataSet;
beforeAll(async () => {
  const data = await loadDataSet(tiny.data, 0, {
    baseUrl: 'https://example.test/',
    onProgress: () => undefined,
  });
  const relabelled = (set: ImageSet): ImageSet => ({
    ...set,
    labels: set.labels.map((_, i) => (i % 10 === 0 ? (i / 10) % 10 : 3)),
  });
  lopsided = { ...data, train: relabelled(data.train), test: relabelled(data.train) };
});

describe('a run', () => {
  it('says what it is doing, then shows the gradients of step 0 and waits', async () => {
    const { reports, start, until } = open();
    start(1);
    await until((report) => report.type === 'running');
    const kinds = reports.map((report) => (report.type === 'progress' ? report.phase : report.type));
    const order = ['backend', 'data', 'network', 'ready', 'first-gradient', 'metrics', 'running'] as const;
    const places = order.map((kind) => kinds.indexOf(kind));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(kinds.filter((kind) => kind === 'metrics')).toHaveLength(1);
    expect(reports.find((report) => report.type === 'metrics')).toMatchObject({ run: 1, stepCount: 0 });
    expect(reports.at(-1)).toEqual({ type: 'running', run: 1, running: false });
  });

  it('steps once when asked once, and again with the same numbers when started anew', async () => {
    const { send, start, until, stepped, rows } = open();
    start(1);
    send({ type: 'step', run: 1 });
    send({ type: 'step', run: 1 });
    await until(stepped(1, 2));
    start(2);
    send({ type: 'step', run: 2 });
    send({ type: 'step', run: 2 });
    await until(stepped(2, 2));
    expect(rows(1)).toHaveLength(2);
    expect(rows(2)).toEqual(rows(1));
  });

  it('trains until it is paused, and no further', async () => {
    const { reports, send, start, until, stepped } = open();
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 5));
    send({ type: 'pause', run: 1 });
    await until((report) => report.type === 'running' && !report.running && reports.some(stepped(1, 5)));
    send({ type: 'step', run: 1 });
    const taken = reports.filter((report) => report.type === 'metrics').length;
    await until((report) => report.type === 'metrics' && reports.indexOf(report) >= taken);
    const counts = reports.flatMap((report) => (report.type === 'metrics' ? [report.stepCount] : []));
    // Every step once and in order, the measurement of step 0 first.
    expect(counts).toEqual(counts.map((_, i) => i));
  });

  it('trains to the step that it is told to and waits there, with every number of single steps', async () => {
    const { reports, send, start, until, stepped, rows } = open();
    start(1);
    send({ type: 'train', run: 1, until: 6 });
    await until((report) => report.type === 'running' && !report.running && reports.some(stepped(1, 6)));
    expect(rows(1)).toHaveLength(6);
    // One that has come so far says that it waits.
    const running = () => reports.flatMap((report) => (report.type === 'running' ? [report.running] : []));
    const told = running().length;
    send({ type: 'train', run: 1, until: 6 });
    await until(() => running().length === told + 2);
    expect(running().slice(told)).toEqual([true, false]);
    // And what was told once is no limit later.
    send({ type: 'train', run: 1 });
    await until(stepped(1, 8));

    const single = open();
    single.start(1);
    for (let i = 0; i < 6; i++) single.send({ type: 'step', run: 1 });
    await single.until(single.stepped(1, 6));
    expect(rows(1).slice(0, 6)).toEqual(single.rows(1));
  });

  it('is abandoned when another starts: nothing of the old comes after the first word of the new', async () => {
    const { reports, send, start, until, stepped } = open();
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 3));
    start(2);
    send({ type: 'train', run: 1 });
    await until(stepped(2, 0));
    const firstOfNew = reports.findIndex((report) => report.run === 2);
    expect(reports.slice(firstOfNew).every((report) => report.run === 2)).toBe(true);
  });
});

it('counts the images of each class: of all training images, and of the test images that it tests on', async () => {
  const { reports, start, until } = open({ loadData: async () => lopsided });
  start(1);
  await until((report) => report.type === 'ready');
  // Nine in ten images are of class 3, and one in ten of the rest.
  const { train, test } = lopsided;
  const countsOf = (count: number) =>
    lopsided.classes.map(
      (_, c) => [...train.labels.subarray(0, count)].filter((label) => label === c).length,
    );
  expect(countsOf(500)[3]).toBe(455);
  expect(reports.find((report) => report.type === 'ready')).toMatchObject({
    testImages: 500,
    classCounts: { train: countsOf(train.count), test: countsOf(500) },
  });
  expect(test.count).toBeGreaterThan(500);
});

describe('a switch', () => {
  it('is confirmed with its step and shown at once while nothing trains', async () => {
    const { reports, send, start, until } = open();
    start(1);
    await until((report) => report.type === 'running');
    const before = reports.findLast((report) => report.type === 'metrics');
    send({ type: 'switch', run: 1, lane: 'plain', block: 'all', gain: 1 });
    const seen = reports.length;
    await until((report) => report.type === 'metrics' && reports.indexOf(report) >= seen);
    const after = reports.findLast((report) => report.type === 'metrics');
    expect(reports.find((report) => report.type === 'switched')).toEqual({
      type: 'switched', run: 1, step: 0, lane: 'plain', block: 'all', gain: 1, replayed: false,
    }); // prettier-ignore
    expect(after?.stepCount).toBe(0);
    expect(after?.rows[1]).toBe(before?.rows[1]);
    const width = (after!.rows.length - 1) / 2;
    expect(after!.rows.slice(1 + width)).toEqual(after!.rows.slice(1, 1 + width));
  });

  it('of the timeline is thrown when its step has come, and reported as replayed', async () => {
    const timeline = [{ step: 2, lane: 'plain', block: 0, gain: 1 } as const];
    const { reports, send, start, until, stepped } = open();
    start(1, { ...tiny, timeline });
    for (let i = 0; i < 3; i++) send({ type: 'step', run: 1 });
    await until(stepped(1, 3));
    const at = reports.findIndex((report) => report.type === 'switched');
    expect(reports[at]).toMatchObject({ step: 2, lane: 'plain', block: 0, gain: 1, replayed: true });
    expect(at).toBeGreaterThan(reports.findIndex(stepped(1, 2)));
    expect(at).toBeLessThan(reports.findIndex(stepped(1, 3)));
  });
});

describe('a lane that diverges', () => {
  // Without a norm and with linear branches a rate of 10 has weights grow without bound.
  const hot: ExperimentConfig = {
    ...tiny,
    network: { ...tiny.network, norm: 'none', activation: 'linear' },
    optimiser: { ...tiny.optimiser, learningRate: 10 },
  };

  it('is told of once, with its step, and training pauses until it is asked to go on', async () => {
    const { reports, send, start, until, stepped } = open();
    start(1, hot);
    send({ type: 'train', run: 1 });
    const divergences = () =>
      reports.flatMap((report) => (report.type === 'diverged' ? [report.divergence] : []));
    while (divergences().length < 2) {
      const seen = reports.length;
      await until(
        (report) => report.type === 'running' && !report.running && reports.indexOf(report) >= seen,
      );
      send({ type: 'train', run: 1 });
    }
    for (const { lane, step } of divergences()) {
      const rows = reports.flatMap((report) => (report.type === 'metrics' ? [report.rows] : []));
      const width = (rows[0]!.length - 1) / 2;
      const at = 1 + width * ['residual', 'plain'].indexOf(lane);
      const isFinite = (row: Float64Array): boolean => row.slice(at, at + width).every(Number.isFinite);
      expect(rows.filter((row) => row[0]! < step).every(isFinite)).toBe(true);
      expect(rows.filter((row) => row[0]! >= step).some(isFinite)).toBe(false);
    }
    const last = divergences().at(-1)!.step;
    // Nothing pauses it any more.
    await until(stepped(1, last + 6));
    send({ type: 'pause', run: 1 });
    expect(
      divergences()
        .map(({ lane }) => lane)
        .toSorted(),
    ).toEqual(['plain', 'residual']);
  });

  it('is told of again in another run', async () => {
    const { reports, send, start, until } = open();
    for (const run of [1, 2]) {
      start(run, hot);
      send({ type: 'train', run });
      await until((report) => report.type === 'diverged' && report.run === run);
    }
    const of = (run: number) => reports.find((report) => report.type === 'diverged' && report.run === run);
    expect(of(2)).toEqual({ ...of(1), run: 2 });
  });
});

it('tests at its interval', async () => {
  const { reports, send, start, until, stepped } = open();
  start(1, { ...tiny, testInterval: 2 });
  send({ type: 'train', run: 1 });
  await until(stepped(1, 5));
  send({ type: 'pause', run: 1 });
  const tests = reports.flatMap((report) => (report.type === 'tested' ? [report] : []));
  expect(tests.map(({ step }) => step).slice(0, 2)).toEqual([2, 4]);
  expect(tests[0]?.results.map(({ lane }) => lane)).toEqual(['residual', 'plain']);
});

it.each([
  ['data', { loadData: () => Promise.reject(new DataError('network', 'no answer')) }],
  ['internal', { chooseBackend: () => Promise.reject(new Error('odd')) }],
  ['memory', { loadData: () => Promise.reject(new RangeError('Array buffer allocation failed')) }],
] as const)('says what failed: %s', async (code, changes) => {
  const { reports, start, until } = open(changes);
  start(1);
  await until((report) => report.type === 'failed');
  expect(reports.at(-1)).toMatchObject({ type: 'failed', run: 1, code });
});

it('can start again after a failure', async () => {
  let broken = true;
  const { start, until, stepped } = open({
    loadData: ({ experiment }, onProgress) => {
      if (broken) return Promise.reject(new DataError('network', 'no answer'));
      return loadDataSet(experiment.data, 0, { baseUrl: 'https://example.test/', onProgress });
    },
  });
  start(1);
  await until((report) => report.type === 'failed');
  broken = false;
  start(2);
  await until(stepped(2, 0));
});

describe('sample images', () => {
  it('asked for while the data are loading come before the networks stand', async () => {
    const { reports, send, start, until } = open();
    start(1);
    send({ type: 'samples', run: 1, perClass: 3, draw: 0 });
    await until((report) => report.type === 'ready');
    const kinds = reports.map(({ type }) => type);
    expect(kinds.filter((kind) => kind === 'samples')).toHaveLength(1);
    const report = reports.find(({ type }) => type === 'samples');
    expect(report).toMatchObject({ run: 1, sheet: { height: 14, width: 14, perClass: 3, draw: 0 } });
    expect(report?.type === 'samples' && report.sheet.classes.map(({ train }) => train)).toEqual(
      Array(10).fill(200),
    );
  });

  it('come at once later, and leave training as it is', async () => {
    const { reports, send, start, until, stepped, rows } = open();
    start(1);
    send({ type: 'step', run: 1 });
    await until(stepped(1, 1));
    start(2);
    await until((report) => report.type === 'running' && report.run === 2);
    send({ type: 'samples', run: 2, perClass: 2, draw: 5 });
    expect(reports.at(-1)).toMatchObject({ type: 'samples', run: 2, sheet: { draw: 5 } });
    send({ type: 'samples', run: 1, perClass: 2, draw: 6 });
    expect(reports.at(-1)).toMatchObject({ type: 'samples', sheet: { draw: 5 } });
    send({ type: 'step', run: 2 });
    await until(stepped(2, 1));
    expect(rows(2)).toEqual(rows(1));
  });
});
