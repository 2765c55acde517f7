/** Who waits for something of a run that its worker tells between two steps: all get the same. */

/** There is no run that could tell, or it ended before it did. */
export class NoRunError extends Error {
  override readonly name = 'NoRunError';
}

interface Waiting<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (reason: NoRunError) => void;
}

export class Asked<T> {
  #waiting: readonly Waiting<T>[] = [];

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** The next that comes; `post` asks for it, where nobody has. Null is of no run. @throws NoRunError */
  async ask(post: (() => void) | null): Promise<T> {
    if (post === null) throw new NoRunError('No run is prepared');
    return new Promise((resolve, reject) => {
      const isFirst = !this.isWaiting;
      this.#waiting = [...this.#waiting, { resolve, reject }];
      if (isFirst) post();
    });
  }

  bring(answer: T): void {
    for (const { resolve } of this.#take()) resolve(answer);
  }

  /** None will come. */
  giveUp(): void {
    for (const { reject } of this.#take()) reject(new NoRunError('The run ended before it answered'));
  }

  #take(): readonly Waiting<T>[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
