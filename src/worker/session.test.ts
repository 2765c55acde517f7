/** The life of runs as the page sees it: messages in, messages out, with a real trainer on a tiny network. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig } from '../config/schema';
import { loadDataSet } from '../data/dataset';
import { DataError } from '../data/errors';
import { GpuError } from '../engine/device-watch';
import type { Command, Report } from './protocol';
import { Session, type SessionHost } from './session';

const tiny: ExperimentConfig = {
  ...DEFAULTS,
  data: { set: 'shapes', inputSize: 14 },
  network: {
    ...DEFAULTS.network,
    stemWidth: 4,
    stages: [
      { blocks: 1, width: 4, stride: 2 },
      { blocks: 0, width: 4, stride: 1 },
      { blocks: 0, width: 4, stride: 1 },
    ],
  },
  lanes: [
    { id: 'residual', gains: [1] },
    { id: 'plain', gains: [0] },
  ],
  batchSize: 4,
  testInterval: 0,
};

/** A session with what it has said so far; `until` waits for a report without polling. */
function open(changes: Partial<SessionHost> = {}) {
  const reports: Report[] = [];
  let heard: () => void = () => undefined;
  const session = new Session({
    post: (report) => {
      reports.push(report);
      heard();
    },
    chooseBackend: (requested) =>
      Promise.resolve({ name: 'wasm', reason: 'no-adapter', requested, detail: '' }),
    loadData: ({ experiment }, onProgress) =>
      loadDataSet(experiment.data, experiment.seeds.data, { baseUrl: 'https://example.test/', onProgress }),
    breathe: () => new Promise((resolve) => void setImmediate(resolve)),
    now: () => performance.now(),
    ...changes,
  });
  const until = async (holds: (report: Report) => boolean): Promise<void> => {
    while (!reports.some(holds)) await new Promise<void>((resolve) => (heard = resolve));
  };
  const send = (command: Command): void => session.handle(command);
  const start = (run: number, experiment = tiny): void =>
    send({ type: 'start', run, experiment, backend: 'auto' });
  const stepped = (run: number, count: number) => (report: Report) =>
    report.type === 'metrics' && report.run === run && report.stepCount === count;
  /** Rows of steps that were taken, not of measurements, by run. */
  const rows = (run: number): number[][] =>
    reports.flatMap((report) =>
      report.type === 'metrics' && report.run === run && report.stepCount > report.rows[0]!
        ? [[...report.rows]]
        : [],
    );
  return { session, reports, send, start, until, stepped, rows };
}

beforeAll(() => useNodeBackend('wasm'));

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

describe('a lost device', () => {
  /** As if on the GPU: checkpoints are taken while training where this says that time has passed. */
  let time = 0;
  const onGpu: Partial<SessionHost> = {
    chooseBackend: (requested, lost) =>
      Promise.resolve({
        name: lost ? 'wasm' : 'webgpu',
        reason: lost ? 'device-lost' : 'preferred',
        requested,
        detail: '',
      }),
    now: () => time,
  };

  it('costs the steps since the last checkpoint, and no row is sent twice or changed', async () => {
    const { session, reports, send, start, until, stepped, rows } = open(onGpu);
    const event = { lane: 'plain', block: 'all', gain: 0.5 } as const;
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 2));
    // After the next step a checkpoint is due, and none after that.
    time += 20_000;
    await until(stepped(1, 4));
    send({ type: 'switch', run: 1, ...event });
    await until(stepped(1, 7));
    session.deviceLost();
    await until((report) => report.type === 'recovered');
    await until(stepped(1, 12));
    send({ type: 'pause', run: 1 });

    const recovered = reports.find((report) => report.type === 'recovered');
    expect(recovered).toMatchObject({ run: 1, backend: 'webgpu' });
    expect(recovered!.step).toBeGreaterThanOrEqual(7);
    expect(recovered!.repeated).toBeGreaterThan(0);
    expect(recovered!.repeated).toBeLessThanOrEqual(recovered!.step - 2);
    const seen = rows(1);
    expect(seen.map(([step]) => step)).toEqual(seen.map((_, index) => index));
    const switched = reports.filter((report) => report.type === 'switched');
    expect(switched).toHaveLength(1);

    // The same run, undisturbed.
    const calm = open();
    calm.start(1, { ...tiny, timeline: [{ step: switched[0]!.step, ...event }] });
    calm.send({ type: 'train', run: 1 });
    await calm.until(calm.stepped(1, seen.length));
    calm.send({ type: 'pause', run: 1 });
    expect(seen).toEqual(calm.rows(1).slice(0, seen.length));
  });

  it('before the first step costs nothing, and a second one soon after leads to another backend', async () => {
    const { session, reports, send, start, until, stepped } = open(onGpu);
    const recoveries = () => reports.filter((report) => report.type === 'recovered');
    start(1);
    await until((report) => report.type === 'running');
    session.deviceLost();
    await until(() => recoveries().length === 1);
    session.deviceLost();
    await until(() => recoveries().length === 2);
    expect(recoveries()).toMatchObject([
      { step: 0, repeated: 0, backend: 'webgpu' },
      { step: 0, repeated: 0, backend: 'wasm' },
    ]);
    expect(reports.findLast((report) => report.type === 'backend')?.backend.reason).toBe('device-lost');
    send({ type: 'step', run: 1 });
    await until(stepped(1, 1));
  });

  it('before anything is ready is no failure either', async () => {
    let asked = 0;
    const { session, reports, start, until } = open({
      ...onGpu,
      loadData: async ({ experiment }, onProgress) => {
        if (asked++ === 0) {
          await new Promise((resolve) => void setImmediate(resolve));
          session.deviceLost();
          throw new Error('A valid external Instance reference no longer exists.');
        }
        const { data, seeds } = experiment;
        return loadDataSet(data, seeds.data, { baseUrl: 'https://example.test/', onProgress });
      },
    });
    start(1);
    await until((report) => report.type === 'running' || report.type === 'failed');
    expect(reports.some((report) => report.type === 'failed')).toBe(false);
  });

  it('differs from an error of the GPU, after which nothing may go on', async () => {
    const { session, reports, send, start, until, stepped } = open(onGpu);
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 1));
    session.deviceFailed(new GpuError('memory', 'Not enough of it'));
    await until((report) => report.type === 'failed');
    expect(reports.at(-1)).toMatchObject({ type: 'failed', code: 'memory', message: 'Not enough of it' });
  });
});

describe('instruments', () => {
  const kinds = (reports: readonly Report[], run: number): string[] =>
    reports.flatMap((report) => (report.run === run ? [report.type] : []));

  it('measure nothing until they are watched, then every step, and nothing again when nobody looks', async () => {
    const { reports, send, start, until, stepped } = open();
    start(1);
    send({ type: 'step', run: 1 });
    await until(stepped(1, 1));
    expect(kinds(reports, 1)).not.toContain('instruments');
    send({ type: 'watch', run: 1, instruments: ['streams'] });
    // At rest, the gradient at hand is measured at once.
    await until((report) => report.type === 'instruments' && report.row[0] === 1);
    const watching = reports.find((report) => report.type === 'watching');
    expect(watching?.layout.lanes.map(({ id, columns }) => [id, columns.length])).toEqual([
      ['residual', 8],
      ['plain', 8],
    ]);
    send({ type: 'step', run: 1 });
    await until(stepped(1, 2));
    const before = kinds(reports, 1).filter((kind) => kind === 'instruments').length;
    expect(before).toBe(2);
    send({ type: 'watch', run: 1, instruments: [] });
    send({ type: 'step', run: 1 });
    await until(stepped(1, 3));
    expect(kinds(reports, 1).filter((kind) => kind === 'instruments')).toHaveLength(before);
  });

  it('leave the rows of a run as they are', async () => {
    const { send, start, until, stepped, rows } = open();
    start(1);
    for (let step = 0; step < 3; step++) send({ type: 'step', run: 1 });
    await until(stepped(1, 3));
    start(2);
    send({ type: 'watch', run: 2, instruments: ['streams', 'layers'] });
    for (let step = 0; step < 3; step++) send({ type: 'step', run: 2 });
    await until(stepped(2, 3));
    expect(rows(2)).toEqual(rows(1));
  });
});

describe('predictions', () => {
  it('are those that the test counts, with probabilities that sum to 1, and pixels where asked for', async () => {
    const { reports, send, start, until } = open();
    start(1, { ...tiny, testInterval: 2 });
    send({ type: 'step', run: 1 });
    send({ type: 'step', run: 1 });
    await until((report) => report.type === 'tested');
    send({ type: 'inspect', run: 1, request: { kind: 'predictions', pixels: true } });
    await until((report) => report.type === 'inspected');
    const tested = reports.find((report) => report.type === 'tested');
    const { result } = reports.find((report) => report.type === 'inspected')!;
    if (result.kind !== 'predictions') throw new Error('another look was asked for');
    const { labels, lanes, pixels, height, width, classes, step } = result;
    expect(step).toBe(2);
    expect(pixels).toHaveLength(labels.length * height * width * 4);
    lanes.forEach(({ probabilities }, lane) => {
      let right = 0;
      let loss = 0;
      labels.forEach((label, image) => {
        const row = [...probabilities.subarray(image * classes.length, (image + 1) * classes.length)];
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        if (row.indexOf(Math.max(...row)) === label) right++;
        loss -= Math.log(row[label]!) / labels.length;
      });
      expect(right / labels.length).toBeCloseTo(tested!.results[lane]!.accuracy, 12);
      expect(loss).toBeCloseTo(tested!.results[lane]!.loss, 5);
    });
    send({ type: 'inspect', run: 1, request: { kind: 'predictions', pixels: false } });
    await until((report) => report.type === 'inspected' && report.result.pixels === null);
  });

  it('a look at a layer has its maps, filters and histograms, and no gradient of an unknown layer', async () => {
    const { reports, send, start, until } = open();
    start(1);
    send({ type: 'step', run: 1 });
    await until((report) => report.type === 'metrics' && report.stepCount === 1);
    send({ type: 'inspect', run: 1, request: { kind: 'layer', layer: 'layer1.0.conv1', image: 3 } });
    await until((report) => report.type === 'inspected');
    const { result } = reports.find((report) => report.type === 'inspected')!;
    if (result.kind !== 'layer') throw new Error('another look was asked for');
    expect(result).toMatchObject({ step: 1, image: 3, side: [14, 14] });
    for (const look of result.lanes) {
      const { maps, filters, filterShape, activations, gradients, dead, channels } = look!;
      expect(maps).toHaveLength(7 * 7 * 4);
      expect(filterShape).toEqual([3, 4, 4]);
      expect(filters).toHaveLength(3 * 3 * 4 * 4);
      // After a ReLU nothing is negative.
      expect(Math.max(...activations.subarray(0, 16))).toBe(0);
      for (const shares of [activations, gradients])
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      const zero = Array.from({ length: channels }, (_, c) =>
        maps.every((v, i) => i % channels !== c || v === 0),
      );
      expect(dead).toBeLessThanOrEqual(zero.filter(Boolean).length);
    }
    send({ type: 'inspect', run: 1, request: { kind: 'layer', layer: 'no such layer', image: 0 } });
    await until(
      (report) =>
        report.type === 'inspected' && report.result.kind === 'layer' && report.result.lanes[0] === null,
    );
  });
});
