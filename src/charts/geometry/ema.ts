/** Exponential moving average of a series, with the bias of its start taken out, kept step by step. */

/** Weight of the newest value. */
export const SMOOTHING = 0.1;

/**
 * Average of the series up to each of the newest `capacity` steps: the mean of all values so far, each weighing
 * 1 - SMOOTHING times as much as its successor. A non-finite value has no average, and it starts anew behind it.
 */
export class MovingAverage {
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;

  constructor(capacity: number) {
    this.#sum = new Float64Array(capacity);
    this.#weight = new Float64Array(capacity);
  }

  /** Takes the value of a step; steps come in order, the newest may come again. Returns the average there. */
  set(step: number, value: number): number {
    const at = step % this.#sum.length;
    const before = (at + this.#sum.length - 1) % this.#sum.length;
    const finite = Number.isFinite(value);
    const goesOn = finite && step > 0;
    this.#sum[at] = finite
      ? SMOOTHING * value + (goesOn ? (1 - SMOOTHING) * (this.#sum[before] ?? 0) : 0)
      : 0;
    this.#weight[at] = finite ? SMOOTHING + (goesOn ? (1 - SMOOTHING) * (this.#weight[before] ?? 0) : 0) : 0;
    return this.get(step);
  }

  /** Average at one of the newest `capacity` steps; NaN where the value itself is not finite. */
  get(step: number): number {
    const at = step % this.#sum.length;
    return (this.#sum[at] ?? 0) / (this.#weight[at] ?? 0);
  }
}
