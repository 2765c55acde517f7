/** Runs whose device is lost or fails, in the session as the worker has it; on a real device in `scripts/webgpu/loss.test.ts`. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { loadDataSet } from '../data/dataset';
import { GpuError } from '../engine/gpu';
import { Trainer } from '../training/trainer';
import type { RunHost } from './live-trainer';
import { openSession as open, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));
afterEach(() => vi.restoreAllMocks());

describe('a lost device', () => {
  /** As if on the GPU: checkpoints are taken while training where this says that time has passed. */
  let time = 0;
  const onGpu: Partial<RunHost> = {
    chooseBackend: (requested, lost) =>
      Promise.resolve({
        name: lost ? 'wasm' : 'webgpu',
        reason: lost ? 'device-lost' : 'preferred',
        requested,
        detail: '',
        trouble: '',
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

  it('is found out where something fails before the browser tells of it, and nothing that was asked for is forgotten', async () => {
    let tried = 0;
    const { session, reports, send, start, until } = open({
      ...onGpu,
      tryDevice: () => {
        tried++;
        session.deviceLost();
        return Promise.resolve();
      },
    });
    start(1);
    await until((report) => report.type === 'running');
    const failing = vi.spyOn(Trainer.prototype, 'snapshots').mockRejectedValueOnce(new Error('Not mapped'));
    send({ type: 'weights', run: 1 });
    await until((report) => report.type === 'weights');
    failing.mockRejectedValueOnce(new Error('Not mapped'));
    send({ type: 'inspect', run: 1, request: { kind: 'predictions', pixels: false } });
    await until((report) => report.type === 'inspected');
    failing.mockRejectedValueOnce(new Error('Not mapped'));
    send({ type: 'study', run: 1, study: 1, request: { kind: 'lesion', images: 50, draws: 0 } });
    await until((report) => report.type === 'study' && report.state !== 'running');
    expect(reports.findLast((report) => report.type === 'study')).toMatchObject({ state: 'done' });
    expect(tried).toBe(3);
    expect(reports.filter((report) => report.type === 'recovered')).toHaveLength(3);
  });

  it('during the recovery forgets no step that was asked for', async () => {
    const { step } = Trainer.prototype;
    const { session, reports, send, start, until, stepped, rows } = open(onGpu);
    vi.spyOn(Trainer.prototype, 'step')
      .mockImplementationOnce(step)
      .mockImplementationOnce(async function (this: Trainer) {
        // Taken, but its row does not come.
        await step.call(this);
        session.deviceLost();
        throw new Error('Not mapped');
      })
      // The first step, as it is taken again.
      .mockImplementationOnce(() => {
        session.deviceLost();
        return Promise.reject(new Error('Not mapped'));
      });
    start(1);
    send({ type: 'step', run: 1 });
    send({ type: 'step', run: 1 });
    await until(stepped(1, 2));
    expect(reports.filter((report) => report.type === 'recovered')).toMatchObject([{ step: 1, repeated: 1 }]);
    expect(rows(1).map(([at]) => at)).toEqual([0, 1]);
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
