/** How far a restored run still has to go to where it had ended before: until then its steps are taken unasked. */

export class Replay {
  /** Updates that the run had made. */
  #target: number;
  #taken = 0;

  /** @param target 0 for a run that is none of these. */
  constructor(target: number) {
    this.#target = target;
  }

  /** Whether another step is to be taken. */
  get isDue(): boolean {
    return this.#taken < this.#target;
  }

  /** Share of the way that is gone, 0 to 1. */
  get fraction(): number {
    return Math.min(1, this.#taken / this.#target);
  }

  /** So many updates are made. */
  reaches(stepCount: number): void {
    this.#taken = stepCount;
  }

  /** Lets the run wait where it is. */
  stop(): void {
    this.#target = 0;
  }
}
