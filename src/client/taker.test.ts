import { beforeEach, describe, expect, it } from 'vitest';
import type { TakeJob, TakeReport } from '../contract/takings';
import { smallExperiment } from '../testing/client';
import { stoppedClock } from '../testing/stopped-clock';
import { take, TakeError, type TakeWorker } from './taker';

const job: TakeJob = {
  order: { what: 'weights', lane: 'plain' },
  folder: 'run',
  run: {
    config: smallExperiment,
    link: '',
    weights: { step: 0, lanes: [], images: { classes: [], mean: [], deviation: [] } },
  },
};

class FakeTakeWorker implements TakeWorker {
  readonly sent: TakeJob[] = [];
  terminated = false;
  onmessage: TakeWorker['onmessage'] = null;
  onerror: TakeWorker['onerror'] = null;

  postMessage(asked: TakeJob): void {
    this.sent.push(asked);
  }

  terminate(): void {
    this.terminated = true;
  }

  answer(report: TakeReport): void {
    this.onmessage?.({ data: report } as MessageEvent<TakeReport>);
  }
}

let worker: FakeTakeWorker;
const createWorker = () => worker;

beforeEach(() => {
  worker = new FakeTakeWorker();
});

describe('a file that is taken along', () => {
  it('is what its worker makes, which tells how far it is and is ended then', async () => {
    const told: (number | null)[] = [];
    const made = take(job, { createWorker, onProgress: (fraction) => told.push(fraction) });
    expect(worker.sent).toEqual([job]);
    worker.answer({ type: 'progress', fraction: 0.5 });
    worker.answer({ type: 'progress', fraction: null });
    worker.answer({ type: 'made', bytes: Uint8Array.of(1, 2) });
    expect(await made).toEqual(Uint8Array.of(1, 2));
    expect(told).toEqual([0.5, null]);
    expect(worker.terminated).toBe(true);
  });

  it.each<[string, () => void, string]>([
    ['says so', () => worker.answer({ type: 'failed', code: 'data', message: '404' }), 'data'],
    ['throws', () => worker.onerror?.({ message: 'boom' } as ErrorEvent), 'internal'],
    ['does not arrive', () => worker.onerror?.({} as ErrorEvent), 'worker'],
  ])('is none where its worker %s', async (_, fail, code) => {
    const failure = take(job, { createWorker }).catch((error: unknown) => error);
    fail();
    const error = await failure;
    expect(error).toBeInstanceOf(TakeError);
    expect(error).toMatchObject({ code });
    expect(worker.terminated).toBe(true);
  });

  it('is none where its worker does not come within ten seconds; one that has spoken may take longer', async () => {
    const { delay, pass } = stoppedClock();
    const late = take(job, { createWorker, delay }).catch((error: unknown) => error);
    await pass(10_000);
    expect(await late).toMatchObject({ code: 'worker' });
    expect(worker.terminated).toBe(true);
    worker = new FakeTakeWorker();
    const made = take(job, { createWorker, delay });
    worker.answer({ type: 'progress', fraction: null });
    await pass(100_000);
    worker.answer({ type: 'made', bytes: Uint8Array.of(3) });
    expect(await made).toEqual(Uint8Array.of(3));
  });

  it('is given up by whoever asked', async () => {
    const giving = new AbortController();
    const made = take(job, { createWorker, signal: giving.signal });
    giving.abort(new Error('closed'));
    await expect(made).rejects.toThrow('closed');
    expect(worker.terminated).toBe(true);
    await expect(take(job, { createWorker, signal: giving.signal })).rejects.toThrow('closed');
  });
});
