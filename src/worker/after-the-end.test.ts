/** What a run that failed or was abandoned still hears, it does not answer; the next one does not wait for it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { loadDataSet } from '../data/dataset';
import { DataError } from '../data/errors';
import { GpuError } from '../engine/device-watch';
import type { Command } from './protocol';
import { openSession as open } from './session.testing';

beforeAll(() => useNodeBackend('wasm'));

/** All that a page can ask of a run: the compiler asks for those that are new. */
const commands: { readonly [T in Exclude<Command['type'], 'start'>]: Extract<Command, { type: T }> } = {
  train: { type: 'train', run: 1 },
  pause: { type: 'pause', run: 1 },
  step: { type: 'step', run: 1 },
  switch: { type: 'switch', run: 1, lane: 'plain', block: 'all', gain: 1 },
  rate: { type: 'rate', run: 1, rate: 0.1 },
  study: { type: 'study', run: 1, study: 7, request: { kind: 'paths', samples: 1, seed: 0 } },
  watch: { type: 'watch', run: 1, instruments: ['layers'] },
  inspect: { type: 'inspect', run: 1, request: { kind: 'predictions', pixels: false } },
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
