/** Work that gives way to others: several tasks under way at once, and one that lets messages be handled between its pieces. */

/** Carries a task out, with a turn after every piece of it. Null where it stopped being wanted before its end. */
export async function runCooperatively<T>(
  task: AsyncGenerator<unknown, T>,
  breathe: () => Promise<void>,
  wanted: () => boolean,
): Promise<T | null> {
  for (;;) {
    const next = await task.next();
    if (next.done === true) return wanted() ? next.value : null;
    await breathe();
    if (wanted()) continue;
    // Lets the generator free what it holds; what it would return is not looked at.
    await task.return(undefined as T);
    return null;
  }
}

/** Tasks under way, first in first out: how far a run lets steps go ahead of their results. */
export class InFlight {
  readonly #tasks: Promise<void>[] = [];

  /** Whether all of them have been awaited. */
  get isEmpty(): boolean {
    return this.#tasks.length === 0;
  }

  add(task: Promise<void>): void {
    // It is awaited in its turn, and must not count as unhandled until then.
    task.catch(() => undefined);
    this.#tasks.push(task);
  }

  /** Resolves when fewer than `count` are under way; rejects as the first that has failed. */
  async fewerThan(count: number): Promise<void> {
    while (this.#tasks.length >= count) await this.#tasks.shift();
  }

  /** Resolves when none is under way, whatever became of them. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#tasks.splice(0));
  }
}
