import { describe, expect, it } from 'vitest';
import { InFlight } from './in-flight';

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
