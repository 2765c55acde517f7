import { describe, expect, it } from 'vitest';
import { InFlight, runCooperatively } from './tasks';

/** Three pieces of work, and a note of what was done and freed. */
function work(log: string[]) {
  return (async function* () {
    try {
      for (const piece of ['one', 'two', 'three']) {
        log.push(piece);
        yield;
      }
      return 'result';
    } finally {
      log.push('freed');
    }
  })();
}

describe('work in turns', () => {
  it('gives way after every piece and ends with its result', async () => {
    const log: string[] = [];
    const turn = (): Promise<void> => Promise.resolve(void log.push('turn'));
    expect(await runCooperatively(work(log), turn, () => true)).toBe('result');
    expect(log).toEqual(['one', 'turn', 'two', 'turn', 'three', 'turn', 'freed']);
  });

  it('is left in the turn in which it stops being wanted, with all that it held freed', async () => {
    const log: string[] = [];
    let wanted = true;
    const turn = (): Promise<void> => {
      wanted = log.length < 2;
      return Promise.resolve();
    };
    expect(await runCooperatively(work(log), turn, () => wanted)).toBeNull();
    expect(log).toEqual(['one', 'two', 'freed']);
  });
});

function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

describe('tasks in flight', () => {
  it('waits for the oldest only', async () => {
    const [first, second] = [deferred(), deferred()];
    const flight = new InFlight();
    flight.add(first.promise);
    flight.add(second.promise);
    await flight.fewerThan(3);
    let done = false;
    const waiting = flight.fewerThan(2).then(() => {
      done = true;
    });
    await Promise.resolve();
    expect(done).toBe(false);
    first.resolve();
    await waiting;
    second.resolve();
    await flight.fewerThan(1);
  });

  it('rejects when the failed one has its turn, and settles all the same', async () => {
    const [first, second] = [deferred(), deferred()];
    const flight = new InFlight();
    flight.add(first.promise);
    flight.add(second.promise);
    second.reject(new Error('lost'));
    first.resolve();
    await expect(flight.fewerThan(1)).rejects.toThrow('lost');
    const third = deferred();
    flight.add(third.promise);
    third.reject(new Error('too'));
    await flight.settled();
  });
});
