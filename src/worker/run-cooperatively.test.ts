import { describe, expect, it } from 'vitest';
import { runCooperatively } from './run-cooperatively';

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
