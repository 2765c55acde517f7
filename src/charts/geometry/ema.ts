/** Exponential moving average of a series, with the bias of its start taken out, kept value by value. */

/** Weight of the newest value. */
export const SMOOTHING = 0.1;

/**
 * Average of a series up to each of at most `capacity` values: the mean of all so far, each weighing 1 - SMOOTHING times as much as
 * its successor. A non-finite value has no average, and it starts anew behind it.
 */
export class MovingAverage {
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;

  constructor(capacity: number) {
    this.#sum = new Float64Array(capacity);
    this.#weight = new Float64Array(capacity);
  }

  /** Takes the value of a row; rows come in order, from 0 on, and the newest may come again. Returns the average there. */
  set(row: number, value: number): number {
    const finite = Number.isFinite(value);
    this.#sum[row] = finite ? SMOOTHING * value + (1 - SMOOTHING) * (this.#sum[row - 1] ?? 0) : 0;
    this.#weight[row] = finite ? SMOOTHING + (1 - SMOOTHING) * (this.#weight[row - 1] ?? 0) : 0;
    return this.get(row);
  }

  /** Average at a row; NaN where the value itself is not finite. */
  get(row: number): number {
    return (this.#sum[row] ?? 0) / (this.#weight[row] ?? 0);
  }
}
