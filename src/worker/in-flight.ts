/** Tasks under way, first in first out: how far a session lets steps run ahead of their results. */

export class InFlight {
  readonly #tasks: Promise<void>[] = [];

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
