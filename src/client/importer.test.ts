import { describe, expect, it } from 'vitest';
import type { Found, ImportAnswer, ImportCommand, Imported } from '../images/report';
import { stoppedClock } from '../testing/stopped-clock';
import { Importer, ImportError, type ImportWorker } from './importer';

const found = { kind: 'images', name: 'pets' } as Found;
const imported = { hash: '0123456789abcdef' } as Imported;
const choices = { name: 'pets', side: 32, channels: 3, classes: [] } as const;
const hush = (): void => undefined;

function opened() {
  const asked: ImportCommand[] = [];
  const state = { isEnded: false };
  const worker: ImportWorker = {
    postMessage: (command) => asked.push(command),
    terminate: () => (state.isEnded = true),
    onmessage: null,
    onerror: null,
  };
  const clock = stoppedClock();
  const importer = new Importer(() => worker, clock.delay);
  const say = (data: ImportAnswer): void => worker.onmessage?.({ data } as MessageEvent<ImportAnswer>);
  return { importer, worker, asked, say, state, clock };
}

describe('an import', () => {
  it('asks for a look, tells how far it is, and gives what was found', async () => {
    const { importer, asked, say } = opened();
    const told: unknown[] = [];
    const files = [{ path: 'a.zip', blob: new Blob(['a']) }];
    const scanning = importer.scan(files, (progress) => told.push(progress));
    expect(asked).toEqual([{ type: 'scan', files }]);
    const progress = { phase: 'scan', done: 1, total: null } as const;
    say({ type: 'progress', progress });
    say({ type: 'found', found });
    expect(await scanning).toBe(found);
    expect(told).toEqual([progress]);
    // What comes late is nobody's.
    say({ type: 'progress', progress });
    expect(told).toHaveLength(1);
  });

  it('that failed may be tried with other choices', async () => {
    const { importer, asked, say } = opened();
    const first = importer.take(choices, hush);
    say({ type: 'problem', problem: { code: 'memory' } });
    await expect(first).rejects.toBeInstanceOf(ImportError);
    await expect(first).rejects.toMatchObject({ problem: { code: 'memory' } });
    const second = importer.take({ ...choices, side: 16 }, hush);
    say({ type: 'imported', imported });
    expect(await second).toBe(imported);
    expect(asked.map(({ type }) => type)).toEqual(['take', 'take']);
  });

  it('whose worker breaks says so, with or without a word', async () => {
    const { importer, worker } = opened();
    const scanning = importer.scan([], hush);
    worker.onerror?.({} as ErrorEvent);
    await expect(scanning).rejects.toMatchObject({ problem: { code: 'no-reader' } });
  });

  it('whose worker does not come within ten seconds says so; one that has spoken may take longer', async () => {
    const { importer, clock } = opened();
    const late = importer.scan([], hush).catch((error: unknown) => error);
    await clock.pass(10_000);
    expect(await late).toMatchObject({ problem: { code: 'no-reader' } });
    const slow = opened();
    const scanning = slow.importer.scan([], hush);
    slow.say({ type: 'progress', progress: { phase: 'scan', done: 0, total: null } });
    await slow.clock.pass(100_000);
    slow.say({ type: 'found', found });
    expect(await scanning).toBe(found);
  });

  it('that is closed takes its worker with it, and answers nothing', () => {
    const { importer, say, state } = opened();
    let isAnswered = false;
    const answered = (): void => {
      isAnswered = true;
    };
    void importer.scan([], answered).then(answered, answered);
    importer.close();
    say({ type: 'progress', progress: { phase: 'scan', done: 1, total: null } });
    say({ type: 'found', found });
    expect(isAnswered).toBe(false);
    expect(state.isEnded).toBe(true);
  });
});
