/** Who waits for the weights of a run: they come between two steps, and all get the same. */
import type { RunWeights } from '../contract/weights';

/** There is no run that has weights, or it ended before they came. */
export class NoWeightsError extends Error {
  override readonly name = 'NoWeightsError';
}

interface Waiting {
  readonly resolve: (weights: RunWeights) => void;
  readonly reject: (reason: NoWeightsError) => void;
}

export class WeightsAsked {
  #waiting: readonly Waiting[] = [];

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** The next weights that come; `post` asks for them, where nobody has. Null is of no run. @throws NoWeightsError */
  async ask(post: (() => void) | null): Promise<RunWeights> {
    if (post === null) throw new NoWeightsError('No run is prepared');
    return new Promise((resolve, reject) => {
      const isFirst = !this.isWaiting;
      this.#waiting = [...this.#waiting, { resolve, reject }];
      if (isFirst) post();
    });
  }

  bring(weights: RunWeights): void {
    for (const { resolve } of this.#take()) resolve(weights);
  }

  /** None will come. */
  giveUp(): void {
    for (const { reject } of this.#take())
      reject(new NoWeightsError('The run ended before its weights came'));
  }

  #take(): readonly Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
