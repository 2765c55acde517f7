/** The learning rate set while training, in the session as the worker has it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { Report } from '../contract/messages';
import type { RunHost } from './run';
import { openSession as open, tiny } from '../testing/session';

beforeAll(() => useNodeBackend('wasm'));

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
