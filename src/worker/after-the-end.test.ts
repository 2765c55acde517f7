/** What a run that failed or was abandoned still hears, it does not answer; the next one does not wait for it. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { loadDataSet } from '../data/dataset';
import { DataError } from '../data/download';
import { GpuError } from '../engine/gpu';
import { Trainer } from '../training/trainer';
import type { Command, Report } from '../contract/messages';
import { openSession as open } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

/** All that a page can ask of a run: the compiler asks for those that are new. */
const commands: { readonly [T in Exclude<Command['type'], 'start'>]: Extract<Command, { type: T }> } = {
  'stop-replay': { type: 'stop-replay', run: 1 },
  train: { type: 'train', run: 1 },
  pause: { type: 'pause', run: 1 },
  step: { type: 'step', run: 1 },
  switch: { type: 'switch', run: 1, lane: 'plain', block: 'all', gain: 1 },
  rate: { type: 'rate', run: 1, rate: 0.1 },
  study: { type: 'study', run: 1, study: 7, request: { kind: 'paths', samples: 1, seed: 0 } },
  watch: { type: 'watch', run: 1, instruments: ['layers'] },
  inspect: { type: 'inspect', run: 1, request: { kind: 'predictions', pixels: false } },
  weights: { type: 'weights', run: 1 },
  state: { type: 'state', run: 1 },
  'record-path': { type: 'record-path', run: 1, on: true },
  'cancel-study': { type: 'cancel-study', run: 1, study: 7 },
  samples: { type: 'samples', run: 1, perClass: 2, draw: 0 },
};

describe('after a failure', () => {
  it('no command is answered', async () => {
    const { session, reports, send, start, until, stepped } = open();
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 2));
    // Waits for its turn, so that cancelling it would be answered at once.
    send(commands.study);
    session.deviceFailed(new GpuError('memory', 'Not enough of it'));
    await until((report) => report.type === 'failed');
    const count = reports.length;
    for (const command of Object.values(commands)) send(command);
    // The run after it lives when all of the one before it is over.
    start(2);
    await until((report) => report.type === 'ready' && report.run === 2);
    expect(reports.slice(count).every((report) => report.run === 2)).toBe(true);
  });

  it('what was still loading tells nothing, and the next run does not begin before its backend is there', async () => {
    let tell: (fraction: number | null) => void = () => undefined;
    let choose: () => void = () => undefined;
    let chosen = 0;
    const { reports, start, until } = open({
      chooseBackend: async (requested) => {
        if (chosen++ === 0) await new Promise<void>((resolve) => (choose = resolve));
        return { name: 'wasm', reason: 'no-adapter', requested, detail: '', trouble: '' };
      },
      loadData: ({ run, experiment }, onProgress) => {
        tell = onProgress;
        if (run === 1) return Promise.reject(new DataError('http', 'the server answered 500'));
        return loadDataSet(experiment.data, 0, { baseUrl: 'https://example.test/', onProgress });
      },
    });
    start(1);
    await until((report) => report.type === 'failed');
    const count = reports.length;
    tell(0.5);
    start(2);
    tell(0.7);
    expect(reports).toHaveLength(count);
    choose();
    await until((report) => report.type === 'ready' && report.run === 2);
    expect(reports.slice(count).every((report) => report.run === 2)).toBe(true);
  });
});

describe('what would end more than the run', () => {
  it('a message that cannot be sent ends the run, and is told', async () => {
    const reports: Report[] = [];
    let heard: () => void = () => undefined;
    const { start, send } = open({
      post: (report) => {
        if (report.run === 1 && report.type === 'metrics')
          throw new DOMException('no clone', 'DataCloneError');
        reports.push(report);
        heard();
      },
    });
    const until = async (holds: (report: Report) => boolean): Promise<void> => {
      while (!reports.some(holds)) await new Promise<void>((resolve) => (heard = resolve));
    };
    start(1);
    send({ type: 'train', run: 1 });
    await until((report) => report.type === 'failed');
    expect(reports.at(-1)).toMatchObject({ run: 1, code: 'internal', message: 'no clone' });
    start(2);
    await until((report) => report.type === 'metrics' && report.run === 2);
  });

  it('a rejection that nobody looks after is told, and the next run lives', async () => {
    const { session, reports, start, send, until, stepped } = open();
    start(1);
    send({ type: 'train', run: 1 });
    await until(stepped(1, 2));
    await session.rejected(new Error('a kernel that was not there'));
    const failed = { type: 'failed', run: 1, code: 'internal', message: 'a kernel that was not there' };
    expect(reports.at(-1)).toEqual(failed);
    start(2);
    await until(stepped(2, 0));
  });

  it('a rejection that a lost device leaves behind is none of a failure', async () => {
    const { session, reports, start, until } = open();
    start(1);
    await until((report) => report.type === 'running');
    session.deviceLost();
    await session.rejected(new Error('the instance is gone'));
    await until((report) => report.type === 'recovered');
    await session.rejected(new Error('and its buffers'));
    expect(reports.some((report) => report.type === 'failed')).toBe(false);
  });

  it('a run that cannot even end is told, and the next one lives', async () => {
    const { reports, start, until, stepped } = open();
    start(1);
    await until((report) => report.type === 'running');
    vi.spyOn(Trainer.prototype, 'dispose').mockImplementationOnce(() => {
      throw new Error('nothing to let go of');
    });
    start(2);
    await until(stepped(2, 0));
    expect(reports.some((report) => report.type === 'failed')).toBe(false);
  });
});

it('a loading that never ends does not hold back the run that takes its place', async () => {
  const { start, until, stepped } = open({
    loadData: ({ run, experiment }, onProgress) =>
      run === 1
        ? new Promise(() => undefined)
        : loadDataSet(experiment.data, 0, { baseUrl: 'https://example.test/', onProgress }),
  });
  start(1);
  await until((report) => report.type === 'backend');
  start(2);
  await until(stepped(2, 0));
});
